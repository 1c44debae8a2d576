package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.Fitted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** {@code vflow report}, and what {@code vflow train} keeps for it. */
final class ReportTest {
    @TempDir
    static Path folder;

    @TempDir
    Path dir;

    private static Path model = Path.of("m");
    private static Path data = Path.of("d");
    private Path page = Path.of("p");

    @BeforeEach
    void choosePage() {
        page = dir.resolve("r.html");
    }

    @BeforeAll
    static void train() throws IOException {
        model = folder.resolve("m.safetensors");
        data = Tables.write(folder.resolve("d.csv"), 300, 4);
        EditedPlan.of(folder.resolve("p.json"), data, "--steps", 40, "--noise", "0,0.1", "--hidden", 8)
                .evaluated(10, 8)
                .train(data, "--out", model)
                .ok();
    }

    @Test
    void thePageSaysWhatTheModelIsAndHowItWasMade() throws IOException {
        Run run = Run.vflow("report", model, "--data", data, "--out", page).ok();
        assertTrue(run.out().matches("wrote .*r\\.html, \\d+ KB\\R"), run.out());
        String text = Files.readString(page);
        for (String part : new String[] {
            "<!DOCTYPE html>",
            "m.safetensors",
            "Log-density during training",
            "temp",
            "press",
            "load",
            "Trained by",
            "Report written",
            "vflow train " + data + " --plan ",
            "vflow report " + model + " --data " + data + " --out " + page
        }) {
            assertTrue(text.contains(part), part);
        }
        assertFalse(text.contains("--threads"), "an option without an effect on the model");
        Run json = Run.vflow("report", model, "--data", data, "--out", page, "--rows", 100, "--json")
                .ok();
        assertEquals(300, json.json().path("rows").intValue());
        assertEquals(Files.size(page), json.json().path("bytes").intValue());
        assertTrue(Files.readString(page).contains("100 rows, chosen at random among those with values, of 300"));
    }

    @Test
    void theModelFileHasTheEvaluationsOfItsTraining() throws IOException {
        Fitted fitted = ModelFile.load(model).fitted().orElseThrow();
        assertEquals(80, fitted.steps(), "of two members");
        assertEquals(4, fitted.history().size());
        assertEquals(10, fitted.history().getFirst().step());
        assertTrue(Double.isFinite(fitted.heldOut().standardError()), fitted.toString());
        assertEquals(0, fitted.seconds(), "a time would make the bytes of a resumed run differ");
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aModelWithoutHeldOutRowsIsReportedToo() throws IOException {
        Path plain = dir.resolve("plain.safetensors");
        Run.vflow(
                        "train",
                        data,
                        "--steps",
                        20,
                        "--validation",
                        0,
                        "--calibration",
                        0,
                        "--noise",
                        "0",
                        "--hidden",
                        8,
                        "--out",
                        plain)
                .ok();
        Fitted alone = ModelFile.load(plain).fitted().orElseThrow();
        assertEquals(0, alone.heldOut().count());
        Run.vflow("report", plain, "--data", data, "--out", page).ok();
        assertTrue(Files.readString(page).contains("No rows were held out")
                || alone.history().size() < 2);
    }

    @Test
    void driftInASecondTableIsShown() throws IOException {
        Path moved = dir.resolve("moved.csv");
        StringBuilder text = new StringBuilder("temp,press,load\n");
        Files.readAllLines(data).stream().skip(1).forEach(line -> {
            String[] cells = line.split(",", -1);
            text.append(Double.parseDouble(cells[0]) + 9)
                    .append(',')
                    .append(cells[1])
                    .append(',')
                    .append(cells[2])
                    .append('\n');
        });
        Files.writeString(moved, text);
        Run.vflow("report", model, "--data", data, "--compare", moved, "--out", page)
                .ok();
        String html = Files.readString(page);
        assertTrue(html.contains("<h2>Drift</h2>"), html);
        assertTrue(html.contains("300 rows of " + moved + " differ from the training rows in"), html);
        Run.vflow("report", model, "--data", data, "--compare", data, "--out", page)
                .ok();
        assertTrue(Files.readString(page).contains("show no drift from the training rows"));
    }

    @Test
    void cellsThatAreNoValuesCountAsMissingAndAreSaid() throws IOException {
        Path odd = dir.resolve("odd.csv");
        Files.writeString(odd, Files.readString(data) + "20,oops,1\n");
        Run run = Run.vflow("report", model, "--data", odd, "--out", page);
        String said = "column 2 (press) holds text, taken as missing, in 1 of 301 rows";
        assertTrue(run.ok().err().contains(said), run.err());
        assertTrue(Files.readString(page).contains(said));
    }

    @Test
    void whatCannotBeReportedIsSaidInOneLine() throws IOException {
        assertTrue(Run.vflow("report", model).failure(2).contains("--data=FILE"));
        assertTrue(Run.vflow("report", model, "--data", data, "--rows", 0)
                .failure(2)
                .contains("--rows"));
        assertTrue(Run.vflow("report", model, "--data", data, "--out", data)
                .failure(1)
                .contains("--out and --data are both"));
        Path other = Files.writeString(dir.resolve("other.csv"), "a,b\n1,2\n3,4\n");
        assertTrue(Run.vflow("report", model, "--data", other, "--out", page)
                .failure(1)
                .contains("expected the columns [temp, press, load]"));
        assertFalse(Files.exists(page));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aModelOfGivenColumnsIsRefused() throws IOException {
        Path given = dir.resolve("given.safetensors");
        Run.vflow("train", data, "--given", "load", "--steps", 1, "--noise", "0", "--out", given)
                .ok();
        assertTrue(Run.vflow("report", given, "--data", data, "--out", page)
                .failure(1)
                .contains("a report is about p(row) but the model is one of p(y | x)"));
    }
}
