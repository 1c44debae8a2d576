package io.github.vflow.serve.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.testkit.LocalService;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients of other servers as they are: lines of curl from a document of KServe ("Serve SKLearn models with InferenceService"), with nothing changed
 * but the port, and a reader of Prometheus' text format.
 */
final class ClientsTest {
    private static final String COLUMNS =
            "\"sepal length (cm)\",\"sepal width (cm)\",\"petal length (cm)\",\"petal width (cm)\"";

    /** The file of KServe's example. */
    private static final String IRIS = """
            {
              "inputs": [
                {
                  "name": "input-0",
                  "shape": [2, 4],
                  "datatype": "FP32",
                  "data": [
                    [6.8, 2.8, 4.8, 1.4],
                    [6.0, 3.4, 4.5, 1.6]
                  ]
                }
              ]
            }
            """;

    @TempDir
    static Path dir;

    private static LocalService service;

    @BeforeAll
    static void start() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        List<String> rows = new ArrayList<>(List.of(COLUMNS));
        for (int i = 0; i < 60; i++) {
            double size = random.nextDouble();
            rows.add("%.1f,%.1f,%.1f,%.1f"
                    .formatted(4.5 + 3 * size, 3.5 - size + random.nextDouble(), 1 + 5 * size, 0.1 + 2 * size));
        }
        Table table = Table.read(Files.write(dir.resolve("iris.csv"), rows));
        Path model = dir.resolve("sklearn-irisv2.safetensors");
        TableModel.fit(table, Recipe.standard().withSteps(5)).save(model);
        Files.writeString(dir.resolve("iris-input.json"), IRIS);
        service = LocalService.of(model);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** Standard output of a line of the shell. */
    private static String shell(String line) throws IOException, InterruptedException {
        boolean hasCurl = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "curl")));
        assumeTrue(hasCurl, "no curl on the PATH");
        ProcessBuilder shell = new ProcessBuilder("sh", "-c", line.replace(":5000", ":" + service.port()))
                .directory(dir.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        shell.environment().putAll(Map.of("INGRESS_HOST", "localhost", "INGRESS_PORT", "" + service.port()));
        shell.environment().put("SERVICE_HOSTNAME", "localhost");
        shell.environment().put("no_proxy", "*");
        Process process = shell.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }

    private static String record(String cells) {
        String[] names = COLUMNS.split(",", -1);
        String[] values = cells.split(",", -1);
        StringBuilder fields = new StringBuilder();
        for (int j = 0; j < names.length; j++) {
            fields.append(j == 0 ? "{" : ",").append(names[j]).append(':').append(values[j]);
        }
        return fields.append('}').toString();
    }

    @Test
    void linesOfKServesDocuments() throws IOException, InterruptedException {
        String line = """
                curl -v \\
                  -H "Host: ${SERVICE_HOSTNAME}" \\
                  -d @./iris-input.json \\
                  http://${INGRESS_HOST}:${INGRESS_PORT}/v2/models/sklearn-irisv2/infer
                """;
        JsonObject answer = (JsonObject) JsonValue.parse(shell(line));
        assertEquals("\"sklearn-irisv2\"", String.valueOf(answer.fields().get("model_name")));
        JsonValue first =
                ((JsonArray) answer.field("outputs").orElseThrow()).items().getFirst();
        assertEquals("\"FP64\"", first.field("datatype").orElseThrow().toString());
        assertEquals("[2]", first.field("shape").orElseThrow().toString());
        List<JsonValue> scored = ((JsonArray)
                        service.ask("/score", "[" + record("6.8,2.8,4.8,1.4") + "," + record("6.0,3.4,4.5,1.6") + "]"))
                .items();
        assertEquals(
                JsonArray.of(scored, row -> row.field("log_prob").orElseThrow()),
                first.field("data").orElseThrow());
        for (String path : List.of("/v2", "/v2/health/live", "/v2/health/ready", "/v2/models/sklearn-irisv2/ready")) {
            assertEquals("200", shell("curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1:5000" + path), path);
        }
    }

    /** The text format 0.0.4 line by line: a type before its samples, which stand together, and buckets that grow up to the count. */
    @Test
    void metersAreInPrometheusTextFormat() throws IOException, InterruptedException {
        service.ask("/score", "[" + record("5.1,3.5,1.4,0.2") + ",{}]");
        String text = service.get("/metrics").body();
        assertTrue(text.endsWith("\n"));
        Pattern sample = Pattern.compile(
                "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:[a-zA-Z_]\\w*=\"(?:[^\"\\\\\\n]|\\\\[\\\\n\"])*\",?)*)\\})?"
                        + " (NaN|[+-]Inf|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?)(?: \\d+)?");
        Map<String, String> types = new TreeMap<>();
        Map<String, Double> values = new TreeMap<>();
        String family = "";
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("# TYPE ")) {
                String[] words = line.split(" ", -1);
                family = words[2];
                assertTrue(words[3].matches("counter|gauge|histogram|summary|untyped"), line);
                assertEquals(null, types.put(family, words[3]), line);
            } else if (!line.isEmpty() && !line.startsWith("# HELP ")) {
                Matcher m = sample.matcher(line);
                assertTrue(m.matches(), line);
                String ends = switch (types.get(family)) {
                    case "histogram" -> "_bucket|_sum|_count";
                    case "summary" -> "|_sum|_count";
                    default -> "";
                };
                assertTrue(m.group(1).matches(family + "(" + ends + ")"), line + " in " + family);
                double value = Double.parseDouble(m.group(3).replace("Inf", "Infinity"));
                assertEquals(null, values.put(m.group(1) + "{" + m.group(2) + "}", value), line);
            }
        }
        assertEquals("histogram", types.get("vflow_p_value_thousandths"));
        for (Map.Entry<String, String> type : types.entrySet()) {
            if (type.getValue().equals("histogram")) {
                assertBuckets(type.getKey(), text, values);
            }
        }
    }

    private static void assertBuckets(String family, String text, Map<String, Double> values) {
        double last = 0;
        for (String line :
                text.lines().filter(l -> l.startsWith(family + "_bucket{")).toList()) {
            double count = Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1));
            assertTrue(count >= last, line);
            last = count;
            if (line.contains("le=\"+Inf\"")) {
                assertEquals(values.get(family + "_count{model=\"sklearn-irisv2\"}"), count, line);
                last = 0;
            }
        }
    }
}
