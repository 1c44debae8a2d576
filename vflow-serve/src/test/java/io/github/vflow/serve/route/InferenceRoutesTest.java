package io.github.vflow.serve.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.json.JsonArray;
import io.github.vflow.nn.json.JsonNull;
import io.github.vflow.nn.json.JsonObject;
import io.github.vflow.nn.json.JsonText;
import io.github.vflow.nn.json.JsonValue;
import io.github.vflow.serve.testkit.Expected;
import io.github.vflow.serve.testkit.Fixtures;
import io.github.vflow.serve.testkit.LocalService;
import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Open Inference Protocol: rows as tensors by column or as one matrix get the numbers of the library, in tensors of their names and types. */
final class InferenceRoutesTest {
    private static final List<String> OUTPUTS = List.of("log_prob", "alarm_score", "p_value", "alarm", "error");

    @TempDir
    static Path folder;

    private static TableModel readings;
    private static LocalService service;

    @BeforeAll
    static void start() throws IOException {
        readings = Fixtures.readings(folder, 0);
        Path file = folder.resolve("readings.safetensors");
        readings.save(file);
        service = LocalService.of(file, Fixtures.trees());
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    /** The data of an output for rows with these scores. */
    private static JsonArray data(List<JsonObject> scores, String output) {
        return JsonArray.of(
                scores,
                score -> score.field(output)
                        .orElseGet(() -> output.equals("error") ? new JsonText("") : new JsonNull()));
    }

    private static void assertOutputs(List<JsonObject> scores, JsonValue answer) {
        List<JsonValue> tensors = ((JsonArray) answer.field("outputs").orElseThrow()).items();
        assertEquals(OUTPUTS.size(), tensors.size());
        for (int k = 0; k < OUTPUTS.size(); k++) {
            String name = OUTPUTS.get(k);
            String type = name.equals("error") ? "BYTES" : name.equals("alarm") ? "BOOL" : "FP64";
            assertEquals(
                    "{\"name\":\"" + name + "\",\"datatype\":\"" + type + "\",\"shape\":[" + scores.size()
                            + "],\"data\":" + data(scores, name) + "}",
                    tensors.get(k).toString());
        }
    }

    @Test
    void tensorsByColumn() throws IOException, InterruptedException {
        List<String> lines = new ArrayList<>(Fixtures.treeRows());
        lines.addAll(List.of("palm,2,186,21.03,43.06,cm", ",,186,,43.06,", "oak,2,186,much,43.06,cm"));
        List<JsonObject> scores = Expected.judged(TableModel.load(Fixtures.trees()), lines).stream()
                .map(Expected::score)
                .toList();
        assertTrue(data(scores, "error").toString().contains("column net holds"), scores.toString());
        String[] names = lines.getFirst().split(",", -1);
        String inputs = IntStream.range(0, names.length)
                .mapToObj(j -> "{\"name\":\"" + names[j] + "\",\"shape\":[" + scores.size()
                        + (j % 2 == 0 ? "],\"data\":" : ",1],\"data\":")
                        + lines.stream()
                                .skip(1)
                                .map(line -> Expected.json("c", line.split(",", -1)[j], true)
                                        .replaceAll("\\{\"c\":(.*)}", j % 2 == 0 ? "$1" : "[$1]"))
                                .collect(Collectors.joining(",", "[", "]"))
                        + "}")
                .collect(Collectors.joining(",", "{\"id\":\"7\",\"inputs\":[", "]}"));
        JsonValue answer = service.ask("/v2/models/model/infer", inputs);
        assertOutputs(scores, answer);
        assertEquals("\"7\"", answer.field("id").orElseThrow().toString());
        assertEquals("\"model\"", answer.field("model_name").orElseThrow().toString());
        String version =
                service.models().find(Optional.of("model")).orElseThrow().version();
        assertEquals(
                "\"" + version + "\"",
                answer.field("model_version").orElseThrow().toString());
        assertEquals(answer, service.ask("/v2/models/model/versions/" + version + "/infer", inputs));
    }

    /** The key, which the model ignores, is no column of a matrix. */
    @Test
    void oneMatrixOfAllColumns() throws IOException, InterruptedException {
        List<JsonObject> scores =
                Expected.judged(readings, List.of("x,y,z", "0.5,0.25,1", "-1,2,0.125", "9,-9,9")).stream()
                        .map(Expected::score)
                        .toList();
        for (String data : List.of("[[0.5,0.25,1],[-1,2,0.125],[9,-9,9]]", "[0.5,0.25,1,-1,2,0.125,9,-9,9]")) {
            assertOutputs(
                    scores,
                    service.ask(
                            "/v2/models/readings/infer",
                            "{\"inputs\":[{\"name\":\"in\",\"shape\":[3,3],\"datatype\":\"FP64\",\"data\":" + data
                                    + "}]}"));
        }
        JsonValue one = service.ask(
                "/v2/models/readings/infer",
                "{\"inputs\":[{\"name\":\"in\",\"shape\":[1,3],\"data\":[0.5,0.25,1]}],\"outputs\":[{\"name\":\"p_value\"}]}");
        assertEquals(
                "[{\"name\":\"p_value\",\"datatype\":\"FP64\",\"shape\":[1],\"data\":["
                        + scores.getFirst().field("p_value").orElseThrow() + "]}]",
                one.field("outputs").orElseThrow().toString());
    }

    @Test
    void aModelTellsItsTensors() throws IOException, InterruptedException {
        JsonValue about = JsonValue.parse(service.get("/v2/models/model").body());
        assertEquals(
                "[{\"name\":\"kind\",\"datatype\":\"BYTES\",\"shape\":[-1]},{\"name\":\"count\",\"datatype\":\"INT64\",\"shape\":[-1]},"
                        + "{\"name\":\"steps\",\"datatype\":\"INT64\",\"shape\":[-1]},{\"name\":\"net\",\"datatype\":\"FP64\",\"shape\":[-1]},"
                        + "{\"name\":\"gross\",\"datatype\":\"FP64\",\"shape\":[-1]},{\"name\":\"unit\",\"datatype\":\"BYTES\",\"shape\":[-1]}]",
                about.field("inputs").orElseThrow().toString());
        assertEquals(
                "[\""
                        + service.models()
                                .find(Optional.of("model"))
                                .orElseThrow()
                                .version() + "\"]",
                about.field("versions").orElseThrow().toString());
        JsonValue of = JsonValue.parse(service.get("/v2/models/readings").body());
        assertEquals(3, ((JsonArray) of.field("inputs").orElseThrow()).items().size(), "the key is no input");
        assertEquals(
                "{\"name\":\"readings\",\"ready\":true}",
                service.get("/v2/models/readings/ready").body());
        assertEquals(404, service.get("/v2/models/readings/versions/1").statusCode());
        assertEquals(404, service.get("/v2/models/readings/nothing").statusCode());
    }

    @Test
    void refusalsSayWhy() throws IOException, InterruptedException {
        assertRefused("inputs must be a list", "{}");
        assertRefused("shape of an input must be a list", "{\"inputs\":[{\"name\":\"x\"}]}");
        assertRefused("the shape of an input must be [n] or [n, d] but is [1, 1, 1]", input("[1,1,1]", "[1]"));
        assertRefused("the shape of an input must be [n] or [n, d] but is [-1]", input("[-1]", "[1]"));
        assertRefused("data of an input, in JSON, must be a list", "{\"inputs\":[{\"name\":\"x\",\"shape\":[1]}]}");
        assertRefused("x must have the shape [n] or [n, 1] and n cells but has [2] and 1", input("[2]", "[1]"));
        assertRefused("x has the shape [2, 3] but 1 cells", input("[2,3]", "[1]"));
        assertRefused("the model has no column", input("[1]", "[1]").replace("\"x\"", "\"w\""));
        String one = "{\"name\":\"x\",\"shape\":[1],\"data\":[1]}";
        assertRefused("two inputs have the name x", "{\"inputs\":[" + one + "," + one + "]}");
        assertRefused(
                "all columns must have 1 cells but y has 2",
                "{\"inputs\":[" + one + ",{\"name\":\"y\",\"shape\":[2],\"data\":[1,2]}]}");
        assertRefused(
                "there is no output odd; there are [log_prob, alarm_score, p_value, alarm, error]",
                "{\"inputs\":[" + one + "],\"outputs\":[{\"name\":\"odd\"}]}");
        assertRefused("an input or output must have a name", "{\"inputs\":[" + one + "],\"outputs\":[{}]}");
    }

    private static String input(String shape, String data) {
        return "{\"inputs\":[{\"name\":\"x\",\"shape\":" + shape + ",\"data\":" + data + "}]}";
    }

    private static void assertRefused(String reason, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = service.post("/v2/models/readings/infer", body);
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains(reason), answer.body());
    }
}
