package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service answers with the numbers of the command, and says for each row and each request what is wrong with it. */
final class ServeTest {
    private static final String RATE = "0.05";
    private static final int ROWS = Boolean.getBoolean("vflow.nightly") ? 10_000 : 400;
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "0.1.0");
    private static final int MOST_ROWS = 10_000;
    private static final Set<String> TEXTS = Set.of("kind", "unit");

    @TempDir
    static Path dir;

    private static Service service;
    private static Path table;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        Path rows = GOLDEN.resolve(Path.of("typed", "rows.csv"));
        Path model = dir.resolve("trees.safetensors");
        Run.vflow("calibrate", GOLDEN.resolve(Path.of("typed", "model.safetensors")), rows, "--out", model)
                .ok();
        table = dir.resolve("many.csv");
        Files.write(table, many(Files.readAllLines(rows)));
        service = Service.of(model, "--alarms", RATE, "--max-rows", MOST_ROWS);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Rows of other rows' cells, with gaps, unknown labels and text where numbers stand. */
    private static List<String> many(List<String> lines) {
        SplittableRandom random = new SplittableRandom(1);
        List<String> rows = new ArrayList<>(List.of(lines.getFirst()));
        while (rows.size() <= ROWS) {
            String[] cells = lines.get(1 + random.nextInt(lines.size() - 1)).split(",", -1);
            for (int j = 0; j < cells.length; j++) {
                switch (random.nextInt(24)) {
                    case 0 -> cells[j] = "";
                    case 1 -> cells[j] = "NA";
                    case 2 ->
                        cells[j] =
                                lines.get(1 + random.nextInt(lines.size() - 1)).split(",", -1)[j];
                    case 3 -> cells[j] = random.nextInt(9) == 0 ? "\"a \"\"b\"\"; c\"" : cells[j];
                    default -> {}
                }
            }
            rows.add(String.join(",", cells));
        }
        return rows;
    }

    private static List<CsvRecord> records(String text) {
        return CsvReader.builder().ofCsvRecord(text).stream().toList();
    }

    /** A row as JSON, where a missing cell is null or left out. */
    private static String json(List<String> names, List<String> cells, int row) {
        return IntStream.range(0, names.size())
                .filter(j -> !isMissing(cells.get(j)) || row % 2 == 0)
                .mapToObj(j -> "\"" + names.get(j) + "\":" + value(names.get(j), cells.get(j)))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static boolean isMissing(String cell) {
        return cell.isEmpty() || cell.equals("NA");
    }

    private static String value(String name, String cell) {
        if (isMissing(cell)) {
            return "null";
        }
        boolean isNumber = !TEXTS.contains(name) && cell.matches("-?\\d+(\\.\\d+)?");
        return isNumber ? cell : "\"" + cell.replace("\"", "\\\"") + "\"";
    }

    @Test
    void theNumbersAreThoseOfTheCommand() throws IOException, InterruptedException {
        Path out = dir.resolve("scored.csv");
        Run run =
                Run.vflow("score", dir.resolve("trees.safetensors"), table, "--alarms", RATE, "--strict", "--out", out);
        assertEquals(3, run.code(), run.err());
        List<CsvRecord> scored = records(Files.readString(out));
        String csv = service.post(
                        "/score?explain=true", Files.readString(table), "Content-Type", "text/csv; charset=utf-8")
                .body();
        List<CsvRecord> answers = records(csv);
        List<String> names = records(Files.readString(table)).getFirst().getFields();
        int d = names.size();
        assertEquals(scored.size(), answers.size());
        List<String> rows = new ArrayList<>();
        Set<String> faults = new HashSet<>();
        for (int i = 0; i < scored.size(); i++) {
            List<String> expected = scored.get(i).getFields();
            List<String> got = answers.get(i).getFields();
            assertEquals(expected, got.subList(0, expected.size()));
            faults.add(got.getLast());
            if (i > 0) {
                rows.add(json(names, expected.subList(0, d), i));
            }
        }
        assertTrue(faults.size() > 2, faults.toString());
        String records = "[" + String.join(",", rows) + "]";
        JsonNode all = service.ask("/score", records);
        assertEquals(
                all.toString(),
                service.ask("/invocations", "{\"dataframe_records\":" + records + "}")
                        .path("predictions")
                        .toString());
        JsonNode tensors =
                service.ask("/v2/models/trees/infer", tensors(names, scored)).path("outputs");
        int errors = 0;
        for (int i = 1; i < scored.size(); i++) {
            JsonNode answer = all.get(i - 1);
            List<String> cells = scored.get(i).getFields();
            if (cells.get(d).isEmpty()) {
                assertEquals(
                        answers.get(i).getFields().getLast(),
                        answer.path("error").stringValue());
                assertEquals(answer.path("error").toString(), cell(tensors, 4, i - 1));
                errors++;
            } else {
                assertSame(cells.get(d), answer.path("log_prob"));
                assertSame(cells.get(d + 1), answer.path("alarm_score"));
                assertSame(cells.get(d + 2), answer.path("p_value"));
                assertEquals(cells.get(d + 3), answer.path("alarm").toString());
                for (int k = 0; k < 4; k++) {
                    String name = tensors.get(k).path("name").stringValue();
                    assertEquals(answer.path(name).toString(), cell(tensors, k, i - 1), name);
                }
            }
        }
        assertTrue(errors > 5, errors + " errors");
    }

    private static String cell(JsonNode tensors, int tensor, int row) {
        return tensors.get(tensor).path("data").get(row).toString();
    }

    /** Rows of records, the first of which has the names, as tensors by column. */
    private static String tensors(List<String> names, List<CsvRecord> records) {
        int n = records.size() - 1;
        return IntStream.range(0, names.size())
                .mapToObj(j -> "{\"name\":\"" + names.get(j) + "\",\"shape\":[" + n
                        + "],\"datatype\":\"BYTES\",\"data\":"
                        + records.stream()
                                .skip(1)
                                .map(row -> value(names.get(j), row.getField(j)))
                                .collect(Collectors.joining(",", "[", "]"))
                        + "}")
                .collect(Collectors.joining(",", "{\"inputs\":[", "]}"));
    }

    @Test
    void clientsOfOtherProtocolsGetTheSameNumbers() throws IOException, InterruptedException {
        String rows = "[{\"kind\":\"oak\",\"net\":21},{\"kind\":\"ash\",\"net\":null}]";
        String scored = service.ask("/score", rows).toString();
        assertEquals(
                scored,
                service.ask("/invocations", "{\"dataframe_records\":" + rows + "}")
                        .path("predictions")
                        .toString());
        String split = "{\"dataframe_split\":{\"columns\":[\"net\",\"kind\"],\"data\":[[21,\"oak\"],[null,\"ash\"]]}}";
        assertEquals(
                scored, service.ask("/invocations", split).path("predictions").toString());
        String columns = "{\"inputs\":{\"kind\":[\"oak\",\"ash\"],\"net\":[[21],[null]]}}";
        assertEquals(
                scored, service.ask("/invocations", columns).path("predictions").toString());
        HttpResponse<String> csv = service.post(
                "/invocations", "kind,count,steps,net,gross\noak,,,21,\nash,,,,\n", "Content-Type", "text/csv");
        assertEquals(scored, JsonNode.of(csv.body()).path("predictions").toString());
        String tensors =
                "{\"id\":\"7\",\"inputs\":[{\"name\":\"kind\",\"shape\":[2],\"datatype\":\"BYTES\",\"data\":[\"oak\",\"ash\"]},"
                        + "{\"name\":\"net\",\"shape\":[2,1],\"datatype\":\"FP64\",\"data\":[[21],[null]]}]}";
        JsonNode inferred = service.ask("/v2/models/trees/infer", tensors);
        assertEquals("7", inferred.path("id").stringValue());
        JsonNode first = inferred.path("outputs").get(0);
        assertEquals("log_prob", first.path("name").stringValue());
        assertEquals(
                JsonNode.of(scored).get(1).path("log_prob").toString(),
                first.path("data").get(1).toString());
        assertEquals(200, service.get("/v2/health/ready").statusCode());
        assertEquals(200, service.get("/v2/models/trees/ready").statusCode());
        JsonNode about = JsonNode.of(service.get("/v2/models/trees").body());
        assertEquals("BYTES", about.path("inputs").get(0).path("datatype").stringValue());
        String version = about.path("versions").get(0).stringValue();
        assertEquals(200, service.get("/v2/models/trees/versions/" + version).statusCode());
        assertEquals(404, service.get("/v2/models/trees/versions/1").statusCode());
        assertRefused(400, "inputs must be a list", "/v2/models/trees/infer", "{}");
        assertRefused(400, "the body must be an object with one of", "/invocations", "{}");
        assertTrue(JsonNode.of(service.get("/openapi.json").body())
                .path("paths")
                .names()
                .contains("/score"));
    }

    @Test
    void metersAndPageShowTheRows() throws IOException, InterruptedException {
        service.ask("/score", "[{\"kind\":\"palm\"},{\"kind\":\"<b>\"},{\"kin\":1}]");
        List<String> meters = service.get("/metrics").body().lines().toList();
        Set<String> names = meters.stream()
                .filter(line -> !line.startsWith("#"))
                .peek(line -> assertTrue(line.matches("[a-z_]+(\\{[^}]*\\})? [-+0-9.EeINaf]+"), line))
                .map(line -> line.replaceAll("[{ ].*", ""))
                .collect(Collectors.toSet());
        assertTrue(
                names.containsAll(Set.of(
                        "vflow_rows_total",
                        "vflow_alarms_total",
                        "vflow_p_value_bucket",
                        "vflow_score_time_seconds_bucket",
                        "vflow_drift",
                        "vflow_drift_evidence")),
                names.toString());
        for (String row : List.of("whole", "one missing cell")) {
            String time = "vflow_verdict_time_seconds{model=\"trees\",row=\"" + row + "\"} ";
            double seconds = meters.stream()
                    .filter(line -> line.startsWith(time))
                    .mapToDouble(line -> Double.parseDouble(line.substring(time.length())))
                    .findFirst()
                    .orElseThrow();
            assertTrue(seconds > 0 && seconds < 10, row + ": " + seconds);
        }
        String said = service.out();
        assertTrue(said.matches("(?s).*a verdict takes \\S+ ms.*; with a missing cell takes \\S+ ms.*"), said);
        String page = service.get("/?c.kind=palm&c.net=%3Cscript%3E").body();
        assertTrue(page.contains("column net holds") && page.contains("which the model has never seen"), page);
        assertFalse(page.contains("<script>x") || page.contains("<b>,"), page);
        assertFalse(page.replaceAll("href=\"(data:,|/\\?[^\"]*)\"", "").matches("(?s).*(href|src)=.*"), page);
        assertTrue(service.get("/live").body().contains("rows in the last three hours"));
    }

    private static void assertSame(String cell, JsonNode number) {
        double got = number.isNumber() ? number.doubleValue() : Double.parseDouble(number.stringValue());
        assertEquals(Double.doubleToLongBits(Double.parseDouble(cell)), Double.doubleToLongBits(got));
    }

    @Test
    void cellsAreFilledAsByTheCommand() throws IOException, InterruptedException {
        List<String> some = Files.readAllLines(table).subList(0, 120);
        Path in = Files.write(dir.resolve("some.csv"), some);
        Path out = dir.resolve("filled.csv");
        Run.vflow("impute", dir.resolve("trees.safetensors"), in, "--strict", "--out", out);
        HttpResponse<String> answer =
                service.post("/impute", String.join("\n", some) + "\n", "Content-Type", "text/csv");
        assertEquals(Files.readString(out), answer.body());
        JsonNode one = service.ask("/impute", "{\"kind\":\"oak\",\"count\":null,\"net\":21}");
        assertTrue(one.path("filled").names().contains("count"), one.toString());
        assertFalse(one.path("filled").names().contains("net"), one.toString());
    }

    @Test
    void aRowHasAnErrorOfItsOwn() throws IOException, InterruptedException {
        JsonNode rows = service.ask(
                "/score",
                "[{\"kind\":\"oak\",\"net\":21},{\"kin\":\"oak\"},[1],{\"net\":\"much\"},{\"net\":{\"a\":1}},{\"kind\":\"palm\"}]");
        assertTrue(rows.get(0).path("log_prob").isNumber(), rows.toString());
        assertEquals(
                "the model has no column \"kin\"; it has [kind, count, steps, net, gross, unit]",
                rows.get(1).path("error").stringValue());
        assertEquals(
                "a row must be an object by column name but is a list",
                rows.get(2).path("error").stringValue());
        assertEquals("column net holds \"much\"", rows.get(3).path("error").stringValue());
        assertEquals(
                "column net holds an object, not one value",
                rows.get(4).path("error").stringValue());
        assertEquals("-Infinity", rows.get(5).path("alarm_score").stringValue());
        assertEquals(422, service.post("/score", "{\"kin\":\"oak\"}").statusCode());
        JsonNode explained = service.ask("/score?explain=true", "{\"kind\":\"palm\",\"net\":21}");
        assertEquals(
                "kind is palm, which the model has never seen",
                explained.path("reasons").get(0).stringValue());
    }

    @Test
    void samplesAndConditionals() throws IOException, InterruptedException {
        String asked = "{\"n\":3,\"seed\":7,\"given\":{\"kind\":\"oak\"}}";
        JsonNode rows = service.ask("/sample", asked);
        assertEquals(3, rows.size());
        assertEquals("oak", rows.get(2).path("kind").stringValue());
        assertEquals(rows.toString(), service.ask("/sample", asked).toString());
        JsonNode net = service.ask("/conditional", "{\"columns\":{\"net\":21},\"given\":{\"kind\":\"oak\"}}");
        assertTrue(net.path("log_prob").isNumber() && net.path("standard_error").isNumber(), net.toString());
    }

    @Test
    void eachRefusalHasAStatusAndAReason() throws IOException, InterruptedException {
        assertRefused(400, "the body is no JSON: Unexpected", "/score", "{\"a\":");
        assertRefused(400, "the body is empty; send JSON", "/score", "");
        assertRefused(400, "the body is no JSON: Document nesting depth", "/score", "[".repeat(100_000));
        assertRefused(404, "there is no such path; see /openapi.json", "/../../etc/passwd", "{}");
        assertRefused(404, "there is no such path; see /openapi.json", "/score/%2e%2e/%00", "{}");
        assertRefused(404, "there is no model of this name; there are [trees]", "/score?model=no", "{}");
        assertRefused(400, "explain must be true or false but is what", "/score?explain=what", "{}");
        assertRefused(
                413,
                "a request may have at most 10000 rows but has 10001",
                "/score",
                "[{}" + ",{}".repeat(MOST_ROWS) + "]");
        assertRefused(413, "a request may have at most 10000 rows but has 10002", "/sample", "{\"n\":10002}");
        assertRefused(400, "n must be at least 1 but is 0", "/sample", "{\"n\":0}");
        assertRefused(400, "columns must have a value by name", "/conditional", "{}");
        assertEquals(405, service.get("/score").statusCode());
        HttpResponse<String> picture = service.post("/score", "x", "Content-Type", "image/png");
        assertEquals(415, picture.statusCode());
        HttpResponse<String> table = service.post("/score", "a,b\n1,2\n", "Content-Type", "text/csv");
        assertEquals(400, table.statusCode());
        assertTrue(table.body().contains("are missing among [a, b]"), table.body());
        assertEquals(
                403,
                service.post("/score", "{}", "Origin", "http://other.example").statusCode());
        assertFalse(service.err().contains("\tat "), service.err());
    }

    @Test
    void whatIsSensibleIsSaid() throws IOException {
        Path model = dir.resolve("trees.safetensors");
        Path other = Files.createDirectories(dir.resolve("other")).resolve("trees.safetensors");
        assertEquals(
                "vflow: " + model + " and " + other
                        + " have the same name, trees; rename one of them (see vflow serve --help)",
                Run.vflow("serve", model, other).failure(2));
        assertEquals(
                "vflow: --token-file " + table + " must have one line, the secret (see vflow serve --help)",
                Run.vflow("serve", model, "--token-file", table).failure(2));
        String said = Run.vflow("serve", model, "--key-store", table, "--password-file", table)
                .failure(2);
        assertTrue(said.contains("--password-file"), said);
    }

    private static void assertRefused(int status, String reason, String path, String body)
            throws IOException, InterruptedException {
        HttpResponse<String> answer = service.post(path, body);
        assertEquals(status, answer.statusCode(), answer.body());
        String said = JsonNode.of(answer.body()).path("error").stringValue();
        assertTrue(said.startsWith(reason), said);
    }
}
