package io.github.vflow.serve.rows;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNull;
import io.github.vflow.nn.json.JsonNumber;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Deadline;
import io.github.vflow.serve.model.Served;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.Relations;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The answers about rows as JSON. A number that is not finite is a text, as in {@code "-Infinity"}. */
public final class RowAnswers {
    private RowAnswers() {}

    /** The score of a row and its verdict, or its error. */
    public static JsonObject of(RowScoring.Scored row) {
        Optional<RecordScorer.Judged> scored =
                row.judged().filter(j -> j.logProb().isPresent());
        if (scored.isEmpty()) {
            return JsonObject.builder().put("error", row.fault()).build();
        }
        JsonObject.Builder b =
                JsonObject.builder().put("log_prob", scored.get().logProb().getAsDouble());
        scored.get().verdict().ifPresent(v -> verdict(b, v));
        return b.build();
    }

    /** As {@link #of(RowScoring.Scored)}, with the reasons and the columns to blame. */
    public static JsonObject explained(RowScoring.Scored row, Served served, Deadline deadline) {
        Optional<RecordScorer.Judged> judged =
                row.judged().filter(j -> j.verdict().isPresent());
        if (judged.isEmpty()) {
            return of(row);
        }
        deadline.check();
        Verdict v = served.blaming().explain(judged.get().entry().observed());
        JsonObject.Builder b =
                JsonObject.builder().put("log_prob", judged.get().logProb().orElse(Double.NaN));
        verdict(b, v);
        b.put("reasons", JsonArray.of(v.reasons(), reason -> JsonValue.of(reason.words())));
        v.attribution().ifPresent(a -> b.put("blamed", JsonArray.of(a.parts(), RowAnswers::part)));
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

    /** The value of a cell: a number, or the text that a file would have. */
    public static JsonValue value(Schema schema, Column column, double number) {
        // a constant column has its text for NaN, too
        String text = schema.text(column, number);
        if (text.isEmpty()) {
            return new JsonNull();
        }
        boolean isPlain = !column.values().isCategory()
                && schema.notation(column.name()) instanceof Notation.Numbers
                && text.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
        return isPlain ? new JsonNumber(text) : new JsonText(text);
    }

    /** The columns that a file of the schema has, without the ignored ones. */
    public static List<Column> columns(Schema schema) {
        return schema.written().stream().filter(Column::isRead).toList();
    }

    /** A row that a model drew, by the names of its columns. */
    public static JsonObject record(TableModel model, double[] row) {
        Schema schema = model.schema();
        double[] record = Relations.of(schema).record(model.drawn(row));
        Set<String> made = schema.made();
        JsonObject.Builder b = JsonObject.builder();
        for (int k = 0; k < record.length; k++) {
            Column c = schema.columns().get(k);
            if (c.isRead() && !made.contains(c.name())) {
                b.put(c.name(), value(schema, c, record[k]));
            }
        }
        return b.build();
    }

    /** The names of the answers about a row. */
    public static List<String> names(Served served) {
        List<String> names = new ArrayList<>(List.of("log_prob"));
        if (served.judges()) {
            names.addAll(List.of("alarm_score", "p_value", "alarm"));
        }
        return names;
    }
}
