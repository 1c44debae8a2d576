package io.github.vflow.serve.route;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Answer;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import io.github.vflow.serve.exchange.Request;
import io.github.vflow.serve.model.Served;
import io.github.vflow.serve.rows.JsonRows;
import io.github.vflow.serve.rows.RowAnswers;
import io.github.vflow.serve.rows.RowScoring;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.text.CsvOutput;
import io.github.vflow.table.verdict.Verdict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code POST /score}: log-density, p-value and alarm of each row, as {@code vflow score} has them. */
final class ScoreRoute {
    /** The name of a body in messages. */
    static final String BODY = "the body";

    private static final int GZIP = 0x1f;

    private ScoreRoute() {}

    static Answer of(Served served, Limits limits, Request request) throws IOException {
        RowScoring scoring = new RowScoring(served, limits, request.deadline());
        boolean isExplained = request.flag("explain");
        if (isExplained && !served.judges()) {
            throw new Refusal(
                    422,
                    "the model has no calibration scores, so it explains nothing; run vflow calibrate with normal rows");
        }
        return request.isCsv() ? csv(scoring, request, isExplained) : json(scoring, request, isExplained);
    }

    private static Answer json(RowScoring scoring, Request request, boolean isExplained) throws IOException {
        JsonValue body = request.json();
        List<? extends JsonValue> items = body instanceof JsonArray list ? list.items() : List.of(body);
        List<RowScoring.Scored> rows =
                scoring.score(JsonRows.ofObjects(scoring.served().model().schema(), items));
        List<JsonObject> answers = rows.stream()
                .map(row -> isExplained
                        ? RowAnswers.explained(row, scoring.served(), request.deadline())
                        : RowAnswers.of(row))
                .toList();
        boolean isOne = !(body instanceof JsonArray);
        Answer answer = Answer.of(isOne ? answers.getFirst() : new JsonArray(List.copyOf(answers)));
        return isOne && !rows.getFirst().fault().isEmpty() ? answer.withStatus(422) : answer.by("", rows.size());
    }

    private static Answer csv(RowScoring scoring, Request request, boolean isExplained) throws IOException {
        Served served = scoring.served();
        CsvSource source = source(request);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvOutput csv = new CsvOutput(out, source.separator());
        List<String> added = new ArrayList<>(RowAnswers.names(served));
        if (isExplained) {
            added.add("reason");
        }
        added.add("error");
        try (RecordReader records = scoring.open(source)) {
            List<String> columns = records.columns();
            added.stream().filter(columns::contains).findFirst().ifPresent(name -> {
                throw new Refusal(400, "the body has a column " + name + " already; rename or remove it");
            });
            csv.write(Stream.concat(columns.stream(), added.stream()).toList());
            scoring.score(records, isExplained ? served.blaming() : served.scorer(), block -> {
                for (RecordScorer.Judged row : block) {
                    List<String> cells = CsvOutput.fitted(row.entry().texts(), columns.size(), source.separator());
                    cells.addAll(cells(row, served.judges(), isExplained));
                    csv.write(cells);
                }
            });
            csv.flush();
            return Answer.of("text/csv; charset=utf-8", out.toString(StandardCharsets.UTF_8))
                    .by("", records.records());
        }
    }

    private static List<String> cells(RecordScorer.Judged row, boolean isJudged, boolean isExplained) {
        List<String> cells = new ArrayList<>();
        cells.add(row.logProb().isPresent() ? CsvOutput.text(row.logProb().getAsDouble()) : "");
        if (isJudged) {
            cells.addAll(row.verdict().map(ScoreRoute::cells).orElse(List.of("", "", "")));
        }
        if (isExplained) {
            cells.add(row.reason());
        }
        cells.add(row.entry().fault());
        return cells;
    }

    private static List<String> cells(Verdict v) {
        return List.of(CsvOutput.text(v.score()), CsvOutput.text(v.pValue()), Boolean.toString(v.isAlarm()));
    }

    /** The rows of a body of CSV. */
    static CsvSource source(Request request) throws IOException {
        byte[] body = request.body();
        if (body.length > 0 && body[0] == GZIP) {
            throw new Refusal(415, "the body is compressed; send it as it is");
        }
        return CsvSource.of(BODY, body, CsvSource.Format.detect());
    }
}
