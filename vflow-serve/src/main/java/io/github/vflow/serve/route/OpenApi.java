package io.github.vflow.serve.route;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Answer;
import io.github.vflow.serve.model.Served;
import io.github.vflow.serve.rows.RowAnswers;
import io.github.vflow.table.schema.Schema;
import java.util.Collection;
import java.util.List;

/** {@code GET /openapi.json}: the paths of the service, and the rows of its models. */
final class OpenApi {
    private OpenApi() {}

    static Answer of(Collection<Served> models, String version) {
        JsonObject.Builder paths = JsonObject.builder();
        post(paths, "/score", "log-density, p-value and alarm of each row; ?explain=true adds reasons", rows(models));
        post(paths, "/impute", "the values to expect in the missing cells of each row", rows(models));
        post(paths, "/sample", "n rows, given the values of some columns", object("n", "seed", "given"));
        post(paths, "/conditional", "ln p(columns | given)", object("columns", "given"));
        post(
                paths,
                "/invocations",
                "as MLflow defines it",
                object("dataframe_split", "dataframe_records", "inputs", "instances"));
        post(paths, "/v2/models/{name}/infer", "the Open Inference Protocol", object("id", "inputs", "outputs"));
        for (String path : List.of(
                "/v2",
                "/v2/models/{name}",
                "/v2/models/{name}/ready",
                "/v2/health/live",
                "/v2/health/ready",
                "/metrics",
                "/openapi.json",
                "/")) {
            paths.put(
                    path,
                    JsonObject.builder()
                            .put("get", operation("see the guide", path))
                            .build());
        }
        return Answer.of(JsonObject.builder()
                .put("openapi", "3.1.0")
                .put(
                        "info",
                        JsonObject.builder()
                                .put("title", "vflow serve")
                                .put("version", version)
                                .build())
                .put("paths", paths.build())
                .build());
    }

    private static void post(JsonObject.Builder paths, String path, String summary, JsonObject schema) {
        JsonObject json = JsonObject.builder()
                .put(
                        "application/json",
                        JsonObject.builder().put("schema", schema).build())
                .build();
        JsonObject.Builder operation = JsonObject.builder();
        operation(summary, path).fields().forEach(operation::put);
        operation.put(
                "requestBody",
                JsonObject.builder().put("required", true).put("content", json).build());
        paths.put(path, JsonObject.builder().put("post", operation.build()).build());
    }

    private static JsonObject operation(String summary, String path) {
        JsonObject.Builder operation = JsonObject.builder().put("summary", summary);
        if (path.contains("{name}")) {
            JsonObject name = JsonObject.builder()
                    .put("name", "name")
                    .put("in", "path")
                    .put("required", true)
                    .put("schema", type("string"))
                    .build();
            operation.put("parameters", new JsonArray(List.of(name)));
        }
        JsonObject ok = JsonObject.builder().put("description", "the answer").build();
        JsonObject no = JsonObject.builder()
                .put("description", "an object with the reason under error")
                .build();
        return operation
                .put(
                        "responses",
                        JsonObject.builder().put("200", ok).put("default", no).build())
                .build();
    }

    private static JsonObject type(String name) {
        return JsonObject.builder().put("type", name).build();
    }

    private static JsonObject object(String... names) {
        JsonObject.Builder properties = JsonObject.builder();
        for (String name : names) {
            properties.put(name, JsonObject.builder().build());
        }
        return JsonObject.builder()
                .put("type", "object")
                .put("properties", properties.build())
                .build();
    }

    /** A row of a model, or a list of rows. */
    private static JsonObject rows(Collection<Served> models) {
        List<JsonObject> all = models.stream()
                .map(served -> row(served.model().schema(), served.name()))
                .toList();
        JsonObject one = all.size() == 1 ? all.getFirst() : anyOf(all);
        return anyOf(List.of(
                one, JsonObject.builder().put("type", "array").put("items", one).build()));
    }

    private static JsonObject anyOf(List<JsonObject> all) {
        return JsonObject.builder()
                .put("anyOf", new JsonArray(List.copyOf(all)))
                .build();
    }

    private static JsonObject row(Schema schema, String name) {
        JsonObject.Builder properties = JsonObject.builder();
        RowAnswers.columns(schema).forEach(column -> {
            String type = switch (InferenceRoutes.type(schema, column)) {
                case "INT64" -> "integer";
                case "FP64" -> "number";
                default -> "string";
            };
            properties.put(
                    column.name(),
                    JsonObject.builder()
                            .put("type", JsonArray.of(List.of(type, "null"), JsonValue::of))
                            .build());
        });
        return JsonObject.builder()
                .put("title", new JsonText(name))
                .put("type", "object")
                .put("properties", properties.build())
                .build();
    }
}
