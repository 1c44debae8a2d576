package io.github.vflow.serve.route;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNull;
import io.github.vflow.nn.json.JsonNumber;
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
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.Schema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The Open Inference Protocol (KServe V2) over HTTP. Each column is a tensor of the shape [n] or [n, 1]; one tensor of the shape [n, d] has all
 * columns. The answer has a tensor for each number of a score, and one with the errors of the rows.
 */
final class InferenceRoutes {
    private static final String TEXT = "BYTES";

    private InferenceRoutes() {}

    /** {@code GET /v2}. */
    static Answer server(String version) {
        return Answer.of(JsonObject.builder()
                .put("name", "vflow")
                .put("version", version)
                .put("extensions", new JsonArray(List.of()))
                .build());
    }

    /** {@code GET /v2/models/{name}}. */
    static Answer model(Served served) {
        Schema schema = served.model().schema();
        return Answer.of(JsonObject.builder()
                .put("name", served.name())
                .put("versions", JsonArray.of(List.of(served.version()), JsonValue::of))
                .put("platform", "vflow")
                .put(
                        "inputs",
                        JsonArray.of(
                                RowAnswers.columns(schema),
                                c -> tensor(c.name(), type(schema, c), -1).build()))
                .put(
                        "outputs",
                        JsonArray.of(
                                outputs(served),
                                name -> tensor(name, type(name), -1).build()))
                .build());
    }

    private static JsonObject.Builder tensor(String name, String type, long rows) {
        return JsonObject.builder()
                .put("name", name)
                .put("datatype", type)
                .put("shape", JsonArray.of(List.of(rows), JsonValue::of));
    }

    private static List<String> outputs(Served served) {
        List<String> names = new ArrayList<>(RowAnswers.names(served));
        names.add("error");
        return names;
    }

    private static String type(String output) {
        return switch (output) {
            case "error" -> TEXT;
            case "alarm" -> "BOOL";
            default -> "FP64";
        };
    }

    /** The type of the cells of a column; a service takes others too. */
    private static String type(Schema schema, Column column) {
        boolean isNumber = !column.values().isCategory()
                && schema.notation(column.name()) instanceof Notation.Numbers
                && !(RowAnswers.value(schema, column, Double.NaN) instanceof JsonText);
        return !isNumber ? TEXT : column.values().isWhole() ? "INT64" : "FP64";
    }

    /** {@code POST /v2/models/{name}/infer}. */
    static Answer infer(Served served, Limits limits, Request request) throws IOException {
        JsonValue body = request.json();
        RowScoring scoring = new RowScoring(served, limits, request.deadline());
        List<RowScoring.Scored> rows = scoring.score(rows(served.model().schema(), body));
        List<JsonObject> scored = rows.stream().map(RowAnswers::of).toList();
        Set<String> asked = asked(body, served);
        List<JsonObject> tensors = new ArrayList<>();
        for (String name : outputs(served)) {
            if (asked.contains(name)) {
                tensors.add(tensor(name, type(name), rows.size())
                        .put("data", JsonArray.of(scored, row -> row.fields().getOrDefault(name, none(name))))
                        .build());
            }
        }
        JsonObject.Builder b =
                JsonObject.builder().put("model_name", served.name()).put("model_version", served.version());
        body.field("id").ifPresent(id -> b.put("id", id));
        return Answer.of(b.put("outputs", new JsonArray(List.copyOf(tensors))).build())
                .by("", rows.size());
    }

    private static JsonValue none(String output) {
        return output.equals("error") ? new JsonText("") : new JsonNull();
    }

    private static Set<String> asked(JsonValue body, Served served) {
        List<String> all = outputs(served);
        List<JsonValue> named =
                body.field("outputs").map(list -> list(list, "outputs")).orElse(List.of());
        Set<String> names = named.stream().map(item -> text(item, "name")).collect(Collectors.toSet());
        names.stream().filter(name -> !all.contains(name)).findFirst().ifPresent(name -> {
            throw new Refusal(400, "there is no output " + name + "; there are " + all);
        });
        return names.isEmpty() ? Set.copyOf(all) : names;
    }

    private static JsonRows rows(Schema schema, JsonValue body) {
        List<JsonValue> inputs = list(body.field("inputs").orElse(null), "inputs");
        if (inputs.size() == 1
                && shape(inputs.getFirst()).size() == 2
                && shape(inputs.getFirst()).get(1) > 1) {
            return matrix(schema, inputs.getFirst());
        }
        Map<String, List<JsonValue>> columns = new LinkedHashMap<>();
        for (JsonValue input : inputs) {
            List<JsonValue> data = data(input);
            List<Long> shape = shape(input);
            long n = shape.stream().reduce(1L, (a, b) -> a * b);
            if (n != data.size() || n != shape.getFirst()) {
                throw new Refusal(
                        400,
                        text(input, "name") + " must have the shape [n] or [n, 1] and n cells but has " + shape
                                + " and " + data.size());
            }
            if (columns.put(text(input, "name"), data) != null) {
                throw new Refusal(400, "two inputs have the name " + text(input, "name"));
            }
        }
        return JsonRows.ofColumns(schema, columns);
    }

    private static JsonRows matrix(Schema schema, JsonValue input) {
        List<JsonValue> data = data(input);
        int n = Math.toIntExact(Math.min(data.size(), shape(input).getFirst()));
        long d = shape(input).get(1);
        if (n * d != data.size()) {
            throw new Refusal(
                    400, text(input, "name") + " has the shape " + shape(input) + " but " + data.size() + " cells");
        }
        List<JsonValue> rows = new ArrayList<>(n);
        for (int i = 0; i < n; i++) {
            rows.add(new JsonArray(data.subList((int) (i * d), (int) ((i + 1) * d))));
        }
        return JsonRows.ofLists(schema, rows);
    }

    /** The cells of a tensor, whose lists may be nested. */
    private static List<JsonValue> data(JsonValue input) {
        List<JsonValue> flat = new ArrayList<>();
        for (JsonValue item : list(input.field("data").orElse(null), "data of an input, in JSON,")) {
            if (item instanceof JsonArray list) {
                flat.addAll(list.items());
            } else {
                flat.add(item);
            }
        }
        return flat;
    }

    private static List<Long> shape(JsonValue input) {
        List<Long> shape = list(input.field("shape").orElse(null), "shape of an input").stream()
                .map(size -> size instanceof JsonNumber number ? number.toLong().orElse(-1) : -1L)
                .toList();
        if (shape.isEmpty()
                || shape.size() > 2
                || shape.stream().anyMatch(size -> size < 0 || size > Integer.MAX_VALUE)) {
            throw new Refusal(400, "the shape of an input must be [n] or [n, d] but is " + shape);
        }
        return shape;
    }

    private static List<JsonValue> list(@Nullable JsonValue value, String name) {
        if (value instanceof JsonArray array) {
            return array.items();
        }
        throw new Refusal(400, name + " must be a list");
    }

    private static String text(JsonValue object, String field) {
        if (object.field(field).orElse(null) instanceof JsonText text) {
            return text.text();
        }
        throw new Refusal(400, "an input or output must have a " + field);
    }
}
