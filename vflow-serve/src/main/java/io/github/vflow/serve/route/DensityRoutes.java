package io.github.vflow.serve.route;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNumber;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Answer;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.exchange.Refusal;
import io.github.vflow.serve.exchange.Request;
import io.github.vflow.serve.model.Served;
import io.github.vflow.serve.rows.JsonRows;
import io.github.vflow.serve.rows.RowAnswers;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.source.Finding;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** {@code POST /sample} draws rows, {@code POST /conditional} answers ln p(columns | given). */
final class DensityRoutes {
    private DensityRoutes() {}

    static Answer sample(Served served, Limits limits, Request request) {
        TableModel model = served.model();
        if (!model.given().isEmpty()) {
            throw new Refusal(422, "the service samples models of p(row) only; run vflow sample --given for p(y | x)");
        }
        JsonObject body = object(request, "n", "given", "seed");
        long n = whole(body, "n", 1);
        limits.requireRows(n);
        if (n < 1) {
            throw new Refusal(400, "n must be at least 1 but is " + n);
        }
        double[][] rows = model.sample((int) n, values(body, "given"), whole(body, "seed", 1));
        request.deadline().check();
        return Answer.of(JsonArray.of(Arrays.asList(rows), row -> RowAnswers.record(model, row)))
                .by("", n);
    }

    static Answer conditional(Served served, Request request) {
        JsonObject body = object(request, "columns", "given");
        Map<String, @Nullable Object> columns = values(body, "columns");
        if (columns.isEmpty()) {
            throw new Refusal(
                    400, "columns must have a value by name, as in {\"columns\":{\"a\":1},\"given\":{\"b\":2}}");
        }
        Map<String, @Nullable Object> given = values(body, "given");
        ImportanceEstimate estimate = given.isEmpty()
                ? served.model().marginal(columns)
                : served.model().conditional(columns, given);
        return Answer.of(JsonObject.builder()
                .put("log_prob", estimate.logProb())
                .put("standard_error", estimate.standardError())
                .put("known", estimate.isKnown())
                .build());
    }

    private static JsonObject object(Request request, String... fields) {
        if (!(request.json() instanceof JsonObject object)) {
            throw new Refusal(400, "the body must be an object");
        }
        List<String> known = List.of(fields);
        for (String name : object.fields().keySet()) {
            if (!known.contains(name)) {
                throw new Refusal(400, "the body has a field " + Finding.quoted(name) + " but may have " + known);
            }
        }
        return object;
    }

    private static long whole(JsonObject body, String name, long usual) {
        JsonValue value = body.fields().get(name);
        if (value == null) {
            return usual;
        }
        OptionalLong whole = value instanceof JsonNumber number ? number.toLong() : OptionalLong.empty();
        return whole.orElseThrow(() -> new Refusal(400, name + " must be a whole number but is " + value));
    }

    private static Map<String, @Nullable Object> values(JsonObject body, String name) {
        JsonValue value = body.fields().get(name);
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        if (value instanceof JsonObject object) {
            object.fields().forEach((column, cell) -> values.put(column, JsonRows.cell(cell)));
        } else if (value != null) {
            throw new Refusal(400, name + " must be an object by column name");
        }
        return values;
    }
}
