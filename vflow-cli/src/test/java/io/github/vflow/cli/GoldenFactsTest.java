package io.github.vflow.cli;

import static io.github.vflow.cli.GoldenFiles.model;
import static io.github.vflow.cli.GoldenFiles.rows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.fit.TablePlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What commands say of models of a release, of plans and of engines, without a training. */
final class GoldenFactsTest {
    private static final int SOME_ROWS = 3;

    @TempDir
    Path dir;

    private static JsonNode info(Object... words) {
        List<Object> all = new ArrayList<>(List.of("info", "--json"));
        all.addAll(Arrays.asList(words));
        return Run.vflow(all.toArray()).ok().json();
    }

    @Test
    void theBatchOfAModelIsThatOfItsPlan() throws IOException {
        int planned = TableModel.load(model("flow"))
                .plan()
                .map(TablePlan::training)
                .orElseThrow()
                .batchSize();
        assertEquals(planned, info(model("flow")).path("batch").intValue());
        assertEquals(17, info(model("flow"), "--batch", 17).path("batch").intValue());
        assertEquals(8, info(model("images")).path("batch").intValue());
        Path old = dir.resolve("old.safetensors");
        new ModelFile(Models.of(RowSpec.of(2, 1, 1), 1), List.of("x1", "x2"), Map.of()).save(old);
        JsonNode plain = info(old, "--samples", 7);
        assertEquals(64, plain.path("batch").intValue());
        assertEquals(7, plain.path("samples").intValue());
        assertTrue(plain.path("plan").isNull(), plain.toString());
        Path bare = dir.resolve("bare.safetensors");
        new ModelFile(Models.of(RowSpec.of(2, 1, 1), 1), List.of(), Map.of()).save(bare);
        assertEquals(64, info(bare).path("batch").intValue());
        assertEquals(
                "vflow: --time is for models of tables (see vflow info --help)",
                Run.vflow("info", bare, "--time").failure(2));
    }

    @Test
    void theTimeOfAVerdictIsMeasuredIfAskedFor() throws IOException {
        assertFalse(info(model("calibration")).names().contains("verdict"), "nobody asked");
        JsonNode timed = info(model("calibration"), "--time");
        assertTrue(timed.path("verdict").stringValue().matches("a verdict takes \\S+ ms"), timed.toString());
        assertTrue(Run.vflow("info", model("given"), "--time").ok().out().contains("\na verdict takes "), "p(y | x)");
    }

    @Test
    void aModelThatDoesNotExistIsDescribed() {
        JsonNode json = info("--features", 5, "--flow-steps", 1, "--hidden", 4, "--augment", 0);
        assertTrue(json.path("model").isNull(), json.toString());
        assertTrue(json.path("parameters").intValue() > 10, json.toString());
        assertNotEquals(
                json.path("parameters").intValue(),
                info("--features", 6, "--flow-steps", 1, "--hidden", 4, "--augment", 0)
                        .path("parameters")
                        .intValue());
        assertEquals(
                "vflow: give a model file, or --features D_X or --preset NAME for a model that does not exist yet (see vflow"
                        + " info --help)",
                Run.vflow("info").failure(2));
        assertTrue(Run.vflow("info", "m", "--features", 5, "--hidden", 4)
                .failure(2)
                .contains("a model file has its own architecture; leave out --features, --hidden"));
    }

    private static String table(int n) {
        StringBuilder text = new StringBuilder("a,b,c\n");
        for (int i = 0; i < n; i++) {
            text.append(i % 13)
                    .append(".25,")
                    .append((i * i) % 17)
                    .append(".5,")
                    .append(i % 7)
                    .append(".125\n");
        }
        return text.toString();
    }

    @Test
    void eachRowOfAPlanHasItsPart() throws IOException {
        Path in = Files.writeString(dir.resolve("t.csv"), table(90) + ",,\n");
        Path out = dir.resolve("plan.json");
        Path parts = dir.resolve("parts.csv");
        Run run = Run.vflow(
                        "plan",
                        in,
                        "--calibration",
                        0.3,
                        "--validation",
                        0.2,
                        "--noise",
                        0,
                        "--steps",
                        9,
                        "--hidden",
                        4,
                        "--out",
                        out,
                        "--parts",
                        parts)
                .ok();
        TablePlan plan = TablePlan.ofJson(Files.readString(out));
        List<String> lines = Files.readAllLines(parts);
        assertEquals("row,part", lines.getFirst());
        assertEquals(92, lines.size());
        for (Map.Entry<String, Integer> part : Map.of(
                        "train", plan.parts().train(),
                        "choose", plan.parts().heldOut(),
                        "calibrate", plan.parts().calibration())
                .entrySet()) {
            long count =
                    lines.stream().filter(l -> l.endsWith("," + part.getKey())).count();
            assertEquals(part.getValue().longValue(), count, part.getKey());
            assertTrue(count > 0, part.getKey());
        }
        assertEquals("91,none", lines.getLast());
        assertEquals(9, plan.training().steps());
        plan.words().forEach((key, words) -> assertTrue(run.err().contains(key), run.err()));
        assertEquals("wrote " + out + "\n", run.out());
        Run printed = Run.vflow("plan", in, "--noise", 0, "--steps", 9).ok();
        assertEquals(9, TablePlan.ofJson(printed.out()).training().steps());
        assertFalse(printed.err().contains("wrote"), printed.err());
        assertTrue(Run.vflow("plan", in, "--json")
                .failure(2)
                .contains("--json needs --out: standard output cannot hold both"));
        JsonNode json = Run.vflow("plan", in, "--out", out, "--json").ok().json();
        assertEquals(in.toString(), json.path("data").stringValue());
        assertTrue(
                Run.vflow("plan", in, "--out", out, "--parts", out).failure(1).contains("--parts and --out are both"));
    }

    @Test
    void aPageIsWrittenAndCellsWithoutAValueAreAnExitCode() throws IOException {
        Path page = dir.resolve("r.html");
        Path lines = Files.write(
                dir.resolve("l.csv"), Files.readAllLines(rows("drift")).subList(0, 41));
        JsonNode json = Run.vflow(
                        "report",
                        model("drift"),
                        "--data",
                        rows("drift"),
                        "--compare",
                        lines,
                        "--rows",
                        50,
                        "--out",
                        page,
                        "--json")
                .ok()
                .json();
        assertEquals(200, json.path("rows").intValue());
        assertEquals(Files.size(page), json.path("bytes").intValue());
        assertEquals(lines.toString(), json.path("later").stringValue());
        String html = Files.readString(page);
        assertTrue(html.contains("50 rows, chosen at random"), "--rows");
        String command = "vflow report " + model("drift") + " --data " + rows("drift") + " --compare " + lines
                + " --out " + page;
        assertTrue(html.contains(command), command);
        Files.writeString(lines, "a,b,c\n1,2,3\n€7,1,1\n0,0,0\n");
        Run some = Run.vflow("report", model("gaps"), "--data", lines, "--out", page);
        assertEquals(SOME_ROWS, some.code(), some.err());
        assertTrue(some.err().startsWith(lines + ": "), some.err());
        assertEquals("wrote " + page + ", " + Math.ceilDiv(Files.size(page), 1000) + " KB\n", some.out());
        assertTrue(Files.readString(page).contains("€7"), "the finding is on the page");
        Run later = Run.vflow("report", model("gaps"), "--data", rows("gaps"), "--compare", lines, "--out", page);
        assertEquals(SOME_ROWS, later.code(), later.err());
        assertTrue(Run.vflow("report", model("given"), "--data", rows("given"), "--out", page)
                .failure(1)
                .endsWith("a report is about p(row) but the model is one of p(y | x); train one without --given"));
        assertTrue(Run.vflow("report", model("drift"), "--data", lines, "--out", lines)
                .failure(1)
                .contains("--out and --data are both"));
    }

    @Test
    void aServiceSaysHowItWouldListen() throws IOException {
        Run run =
                Run.vflow("serve", model("calibration"), "--check", "--port", 0).ok();
        assertTrue(
                run.out()
                        .matches(
                                "(?s)model@[0-9a-f]{12}: a, b, c, alarms at a rate of 0\\.01, .+\nwould listen on http://127.*\n"),
                run.out());
        Path plain = Files.copy(model("flow"), dir.resolve("plain"));
        JsonNode json = Run.vflow("serve", plain, "--check", "--json").ok().json();
        assertFalse(json.path("token").booleanValue(), json.toString());
        JsonNode one = json.path("models").get(0);
        assertEquals("plain", one.path("name").stringValue());
        assertEquals(3, one.path("columns").size());
        assertFalse(one.names().contains("rate"), one.toString());
        assertEquals(
                0.05,
                Run.vflow("serve", model("calibration"), "--check", "--alarms", 0.05, "--json")
                        .ok()
                        .json()
                        .path("models")
                        .get(0)
                        .path("rate")
                        .doubleValue());
        assertTrue(
                Run.vflow("serve", plain, "--check")
                        .ok()
                        .out()
                        .contains(": a, b, c, no alarms, since it is not calibrated, "),
                "no alarms");
        assertTrue(Run.vflow("serve", model("flow"), model("vflow"), "--check")
                .failure(2)
                .contains(" have the same name, model; rename one of them"));
    }

    @Test
    void aTableHasItsSchema() throws IOException {
        String said = Run.vflow("schema", rows("typed")).ok().out();
        assertTrue(said.contains("kind") && said.contains("gross"), said);
        JsonNode json = Run.vflow("schema", rows("typed"), "--json").ok().json();
        assertFalse(json.isEmpty(), json.toString());
    }
}
