package io.github.vflow.serve.route;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Answer;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import io.github.vflow.serve.exchange.Request;
import io.github.vflow.serve.model.Served;
import io.github.vflow.serve.rows.JsonRows;
import io.github.vflow.serve.rows.RowAnswers;
import io.github.vflow.serve.rows.RowScoring;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /invocations}, as MLflow defines it: a table under {@code dataframe_split}, {@code dataframe_records}, {@code inputs} or
 * {@code instances}, a list of records, or CSV. The answer has the scores of the rows under {@code predictions}.
 */
final class MlflowRoute {
    private static final List<String> KEYS = List.of("dataframe_split", "dataframe_records", "inputs", "instances");

    private MlflowRoute() {}

    static Answer of(Served served, Limits limits, Request request) throws IOException {
        RowScoring scoring = new RowScoring(served, limits, request.deadline());
        List<RowScoring.Scored> scored =
                request.isCsv() ? scoring.score(ScoreRoute.source(request)) : scoring.score(rows(served, request));
        return Answer.of(JsonObject.builder()
                        .put("predictions", JsonArray.of(scored, RowAnswers::of))
                        .build())
                .by("", scored.size());
    }

    private static JsonRows rows(Served served, Request request) {
        Schema schema = served.model().schema();
        JsonValue body = request.json();
        if (body instanceof JsonArray list) {
            return JsonRows.ofObjects(schema, list.items());
        }
        List<String> keys =
                KEYS.stream().filter(key -> body.field(key).isPresent()).toList();
        if (keys.size() != 1) {
            throw new Refusal(400, "the body must be an object with one of " + KEYS + " but has " + keys);
        }
        JsonValue table = body.field(keys.getFirst()).orElseThrow();
        if (keys.getFirst().equals("dataframe_split")) {
            Optional<List<String>> names = table.field("columns").map(MlflowRoute::names);
            List<JsonValue> data = list(
                    table.field("data").orElseThrow(() -> new Refusal(400, "dataframe_split must have data")),
                    "data of dataframe_split");
            return JsonRows.ofLists(schema, names.orElse(null), data);
        }
        return keys.getFirst().equals("dataframe_records") || isRecords(table)
                ? JsonRows.ofObjects(schema, list(table, keys.getFirst()))
                : tensors(schema, table, keys.getFirst());
    }

    private static boolean isRecords(JsonValue table) {
        return table instanceof JsonArray list && list.items().stream().anyMatch(JsonObject.class::isInstance);
    }

    private static JsonRows tensors(Schema schema, JsonValue table, String key) {
        if (table instanceof JsonObject byName) {
            Map<String, List<JsonValue>> columns = new LinkedHashMap<>();
            byName.fields()
                    .forEach((name, cells) -> columns.put(
                            name,
                            list(cells, name).stream().map(MlflowRoute::single).toList()));
            return JsonRows.ofColumns(schema, columns);
        }
        return JsonRows.ofLists(schema, null, list(table, key));
    }

    /** The cell of a row of one column, which may stand in a list. */
    private static JsonValue single(JsonValue cell) {
        return cell instanceof JsonArray list && list.items().size() == 1
                ? list.items().getFirst()
                : cell;
    }

    private static List<String> names(JsonValue columns) {
        return list(columns, "columns").stream()
                .map(name -> name instanceof JsonText text ? text.text() : name.toString())
                .toList();
    }

    static List<JsonValue> list(@Nullable JsonValue value, String name) {
        if (value instanceof JsonArray array) {
            return array.items();
        }
        throw new Refusal(400, name + " must be a list");
    }
}
