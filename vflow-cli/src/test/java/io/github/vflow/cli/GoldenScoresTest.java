package io.github.vflow.cli;

import static io.github.vflow.cli.GoldenFiles.model;
import static io.github.vflow.cli.GoldenFiles.rows;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Scores, verdicts and means of models of a release, by the command, are the answers of the release or of the library. */
final class GoldenScoresTest {
    private static final int SOME_ROWS = 3;
    private static final int DRIFT = 4;

    @TempDir
    Path dir;

    /** The numbers of a column of a table; NaN for an empty cell. */
    private static double[] column(String csv, String name) {
        List<String> lines = csv.lines().toList();
        int at = List.of(lines.getFirst().split(",", -1)).indexOf(name);
        return lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1)[at])
                .mapToDouble(cell -> cell.isEmpty() ? Double.NaN : Double.parseDouble(cell))
                .toArray();
    }

    private static double mean(double[] numbers) {
        return Arrays.stream(numbers).average().orElseThrow();
    }

    @Test
    void scoresAreTheAnswersOfTheRelease() throws IOException {
        Path out = dir.resolve("out.csv");
        Run run = Run.vflow("score", model("flow"), rows("flow"), "--out", out).ok();
        double[] scores = GoldenFiles.answer("flow", "log p by an engine");
        String csv = Files.readString(out);
        assertTrue(csv.startsWith("a,b,c,log_prob\n-0.7172,-0.9210,0.8253,"), csv);
        assertArrayEquals(scores, column(csv, "log_prob"));
        assertEquals("", run.err());
        Mean mean = Mean.of(scores);
        JsonNode json = Run.vflow("score", model("flow"), rows("flow"), "--out", out, "--json")
                .ok()
                .json();
        assertEquals(24, json.path("rows").intValue());
        assertEquals(24, json.path("scored").intValue());
        assertEquals("log_prob", json.path("column").stringValue());
        assertEquals(mean.value(), json.path("mean").doubleValue(), 1e-12);
        assertEquals(mean.standardError(), json.path("standard_error").doubleValue(), 1e-12);
        assertTrue(json.path("alarms").isNull() && json.path("rows_not_known").isNull(), json.toString());
        assertTrue(
                Run.vflow("score", model("flow"), rows("flow"), "--elbo")
                        .ok()
                        .out()
                        .startsWith("a,b,c,log_prob\n"),
                "a flow without noise has no bound");
    }

    @Test
    void boundsAndErrorsStandInColumnsOfTheirOwn() throws IOException {
        TableModel model = TableModel.load(model("vflow"));
        Table table = Table.read(rows("vflow"), model.schema());
        long seed = ModelFile.load(model("vflow")).scoring().seed();
        double[] bounds;
        try (var evaluator = model.evaluator(Engines.vector(1), new Scoring(1, seed))) {
            bounds = evaluator.scores(table.rows());
        }
        String csv =
                Run.vflow("score", model("vflow"), rows("vflow"), "--elbo").ok().out();
        assertTrue(csv.startsWith("a,b,c,elbo\n"), csv);
        assertArrayEquals(bounds, column(csv, "elbo"), 1e-6);
        Run few = Run.vflow("score", model("vflow"), rows("vflow"), "--errors").ok();
        assertTrue(
                few.err().startsWith("24 of 24 rows have a log_prob that is not known: fewer than five samples"),
                few.err());
        assertTrue(few.err().contains("\n24 rows, mean log_prob −"), few.err());
        Run many = Run.vflow("score", model("vflow"), rows("vflow"), "--errors", "--samples", 50, "--seed", 3)
                .ok();
        assertFalse(many.err().contains("not known"), many.err());
        try (var evaluator = model.evaluator(Engines.vector(1), new Scoring(50, 3))) {
            assertArrayEquals(
                    Arrays.stream(evaluator.estimates(table.rows()))
                            .mapToDouble(ImportanceEstimate::standardError)
                            .toArray(),
                    column(many.out(), "log_prob_error"),
                    1e-6);
        }
        assertEquals(
                "vflow: --errors needs at least 4 samples, since a row with one missing cell takes a third of them, but has"
                        + " 3; give more --samples (see vflow score --help)",
                Run.vflow("score", model("vflow"), rows("vflow"), "--errors", "--samples", 3)
                        .failure(2));
        Run.vflow("score", model("vflow"), rows("vflow"), "--errors", "--samples", 4)
                .ok();
        assertTrue(Run.vflow("score", model("vflow"), rows("vflow"), "--errors", "--elbo")
                .failure(2)
                .contains("--errors are of log_prob, which --elbo does not write; leave out one of both"));
    }

    @Test
    void alarmsAreThoseOfTheRelease() throws IOException {
        Path out = dir.resolve("out.csv");
        Run run = Run.vflow("score", model("calibration"), rows("calibration"), "--alarms", 0.2, "--out", out)
                .ok();
        String csv = Files.readString(out);
        assertTrue(csv.startsWith("a,b,c,log_prob,alarm_score,p_value,alarm,reason\n"), csv);
        double[] values = GoldenFiles.answer("calibration", "p-values");
        assertArrayEquals(values, column(csv, "p_value"));
        assertArrayEquals(GoldenFiles.answer("calibration", "alarm scores"), column(csv, "alarm_score"));
        long alarms = Arrays.stream(values).filter(p -> p <= 0.2).count();
        assertTrue(alarms > 0, csv);
        assertEquals(alarms, csv.lines().filter(line -> line.contains(",true,")).count());
        assertTrue(run.out().contains(", " + alarms + " alarm"), run.out());
        Run both = Run.vflow(
                "score", model("calibration"), rows("calibration"), "--alarms", 0.2, "--samples", 9, "--seed", 2);
        assertTrue(
                both.failure(2)
                        .contains("alarms compare with scores as the model file says, so leave out --samples, --seed"),
                both.err());
        Run none = Run.vflow("score", model("flow"), rows("flow"), "--alarms", 0.2);
        assertEquals(SOME_ROWS, none.code(), none.err());
        assertTrue(none.out().startsWith("a,b,c,log_prob\n"), none.out());
        assertFalse(none.err().contains("alarm\n"), none.err());
    }

    @Test
    void rowsFarFromTheTrainingAreCounted() throws IOException {
        Path far = Files.writeString(dir.resolve("far.csv"), "a,b,c\n1e30,1,1\n0.1,0.2,0.3\n");
        Run one = Run.vflow("score", model("flow"), far).ok();
        assertTrue(
                one.err().contains("1 of 2 rows is so far from the training data that float32 has no number"),
                one.err());
        Files.writeString(far, "a,b,c\n1e30,1,1\n0.1,0.2,0.3\n1,1e30,1\n");
        assertTrue(
                Run.vflow("score", model("flow"), far)
                        .ok()
                        .err()
                        .contains("2 of 3 rows are so far from the training data"),
                "two rows");
    }

    @Test
    void aRowIsExplainedWhereverItStands() throws IOException {
        Path long_ = dir.resolve("long.csv");
        List<String> lines = Files.readAllLines(rows("typed"));
        List<String> all = new ArrayList<>(List.of(lines.getFirst()));
        Collections.addAll(all, Collections.nCopies(5_000, lines.get(1)).toArray(String[]::new));
        all.set(4_097, lines.get(7));
        all.set(1, lines.get(8));
        Files.write(long_, all);
        for (Map.Entry<Integer, Integer> place : Map.of(1, 7, 4_097, 6).entrySet()) {
            JsonNode json = Run.vflow(
                            "explain", model("typed"), long_, "--row", place.getKey(), "--alarms", 0.05, "--json")
                    .ok()
                    .json();
            assertEquals(
                    GoldenFiles.answer("typed", "p-values")[place.getValue()],
                    json.path("p_value").doubleValue(),
                    "row " + place.getKey());
        }
        assertEquals(
                "vflow: " + long_ + ": there is no row 5,001; it has 5,000 rows",
                Run.vflow("explain", model("typed"), long_, "--row", 5_001).failure(1));
        Files.writeString(long_, lines.getFirst() + "\noak,2,€7,21.03,43.06,cm\n");
        Run bad = Run.vflow("explain", model("typed"), long_, "--row", 1);
        assertEquals(SOME_ROWS, bad.code(), bad.err());
        assertTrue(bad.err().startsWith(long_ + ": row 1 has no score: column steps holds"), bad.err());
        assertEquals("", bad.out());
        assertTrue(Run.vflow("explain", model("calibration"), rows("calibration"), "--row", 1)
                .failure(1)
                .endsWith(": the model knows no missing cells, so it cannot say what a column costs; train it again"));
    }

    @Test
    void calibrationTakesTheScoresOfTheRows() throws IOException {
        Path from = Files.copy(model("calibration"), dir.resolve("from.safetensors"));
        Path to = dir.resolve("to.safetensors");
        Run run = Run.vflow("calibrate", from, rows("calibration"), "--out", to, "--json")
                .ok();
        TableModel before = TableModel.load(model("calibration"));
        var scores = before.calibrated(Table.read(rows("calibration"), before.schema()))
                .calibration()
                .orElseThrow();
        assertEquals(scores, ModelFile.load(to).calibration().orElseThrow());
        assertEquals(scores.median(), run.json().path("median").doubleValue());
        assertEquals(1 / 25.0, run.json().path("least_rate").doubleValue());
        assertEquals(24, run.json().path("rows").intValue());
        Files.writeString(dir.resolve("some.csv"), "a,b,c\n1,2,3\n1,2,x\n2,4,4\n");
        Run some = Run.vflow("calibrate", to, dir.resolve("some.csv"));
        assertEquals(SOME_ROWS, some.code(), some.err());
        assertTrue(some.err().contains("1 of 3 rows not used"), some.err());
        assertTrue(some.out().startsWith("2 calibration rows, median alarm score"), some.out());
        assertEquals(2, ModelFile.load(to).calibration().orElseThrow().size());
        Path checkpoint =
                Files.copy(GoldenFiles.newest("checkpoint", "checkpoint.safetensors"), dir.resolve("checkpoint"));
        assertEquals(
                "vflow: " + checkpoint + ": a checkpoint has no calibration; give --out FILE for a calibrated model",
                Run.vflow("calibrate", checkpoint, GoldenFiles.newest("checkpoint", Golden.ROWS))
                        .failure(1));
        assertTrue(Run.vflow("calibrate", model("given"), rows("given"), "--out", to)
                .failure(1)
                .contains("a model of p(y | x) has no alarms"));
        assertTrue(Run.vflow("calibrate", from, to, "--out", to).failure(1).contains("--out and NORMAL.csv are both"));
    }

    @Test
    void meansAreThoseOfTheScores() throws IOException {
        JsonNode exact = Run.vflow("evaluate", model("flow"), rows("flow"), "--json")
                .ok()
                .json();
        double[] scores = GoldenFiles.answer("flow", "log p by an engine");
        for (String key : List.of("elbo", "log_likelihood")) {
            assertEquals(mean(scores), exact.path(key).doubleValue(), 1e-6);
            assertEquals(
                    Mean.of(scores).standardError(),
                    exact.path(key + "_standard_error").doubleValue(),
                    1e-6);
        }
        assertEquals(1, exact.path("samples").intValue());
        assertEquals(1, exact.path("effective_sample_size").doubleValue());
        TableModel model = TableModel.load(model("vflow"));
        Table table = Table.read(rows("vflow"), model.schema());
        JsonNode noisy = Run.vflow(
                        "evaluate",
                        model("vflow"),
                        rows("vflow"),
                        "--json",
                        "--samples",
                        7,
                        "--seed",
                        3,
                        "--threads",
                        1)
                .ok()
                .json();
        double bound = noisy.path("elbo").doubleValue();
        double estimate = noisy.path("log_likelihood").doubleValue();
        assertNotEquals(bound, estimate);
        try (var evaluator = model.evaluator(Engines.vector(1), new Scoring(7, 3))) {
            assertEquals(mean(evaluator.scores(table.rows())), estimate, 0.5, "by other samples");
        }
        JsonNode single = Run.vflow("evaluate", model("vflow"), rows("vflow"), "--json", "--samples", 1, "--seed", 3)
                .ok()
                .json();
        assertEquals(
                single.path("log_likelihood").doubleValue(), bound, 1e-9, "the bound is an estimate by one sample");
        JsonNode few = Run.vflow("evaluate", model("vflow"), rows("vflow"), "--json", "--samples", 4)
                .ok()
                .json();
        assertEquals(24, few.path("rows_not_known").intValue());
        assertEquals(7, noisy.path("samples").intValue());
        double size = noisy.path("effective_sample_size").doubleValue();
        assertTrue(size > 1 && size < 7, noisy.toString());
        assertTrue(bound < estimate + 0.5, noisy.toString());
        Files.writeString(dir.resolve("some.csv"), "a,b,c\n1,2,3\n1,2,x\n2,4,4\n");
        Run some = Run.vflow("evaluate", model("flow"), dir.resolve("some.csv"));
        assertEquals(SOME_ROWS, some.code(), some.err());
        assertTrue(some.err().contains("1 of 3 rows not evaluated"), some.err());
        assertTrue(some.out().startsWith("2 rows of "), some.out());
    }

    @Test
    void aToyDensityAndImagesAreEvaluatedUpToANumber() throws IOException {
        Path plane = dir.resolve("plane.safetensors");
        new ModelFile(Models.of(RowSpec.of(2, 0, 1), 1), List.of("x1", "x2"), Map.of()).save(plane);
        JsonNode toy = Run.vflow("evaluate", plane, "checkerboard", "--rows", 50, "--json")
                .ok()
                .json();
        assertEquals(50, toy.path("rows").intValue());
        assertEquals(
                ToyDensity.CHECKERBOARD.entropyBound().orElseThrow(),
                toy.path("bound").doubleValue());
        assertTrue(Run.vflow("evaluate", model("flow"), "moons")
                .failure(1)
                .contains("a toy density has 2 columns but the model has 3; give a CSV file"));
        JsonNode images = Run.vflow(
                        "evaluate", model("patches"), "digits", "--halve", 1, "--rows", 3, "--samples", 2, "--json")
                .ok()
                .json();
        assertEquals(3, images.path("rows").intValue());
        assertTrue(images.path("bound").isNull(), images.toString());
        double bit = ModelFile.load(model("patches")).model().bitsPerDim(1);
        assertEquals(
                bit * images.path("log_likelihood").doubleValue(),
                images.path("bits_per_dim").doubleValue(),
                1e-9);
    }

    @Test
    void aMonitorGoesOnFromTheStateOfTheRelease() throws IOException {
        Path state = Files.copy(GoldenFiles.newest("drift", "state.json"), dir.resolve("state.json"));
        Run run = Run.vflow("drift", model("drift"), rows("drift"), "--state", state, "--json");
        double[] after = GoldenFiles.answer("drift", "state after more rows");
        JsonNode json = run.json();
        assertEquals(after[0], json.path("monitor").path("rows").intValue());
        assertEquals(200, json.path("rows").intValue());
        for (int j = 0; j < 3; j++) {
            JsonNode column = json.path("columns").get(j).path("monitor");
            assertEquals(after[3 + 2 * j], column.path("since").intValue());
            assertEquals(after[4 + 2 * j], column.path("evidence").doubleValue(), 1e-12);
        }
        JsonNode again = Run.vflow("drift", model("drift"), rows("drift"), "--state", state, "--json")
                .json();
        assertEquals(600, again.path("monitor").path("rows").intValue());
    }

    @Test
    void driftIsAnExitCode() throws IOException {
        assertEquals(0, Run.vflow("drift", model("drift"), rows("drift")).ok().code());
        List<String> lines = new ArrayList<>(Files.readAllLines(rows("drift")));
        lines.replaceAll(line -> line.startsWith("a") ? line : "9" + line.substring(line.indexOf('.')));
        Run far = Run.vflow("drift", model("drift"), Files.write(dir.resolve("far.csv"), lines), "--level", 0.5);
        assertEquals(DRIFT, far.code(), far.err());
        assertTrue(far.out().contains("\ndrift: a"), far.out());
        Run other = Run.vflow("drift", model("drift"), rows("drift"), "--baseline", dir.resolve("far.csv"), "--json");
        assertEquals(DRIFT, other.code(), other.err());
        assertEquals(200, other.json().path("baseline").path("rows").intValue());
        lines.add("x,1,2");
        lines.add("1,y,2");
        Files.write(dir.resolve("bad.csv"), lines);
        Run some = Run.vflow("drift", model("drift"), rows("drift"), "--baseline", dir.resolve("bad.csv"));
        assertTrue(some.err().contains("2 of 202 rows not in the baseline"), some.err());
        Files.write(dir.resolve("mixed.csv"), List.of("a,b,c", "1,2,3", "x,1,2", "0,0,0"));
        Run few = Run.vflow("drift", model("drift"), dir.resolve("mixed.csv"), "--level", 1e-9);
        assertEquals(SOME_ROWS, few.code(), few.err());
        assertTrue(few.err().contains("1 of 3 rows not compared"), few.err());
        Files.write(dir.resolve("none.csv"), List.of("a,b,c", "x,1,2"));
        Run none = Run.vflow("drift", model("drift"), dir.resolve("none.csv"));
        assertTrue(none.failure(1).endsWith("there is no row that the model can score; give some rows"), none.err());
        assertTrue(none.err().contains("1 of 1 row not compared"), none.err());
        for (String wrong : List.of("--rate 0", "--rate 1e6", "--rate -1")) {
            assertTrue(
                    Run.vflow((Object[]) ("drift m in " + wrong).split(" ", -1))
                            .failure(2)
                            .contains("--rate must be in (0, 1,000,000) but is "
                                    + Double.parseDouble(wrong.substring(7))),
                    wrong);
        }
        for (String wrong : List.of("--level 0", "--level 1", "--level 2")) {
            assertTrue(
                    Run.vflow((Object[]) ("drift m in " + wrong).split(" ", -1))
                            .failure(2)
                            .contains("--level must be in (0, 1) but is " + Double.parseDouble(wrong.substring(8))),
                    wrong);
        }
    }
}
