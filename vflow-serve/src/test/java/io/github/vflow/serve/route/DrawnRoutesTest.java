package io.github.vflow.serve.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.serve.testkit.LocalService;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.defaults.AnswerDefaults;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code POST /impute}, {@code POST /sample} and {@code POST /conditional} have the numbers of the library, by the seeds that the command takes. */
final class DrawnRoutesTest {
    @TempDir
    static Path folder;

    private static TableModel model;
    private static LocalService service;

    @BeforeAll
    static void start() throws IOException {
        model = Fixtures.readings(folder, 0);
        Path file = folder.resolve("readings.safetensors");
        model.save(file);
        service = LocalService.of(file, Fixtures.trees());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String path(String route) {
        return route + "?model=readings";
    }

    /** A cell as a file of the model has it. */
    private static String text(String column, double number) {
        return model.schema().text(model.schema().column(column), number);
    }

    private static String filled(double[] row, long seed, int cell) {
        return text(model.columns().get(cell), model.fill(row, AnswerDefaults.DRAWS_OF_A_ROW, seed)[cell]);
    }

    @Test
    void aMissingCellHasTheValueOfItsRowsSeed() throws IOException, InterruptedException {
        double none = Double.NaN;
        double[][] rows = {{0.5, none, 1}, {0.5, none, 1}, {none, 0.25, none}};
        assertNotEquals(filled(rows[0], 1, 1), filled(rows[0], 2, 1), "the seed shows");
        String body =
                "[{\"x\":0.5,\"y\":null,\"z\":1},{\"x\":0.5,\"z\":1},{\"key\":\"k\",\"y\":0.25},{\"x\":1,\"y\":1,\"z\":1},{\"w\":1}]";
        String expected =
                "[{\"filled\":{\"y\":" + filled(rows[0], 1, 1) + "}},{\"filled\":{\"y\":" + filled(rows[1], 2, 1)
                        + "}},{\"filled\":{\"x\":" + filled(rows[2], 3, 0) + ",\"z\":" + filled(rows[2], 3, 2)
                        + "}},{\"filled\":{}},{\"error\":\"the model has no column \\\"w\\\"; it has [key, x, y, z]\"}]";
        for (int call = 0; call < 2; call++) {
            assertEquals(expected, service.ask(path("/impute"), body).toString());
        }
        HttpResponse<String> csv =
                service.csv(path("/impute"), List.of("z,y,x,other", "1,,0.5,a", "1,,0.5,\"b,c\"", ",0.25,,"));
        assertEquals(
                "text/csv; charset=utf-8",
                csv.headers().firstValue("Content-Type").orElse(""));
        assertEquals(
                "z,y,x,other\n1," + filled(rows[0], 1, 1) + ",0.5,a\n1," + filled(rows[1], 2, 1) + ",0.5,\"b,c\"\n"
                        + filled(rows[2], 3, 2) + ",0.25," + filled(rows[2], 3, 0) + ",\n",
                csv.body());
    }

    @Test
    void labelsAndDerivedCellsAreFilled() throws IOException, InterruptedException {
        TableModel trees = TableModel.load(Fixtures.trees());
        JsonValue filled = service.ask("/impute?model=model", "{\"kind\":\"oak\",\"count\":null,\"net\":21}")
                .field("filled")
                .orElseThrow();
        assertEquals(
                List.of("count", "steps", "gross"),
                List.copyOf(((JsonObject) filled).fields().keySet()));
        double count = trees.fill(trees.row(Map.of("kind", "oak", "net", 21.0)))[1];
        assertEquals(
                String.valueOf((long) count),
                filled.field("count").orElseThrow().toString());
        HttpResponse<String> wrong = service.post("/impute?model=model", "{\"net\":\"much\"}");
        assertEquals(422, wrong.statusCode());
        assertEquals("{\"error\":\"column net holds \\\"much\\\"\"}", wrong.body());
    }

    private static JsonArray drawn(double[][] rows) {
        return JsonArray.of(List.of(rows), row -> {
            JsonObject.Builder b = JsonObject.builder();
            for (int j = 0; j < row.length; j++) {
                String name = model.columns().get(j);
                b.put(name, JsonValue.parse(text(name, row[j])));
            }
            return b.build();
        });
    }

    @Test
    void samplesAreThoseOfTheirSeed() throws IOException, InterruptedException {
        for (long seed : new long[] {1, 7}) {
            assertEquals(drawn(model.sample(3, seed)), service.ask(path("/sample"), "{\"n\":3,\"seed\":" + seed + "}"));
            assertEquals(
                    drawn(model.sample(2, Map.of("x", 0.75), seed)),
                    service.ask(path("/sample"), "{\"n\":2,\"seed\":" + seed + ",\"given\":{\"x\":0.75}}"));
        }
        assertEquals(drawn(model.sample(1, 1)), service.ask(path("/sample"), "{}"));
        JsonValue tree = ((JsonArray) service.ask("/sample?model=model", "{\"given\":{\"kind\":\"oak\"}}"))
                .items()
                .getFirst();
        assertEquals("\"oak\"", tree.field("kind").orElseThrow().toString());
        assertEquals("\"cm\"", tree.field("unit").orElseThrow().toString());
    }

    @Test
    void conditionalsAreThoseOfTheLibrary() throws IOException, InterruptedException {
        var given = Map.of("z", -1.0);
        var columns = Map.of("x", 0.5, "y", 0.25);
        var both = model.conditional(columns, given);
        var alone = model.marginal(columns);
        assertNotEquals(both.logProb(), alone.logProb());
        assertEquals(
                JsonObject.builder()
                        .put("log_prob", both.logProb())
                        .put("standard_error", both.standardError())
                        .put("known", both.isKnown())
                        .build(),
                service.ask(path("/conditional"), "{\"columns\":{\"x\":0.5,\"y\":0.25},\"given\":{\"z\":-1}}"));
        assertEquals(
                JsonObject.builder()
                        .put("log_prob", alone.logProb())
                        .put("standard_error", alone.standardError())
                        .put("known", alone.isKnown())
                        .build(),
                service.ask(path("/conditional"), "{\"columns\":{\"y\":0.25,\"x\":0.5}}"));
    }

    @Test
    void refusalsSayWhy() throws IOException, InterruptedException {
        assertRefused(400, "n must be at least 1 but is 0", "/sample", "{\"n\":0}");
        assertRefused(400, "n must be a whole number but is 1.5", "/sample", "{\"n\":1.5}");
        assertRefused(400, "seed must be a whole number but is \\\"a\\\"", "/sample", "{\"seed\":\"a\"}");
        assertRefused(400, "given must be an object by column name", "/sample", "{\"given\":[1]}");
        assertRefused(400, "the body must be an object", "/sample", "[]");
        assertRefused(
                400,
                "the body has a field \\\"sed\\\" but may have [n, given, seed]",
                "/sample",
                "{\"n\":1,\"sed\":1}");
        assertRefused(
                400,
                "the body has a field \\\"seed\\\" but may have [columns, given]",
                "/conditional",
                "{\"columns\":{\"x\":1},\"seed\":1}");
        assertRefused(
                400,
                "a value must be a text, a number, true, false or null but is a list",
                "/sample",
                "{\"given\":{\"x\":[1]}}");
        assertRefused(400, "w", "/sample", "{\"given\":{\"w\":1}}");
        assertRefused(400, "columns must have a value by name, as in ", "/conditional", "{\"given\":{\"x\":1}}");
        assertRefused(400, "x", "/conditional", "{\"columns\":{\"x\":1},\"given\":{\"x\":1}}");
        try (LocalService ofGiven = LocalService.of(Fixtures.given())) {
            HttpResponse<String> sample = ofGiven.post("/sample", "{}");
            assertEquals(422, sample.statusCode());
            assertTrue(sample.body().contains("the service samples models of p(row) only"), sample.body());
            HttpResponse<String> impute = ofGiven.post("/impute", "{}");
            assertEquals(422, impute.statusCode());
            assertTrue(impute.body().contains("the model knows no missing cells"), impute.body());
        }
    }

    private static void assertRefused(int status, String reason, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = service.post(path(path), body);
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().startsWith("{\"error\":\"") && answer.body().contains(reason), answer.body());
    }
}
