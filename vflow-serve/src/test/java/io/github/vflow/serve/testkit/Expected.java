package io.github.vflow.serve.testkit;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The answers of the library about rows of CSV, as a service should give them. */
public final class Expected {
    private Expected() {}

    /** The rows of some lines, the first of which has the names, with verdicts if the model is calibrated. */
    public static List<RecordScorer.Judged> judged(TableModel model, List<String> lines) throws IOException {
        RecordScorer scorer = RecordScorer.of(model);
        if (model.calibration().isPresent()) {
            scorer = scorer.withAlarm(model.alarm(LocalService.RATE));
        }
        byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
        List<RecordScorer.Judged> all = new ArrayList<>();
        try (RecordReader records = scorer.open(
                CsvSource.of("rows", text, CsvSource.Format.detect()),
                ReadOptions.standard().strictly())) {
            for (List<RecordReader.Entry> block = records.next(); !block.isEmpty(); block = records.next()) {
                all.addAll(scorer.score(block));
            }
        }
        return all;
    }

    /** The score of a row. */
    public static JsonObject score(RecordScorer.Judged row) {
        if (row.logProb().isEmpty()) {
            return JsonObject.builder().put("error", row.entry().fault()).build();
        }
        JsonObject.Builder b =
                JsonObject.builder().put("log_prob", row.logProb().getAsDouble());
        row.verdict().ifPresent(v -> verdict(b, v));
        return b.build();
    }

    /** The score of a row, with the columns to blame by all attributions that the library has. */
    public static JsonObject explained(TableModel model, RecordScorer.Judged row) {
        Verdict v = model.alarm(LocalService.RATE).explain(row.entry().observed());
        JsonObject.Builder b =
                JsonObject.builder().put("log_prob", row.logProb().orElseThrow());
        verdict(b, v);
        b.put("reasons", JsonArray.of(v.reasons(), reason -> JsonValue.of(reason.words())));
        b.put("blamed", JsonArray.of(v.attribution().orElseThrow().parts(), Expected::part));
        return b.build();
    }

    private static void verdict(JsonObject.Builder b, Verdict v) {
        b.put("alarm_score", v.score()).put("p_value", v.pValue()).put("alarm", v.isAlarm());
    }

    private static JsonObject part(Attribution.Part part) {
        return JsonObject.builder()
                .put("column", part.column())
                .put("value", part.text())
                .put("expected", part.expected().value())
                .put("certainty", part.expected().certainty())
                .put("cost", part.cost())
                .build();
    }

    /** A row of CSV as JSON; an empty cell is null in every other row, else left out. */
    public static String json(String header, String line, boolean isNull) {
        String[] names = header.split(",", -1);
        String[] cells = line.split(",", -1);
        List<String> fields = new ArrayList<>();
        for (int j = 0; j < names.length; j++) {
            if (!cells[j].isEmpty() || isNull) {
                fields.add("\"" + names[j] + "\":" + value(cells[j]));
            }
        }
        return "{" + String.join(",", fields) + "}";
    }

    private static String value(String cell) {
        boolean isNumber = cell.matches("-?\\d+(\\.\\d+)?");
        return cell.isEmpty() ? "null" : isNumber ? cell : "\"" + cell + "\"";
    }
}
