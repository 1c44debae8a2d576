package io.github.vflow.serve.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.testkit.Expected;
import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.serve.testkit.LocalService;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code POST /score} has the bits of the library: for a row, for many, as JSON and as CSV, for clients at the same time. */
final class ScoreRouteTest {
    private static LocalService service;
    private static TableModel model;
    private static List<String> lines;
    private static List<RecordScorer.Judged> judged;

    @BeforeAll
    static void start() throws IOException {
        service = LocalService.of(Fixtures.trees());
        model = TableModel.load(Fixtures.trees());
        lines = new ArrayList<>(Fixtures.treeRows());
        lines.addAll(List.of(
                "palm,2,186,21.03,43.06,cm",
                ",2,186,21.03,43.06,cm",
                "oak,,186,,,",
                "oak,2,186,21.03,99.5,cm",
                "oak,2,186,much,43.06,cm",
                "ash,9,990,21.03,43.06,mm"));
        judged = Expected.judged(model, lines);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static String row(int i) {
        return Expected.json(lines.getFirst(), lines.get(i + 1), i % 2 == 0);
    }

    private static String rows() {
        return IntStream.range(0, judged.size())
                .mapToObj(ScoreRouteTest::row)
                .toList()
                .toString();
    }

    @Test
    void eachRowHasTheNumbersOfTheLibrary() throws IOException, InterruptedException {
        List<JsonValue> expected =
                judged.stream().<JsonValue>map(Expected::score).toList();
        assertTrue(new HashSet<>(expected).size() >= judged.size() - 6, "the rows differ: " + expected);
        assertTrue(expected.stream().anyMatch(e -> e.field("error").isPresent()));
        assertTrue(judged.stream().anyMatch(RecordScorer.Judged::isAlarm)
                && !judged.stream().allMatch(RecordScorer.Judged::isAlarm));
        for (int call = 0; call < 2; call++) {
            assertEquals(new JsonArray(expected), service.ask("/score", rows()));
        }
        for (int i = 0; i < judged.size(); i++) {
            HttpResponse<String> answer = service.post("/score", row(i));
            assertEquals(expected.get(i), JsonValue.parse(answer.body()));
            assertEquals(judged.get(i).logProb().isPresent() ? 200 : 422, answer.statusCode());
            assertEquals(
                    "application/json",
                    answer.headers().firstValue("Content-Type").orElse(""));
            assertEquals(
                    service.models().all().iterator().next().title(),
                    answer.headers().firstValue("X-VFlow-Model").orElse(i == 28 ? "" : "none"));
        }
        assertEquals("[]", service.ask("/score", "[]").toString());
    }

    @Test
    void aTableHasTheNumbersAsColumns() throws IOException, InterruptedException {
        for (boolean isExplained : List.of(false, true)) {
            HttpResponse<String> answer = service.csv("/score?explain=" + isExplained, lines);
            assertEquals(
                    "text/csv; charset=utf-8",
                    answer.headers().firstValue("Content-Type").orElse(""));
            List<String> expected = new ArrayList<>();
            expected.add(lines.getFirst() + ",log_prob,alarm_score,p_value,alarm" + (isExplained ? ",reason" : "")
                    + ",error");
            for (int i = 0; i < judged.size(); i++) {
                RecordScorer.Judged row = judged.get(i);
                String numbers = row.verdict()
                        .map(v -> row.logProb().orElseThrow() + "," + v.score() + "," + v.pValue() + "," + v.isAlarm()
                                + (isExplained ? "," + quoted(row.reason()) : "") + ",")
                        .orElse(",,,," + (isExplained ? "," : "")
                                + quoted(row.entry().fault()));
                expected.add(lines.get(i + 1) + "," + numbers);
            }
            assertEquals(expected, answer.body().lines().toList());
        }
    }

    private static String quoted(String text) {
        return text.contains(",") || text.contains("\"") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }

    @Test
    void anExplanationIsTheOneOfTheLibrary() throws IOException, InterruptedException {
        int[] some = {0, 24, 26, 27, 29};
        List<String> rows = IntStream.of(some).mapToObj(ScoreRouteTest::row).toList();
        List<JsonValue> expected = IntStream.of(some)
                .<JsonValue>mapToObj(i -> Expected.explained(model, judged.get(i)))
                .toList();
        assertTrue(expected.toString().contains("kind is palm, which the model has never seen"), expected.toString());
        assertTrue(expected.toString().contains("\"cost\":"), expected.toString());
        assertEquals(new JsonArray(expected), service.ask("/score?explain=true", rows.toString()));
        assertEquals(expected.getFirst(), service.ask("/score?explain=1", rows.getFirst()));
    }

    @Test
    void clientsAtTheSameTimeGetTheirOwnAnswers() throws Exception {
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
            for (int n = 0; n < 200; n++) {
                int i = n % 24;
                answers.add(clients.submit(() -> service.ask("/score", row(i)).toString()));
            }
        }
        for (int n = 0; n < answers.size(); n++) {
            assertEquals(
                    Expected.score(judged.get(n % 24)).toString(),
                    answers.get(n).get());
        }
    }

    @Test
    void aRowHasAnErrorOfItsOwn() throws IOException, InterruptedException {
        JsonArray rows = (JsonArray)
                service.ask(
                        "/score",
                        "[{\"kind\":\"oak\",\"net\":21},{\"kin\":\"oak\"},[1],{\"net\":\"much\"},{\"net\":{\"a\":1}},3,{\"kind\":\"palm\"}]");
        List<String> errors = rows.items().stream()
                .map(row -> row.field("error").map(JsonValue::toString).orElse(""))
                .toList();
        assertEquals(
                List.of(
                        "",
                        "\"the model has no column \\\"kin\\\"; it has [kind, count, steps, net, gross, unit]\"",
                        "\"a row must be an object by column name but is a list\"",
                        "\"column net holds \\\"much\\\"\"",
                        "\"column net holds an object, not one value\"",
                        "\"a row must be an object by column name but is a number\"",
                        ""),
                errors);
        assertEquals(
                "\"-Infinity\"",
                rows.items().getLast().field("alarm_score").orElseThrow().toString());
        HttpResponse<String> alone = service.post("/score", "{\"kin\":\"oak\"}");
        assertEquals(422, alone.statusCode());
        assertEquals(rows.items().get(1).toString(), alone.body());
    }

    @Test
    void aModelWithoutACalibrationHasNoVerdict() throws IOException, InterruptedException {
        TableModel flow = TableModel.load(Fixtures.flow());
        try (LocalService plain = LocalService.of(Fixtures.flow())) {
            JsonObject expected = JsonObject.builder()
                    .put("log_prob", flow.logProb(1, 2.5, 3))
                    .build();
            assertEquals(expected, plain.ask("/score", "{\"a\":1,\"b\":2.5,\"c\":3}"));
            assertEquals(
                    "b,a,c,log_prob,error\n2.5,1,3," + flow.logProb(1, 2.5, 3) + ",\n",
                    plain.csv("/score", List.of("b,a,c", "2.5,1,3")).body());
            HttpResponse<String> refused = plain.post("/score?explain=true", "{\"a\":1,\"b\":2,\"c\":3}");
            assertEquals(422, refused.statusCode());
            assertTrue(
                    refused.body()
                            .contains("the model has no calibration scores, so it explains nothing; run vflow"
                                    + " calibrate with normal rows"),
                    refused.body());
        }
    }

    @Test
    void tablesThatAreNoneAreRefused() throws IOException, InterruptedException {
        HttpResponse<String> other = service.csv("/score", List.of("a,b", "1,2"));
        assertEquals(400, other.statusCode());
        assertTrue(other.body().contains("are missing among [a, b]"), other.body());
        HttpResponse<String> twice = service.csv("/score", List.of(lines.getFirst() + ",p_value", lines.get(1) + ",1"));
        assertEquals(400, twice.statusCode());
        assertEquals("{\"error\":\"the body has a column p_value already; rename or remove it\"}", twice.body());
        HttpResponse<String> packed = service.post("/score", "\u001f\u008b", "Content-Type", "text/csv");
        assertEquals(415, packed.statusCode());
        assertEquals("{\"error\":\"the body is compressed; send it as it is\"}", packed.body());
    }

    /** The p-value of an alarm is its own, not the rate: both sides of the rate occur. */
    @Test
    void alarmsAreThoseAtTheRate() {
        for (RecordScorer.Judged row : judged) {
            row.verdict().map(Verdict::pValue).ifPresent(p -> assertEquals(p <= LocalService.RATE, row.isAlarm()));
        }
    }
}
