package io.github.vflow.serve.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.exchange.Limits;
import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.serve.testkit.LocalService;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each path answers by its method with its type, each other one is refused, and {@code /openapi.json} has all. */
final class RouterTest {
    private static final int ROWS = 10;

    @TempDir
    static Path folder;

    private static LocalService service;

    @BeforeAll
    static void start() throws IOException {
        Path trees = Files.copy(Fixtures.trees(), folder.resolve("trees.safetensors"));
        service = LocalService.of(
                LocalService.Setup.of(Limits.usual().with(Limits.MEGABYTE, ROWS, Duration.ofSeconds(60), 8)), trees);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static JsonObject paths(JsonValue file) {
        return (JsonObject) file.field("paths").orElseThrow();
    }

    /** Each path of the file is there, by this method and no other; the guide's paths are all in it. */
    @Test
    void openApiHasThePathsOfTheService() throws IOException, InterruptedException {
        HttpResponse<String> answer = service.get("/openapi.json");
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
        JsonValue file = JsonValue.parse(answer.body());
        assertEquals("\"3.1.0\"", file.field("openapi").orElseThrow().toString());
        Set<String> told = new TreeSet<>();
        for (Map.Entry<String, JsonValue> path : paths(file).fields().entrySet()) {
            Set<String> methods = ((JsonObject) path.getValue()).fields().keySet();
            assertEquals(1, methods.size(), path.getKey());
            String at = path.getKey().replace("{name}", "trees");
            boolean isPost = methods.contains("post");
            int posted = service.post(at, "{}").statusCode();
            int got = service.get(at).statusCode();
            assertEquals(405, isPost ? got : posted, path.getKey());
            assertFalse(Set.of(404, 405, 500).contains(isPost ? posted : got), path.getKey());
            String operation = path.getValue().toString();
            assertEquals(path.getKey().contains("{name}"), operation.contains("parameters/name"), operation);
            told.add((isPost ? "POST " : "GET ") + path.getKey());
        }
        String guide = Files.readString(Path.of("..", "docs", "guide", "serve.md"));
        for (String path : told) {
            String name = path.replaceAll("(GET|POST) ", "").replace("{name}", "NAME");
            assertTrue(
                    guide.contains("`" + name) || guide.contains(" " + name) || name.matches("/v2(/.*/ready)?"), name);
        }
        assertEquals(12, told.size(), told.toString());
    }

    /** Each reference of the file leads to a part of it. */
    @Test
    void openApiRefersToItself() throws IOException, InterruptedException {
        String text = service.get("/openapi.json").body();
        JsonValue file = JsonValue.parse(text);
        List<String> references = Pattern.compile("\"#/([^\"]+)\"")
                .matcher(text)
                .results()
                .map(r -> r.group(1))
                .toList();
        assertTrue(references.size() > 10);
        for (String reference : references) {
            JsonValue at = file;
            for (String name : reference.split("/", -1)) {
                at = at.field(name).orElseThrow(() -> new AssertionError(reference));
            }
        }
    }

    @Test
    void eachPathHasItsType() throws IOException, InterruptedException {
        assertAnswer("application/json", "{\"live\":true}", "/v2/health/live");
        assertAnswer("application/json", "{\"ready\":true}", "/v2/health/ready");
        assertAnswer("application/json", "{\"name\":\"vflow\",", "/v2");
        assertAnswer("text/plain; version=0.0.4; charset=utf-8", "# HELP ", "/metrics");
    }

    private static void assertAnswer(String type, String begins, String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.get(path);
        assertEquals(200, answer.statusCode(), path);
        assertEquals(type, answer.headers().firstValue("Content-Type").orElse(""), path);
        assertEquals(
                "nosniff", answer.headers().firstValue("X-Content-Type-Options").orElse(""), path);
        assertEquals("no-store", answer.headers().firstValue("Cache-Control").orElse(""), path);
        assertTrue(answer.body().startsWith(begins), answer.body());
    }

    @Test
    void eachRefusalHasAStatusAndAReason() throws IOException, InterruptedException {
        assertRefused(400, "the body is no JSON: Unexpected", "/score", "{\"a\":");
        assertRefused(400, "the body is empty; send JSON", "/score", "");
        assertRefused(400, "the body is no JSON: Document nesting depth", "/score", "[".repeat(100_000));
        for (String path : List.of("/../../etc/passwd", "/score/%2e%2e/%00", "/", "/live", "/invocations", "/ping")) {
            assertRefused(404, "there is no such path; see /openapi.json", path, "{}");
            assertEquals(404, service.get(path).statusCode(), path);
        }
        assertRefused(404, "there is no model of this name; there are [trees]", "/score?model=no", "{}");
        assertRefused(400, "explain must be true or false but is what", "/score?explain=what", "{}");
        assertRefused(405, "/metrics takes GET but got POST", "/metrics", "{}");
        assertEquals(405, service.get("/score").statusCode());
        HttpResponse<String> picture = service.post("/score", "x", "Content-Type", "image/png");
        assertEquals(415, picture.statusCode());
        assertEquals("{\"error\":\"the body must be application/json or text/csv but is image/png\"}", picture.body());
    }

    /** As many rows as are allowed are answered, one more is refused, by every path that takes rows. */
    @Test
    void rowsHaveALimit() throws IOException, InterruptedException {
        String many = "a request may have at most 10 rows but has 11; send parts";
        for (String path : List.of("/score", "/impute")) {
            assertEquals(
                    200,
                    service.post(path, "[{}" + ",{}".repeat(ROWS - 1) + "]").statusCode());
            assertRefused(413, many, path, "[{}" + ",{}".repeat(ROWS) + "]");
            List<String> lines = Fixtures.treeRows();
            assertEquals(200, service.csv(path, lines.subList(0, ROWS + 1)).statusCode());
            HttpResponse<String> table = service.csv(path, lines);
            assertEquals(413, table.statusCode(), table.body());
            assertTrue(table.body().contains("a request may have at most 10 rows but has "), table.body());
        }
        assertEquals(200, service.post("/sample", "{\"n\":10}").statusCode());
        assertRefused(413, many, "/sample", "{\"n\":11}");
        String tensor = "{\"inputs\":[{\"name\":\"net\",\"shape\":[%d],\"data\":[1%s]}]}";
        assertEquals(
                200,
                service.post("/v2/models/trees/infer", tensor.formatted(ROWS, ",2".repeat(ROWS - 1)))
                        .statusCode());
        assertRefused(413, many, "/v2/models/trees/infer", tensor.formatted(ROWS + 1, ",2".repeat(ROWS)));
    }

    @Test
    void amongSeveralModelsARequestNamesOne() throws IOException, InterruptedException {
        Path a = Files.copy(Fixtures.flow(), folder.resolve("a.safetensors"));
        Path b = Files.copy(Fixtures.other(), folder.resolve("b.safetensors"));
        try (LocalService both = LocalService.of(a, b)) {
            String row = "{\"a\":1,\"b\":2,\"c\":3}";
            HttpResponse<String> none = both.post("/score", row);
            assertEquals(400, none.statusCode());
            assertEquals("{\"error\":\"say which model by ?model=NAME; there are [a, b]\"}", none.body());
            HttpResponse<String> first = both.post("/score?model=a", row);
            HttpResponse<String> second = both.post("/score?model=b", row);
            assertNotEquals(first.body(), second.body());
            assertTrue(first.headers().firstValue("X-VFlow-Model").orElse("").startsWith("a@"));
            assertTrue(second.headers().firstValue("X-VFlow-Model").orElse("").startsWith("b@"));
            assertEquals(1, both.meter("vflow_rows_total{model=\"b\",outcome=\"scored\"}"));
        }
    }

    private static void assertRefused(int status, String reason, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = service.post(path, body);
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals(
                "application/json", answer.headers().firstValue("Content-Type").orElse(""));
        assertTrue(answer.body().startsWith("{\"error\":\"" + reason), answer.body());
        assertFalse(service.log().contains("a request failed"), service.log());
    }
}
