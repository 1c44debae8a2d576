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
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordFiller;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.source.text.CsvOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /impute}: rows with the values to expect in their missing cells, as {@code vflow impute} writes them. */
final class FillRoute {
    private FillRoute() {}

    /** Receives a row. */
    @FunctionalInterface
    private interface Filled {
        void add(RecordReader.Entry entry, List<RecordFiller.Filled> cells);
    }

    static Answer of(Served served, Limits limits, Request request) throws IOException {
        if (!served.model().takesMissingCells()) {
            throw new Refusal(422, "the model knows no missing cells; train one of all columns, without --given");
        }
        RowScoring scoring = new RowScoring(served, limits, request.deadline());
        return request.isCsv() ? csv(scoring, request) : json(scoring, request);
    }

    private static Answer json(RowScoring scoring, Request request) throws IOException {
        TableModel model = scoring.served().model();
        JsonValue body = request.json();
        List<? extends JsonValue> items = body instanceof JsonArray list ? list.items() : List.of(body);
        JsonRows rows = JsonRows.ofObjects(model.schema(), items);
        List<JsonObject> filled = new ArrayList<>();
        fill(scoring, rows.source(), (entry, cells) -> {
            JsonObject.Builder values = JsonObject.builder();
            cells.forEach(c -> values.put(c.column().name(), RowAnswers.value(model.schema(), c.column(), c.number())));
            filled.add(
                    entry.isScorable()
                            ? JsonObject.builder().put("filled", values.build()).build()
                            : JsonObject.builder().put("error", entry.fault()).build());
        });
        List<JsonValue> answers = rows.merged(filled);
        return body instanceof JsonArray
                ? Answer.of(new JsonArray(answers)).by("", answers.size())
                : Answer.of(answers.getFirst())
                        .withStatus(answers.getFirst().field("error").isPresent() ? 422 : 200);
    }

    private static Answer csv(RowScoring scoring, Request request) throws IOException {
        CsvSource source = ScoreRoute.source(request);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CsvOutput csv = new CsvOutput(out, source.separator());
        try (RecordReader records = scoring.open(source)) {
            csv.write(records.columns());
            fill(scoring, records, (entry, filled) -> {
                List<String> cells =
                        CsvOutput.fitted(entry.texts(), records.columns().size(), source.separator());
                filled.stream()
                        .filter(c -> !c.isUnknown())
                        .forEach(c -> cells.set(c.place(), records.schema().text(c.column(), c.number())));
                csv.write(cells);
            });
            csv.flush();
            return Answer.of("text/csv; charset=utf-8", out.toString(StandardCharsets.UTF_8))
                    .by("", records.records());
        }
    }

    private static void fill(RowScoring scoring, TableSource source, Filled to) throws IOException {
        try (RecordReader records = scoring.open(source)) {
            fill(scoring, records, to);
        }
    }

    /** Fills all records; the first has the seed 1, the next the seed 2, as for the command. */
    private static void fill(RowScoring scoring, RecordReader records, Filled to) throws IOException {
        TableModel model = scoring.served().model();
        RecordFiller filler = new RecordFiller(model, records);
        long row = 0;
        for (List<RecordReader.Entry> block = scoring.next(records); !block.isEmpty(); block = scoring.next(records)) {
            for (RecordReader.Entry entry : block) {
                long seed = ++row;
                scoring.deadline().check();
                to.add(
                        entry,
                        filler.fill(entry, 1, gaps ->
                                        new double[][] {model.fill(gaps, AnswerDefaults.DRAWS_OF_A_ROW, seed)})
                                .getFirst());
            }
        }
    }
}
