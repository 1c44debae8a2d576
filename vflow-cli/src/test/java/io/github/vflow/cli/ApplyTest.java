package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** evaluate, score, sample and info, on models that were not trained: they need no training to be right. */
final class ApplyTest {
    private static final RowSpec SPEC = RowSpec.of(3, 2, 2)
            .withConditioner(List.of(5), Activation.TANH)
            .withMoments(new Columns.Moments(List.of(20.0, 1040.0, 1.0), List.of(3.0, 6.0, 0.6)));

    /** The spread of sixty seeds is known to a tenth of it for one row, and the errors of rows with few effective samples vary. */
    private static final double SPREAD = 0.15;

    @TempDir
    Path dir;

    private Path model = Path.of("model");
    private Path flow = Path.of("flow");
    private Path table = Path.of("table");

    @BeforeEach
    void write() throws IOException {
        model = dir.resolve("model.safetensors");
        flow = dir.resolve("flow.safetensors");
        table = Tables.write(dir.resolve("in.csv"), 120, 3);
        new ModelFile(moved(SPEC), List.of("temp", "press", "load"), Map.of("data", "x.csv")).save(model);
        new ModelFile(moved(RowSpec.of(2, 0, 2)), List.of(), Map.of()).save(flow);
    }

    /** Away from the start, where couplings do nothing yet. */
    private static FlowModel moved(RowSpec spec) {
        FlowModel m = Models.of(spec, 4);
        SplittableRandom random = new SplittableRandom(5);
        float[] values = m.parameters().values();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (0.1 * random.nextGaussian());
        }
        return m;
    }

    @Test
    void evaluateGivesMeansAndStandardErrors() throws IOException {
        JsonNode json = Run.vflow("evaluate", model, table, "--json", "--samples", 50)
                .ok()
                .json();
        double elbo = json.path("elbo").doubleValue();
        double logLikelihood = json.path("log_likelihood").doubleValue();
        assertTrue(elbo < logLikelihood, json.toString());
        assertTrue(json.path("log_likelihood_standard_error").doubleValue() > 0);
        double size = json.path("effective_sample_size").doubleValue();
        try (Evaluator evaluator = Evaluator.ofMeans(ModelFile.load(model).model(), Engines.vector(1), 50, 1)) {
            double[] sizes = Stream.of(evaluator.estimates(Tables.read(table).rows()))
                    .mapToDouble(ImportanceEstimate::effectiveSampleSize)
                    .toArray();
            assertEquals(DoubleStream.of(sizes).average().orElseThrow(), size, 1e-9);
            assertEquals(
                    DoubleStream.of(sizes).filter(s -> s < 5).count(),
                    json.path("rows_not_known").intValue());
        }
        assertEquals(50, json.path("samples").intValue());
        assertMean(json, "log_likelihood", 50);
        assertMean(json, "elbo", 1);
        assertEquals(120, json.path("rows").intValue());
        assertTrue(json.path("bound").isNull());
        String text = Run.vflow("evaluate", model, table, "--samples", 50).ok().out();
        assertTrue(text.contains(Text.nats(elbo) + " ± "), text);
        assertTrue(text.contains("log-likelihood, S = 50"), text);
    }

    /** The mean and its error, by sums and sums of squares of the rows' estimates. */
    private void assertMean(JsonNode json, String key, int samples) throws IOException {
        try (Evaluator evaluator = Evaluator.ofMeans(ModelFile.load(model).model(), Engines.vector(1), samples, 1)) {
            double[] logs = Stream.of(evaluator.estimates(Tables.read(table).rows()))
                    .mapToDouble(ImportanceEstimate::logProb)
                    .toArray();
            double n = logs.length;
            double mean = DoubleStream.of(logs).sum() / n;
            double squares = DoubleStream.of(logs).map(l -> l * l).sum() / n - mean * mean;
            assertEquals(mean, json.path(key).doubleValue(), 1e-9);
            assertEquals(
                    Math.sqrt(squares / (n - 1)),
                    json.path(key + "_standard_error").doubleValue(),
                    1e-9);
        }
    }

    @Test
    void aPlainFlowIsExactAndAToyHasItsBound() {
        JsonNode json = Run.vflow("evaluate", flow, "checkerboard", "--rows", 300, "--json")
                .ok()
                .json();
        assertTrue(json.path("exact").booleanValue());
        assertEquals(json.path("elbo"), json.path("log_likelihood"));
        assertEquals(-Math.log(32), json.path("bound").doubleValue(), 1e-12);
        String text =
                Run.vflow("evaluate", flow, "checkerboard", "--rows", 300).ok().out();
        assertTrue(text.contains("(exact)") && text.contains("no model exceeds          −3.4657"), text);
        assertTrue(Run.vflow("evaluate", model, "moons").failure(1).contains("the model has 3; give a CSV file"));
    }

    @Test
    void resultsDoNotDependOnTheThreadsButOnTheSeed() {
        String one = Run.vflow("evaluate", model, table, "--json", "--threads", 1)
                .ok()
                .out();
        assertEquals(
                one,
                Run.vflow("evaluate", model, table, "--json", "--threads", 3)
                        .ok()
                        .out());
        assertNotEquals(
                one,
                Run.vflow("evaluate", model, table, "--json", "--seed", 2).ok().out());
    }

    @Test
    void scoreAddsOneColumn() throws IOException {
        Path out = dir.resolve("out.csv");
        Run run =
                Run.vflow("score", model, table, "--out", out, "--samples", 20).ok();
        assertTrue(run.out().contains("120 rows, mean log_prob −"), run.out());
        Tables.Data scored = Tables.read(out);
        Tables.Data before = Tables.read(table);
        assertEquals(List.of("temp", "press", "load", "log_prob"), scored.columns());
        double[] wanted;
        try (Evaluator evaluator = Evaluator.ofScores(ModelFile.load(model).model(), Engines.vector(1), 20, 1)) {
            wanted = evaluator.scores(before.rows());
            for (int i = 0; i < 120; i++) {
                assertEquals(wanted[i], evaluator.score(before.rows().copyRow(i)), "one row alone");
            }
        }
        for (int i = 0; i < 120; i++) {
            assertEquals(wanted[i], scored.rows().get(i, 3));
            assertEquals(before.rows().get(i, 1), scored.rows().get(i, 1));
        }
    }

    /** The errors of an augmented model are as large as the spread of independent samples over seeds; a plain flow has none. */
    @Test
    void scoresHaveTheirErrors() throws IOException {
        String text = Run.vflow("score", model, table, "--errors", "--samples", 400)
                .ok()
                .out();
        assertTrue(text.startsWith("temp,press,load,log_prob,log_prob_error\n"), text.substring(0, 60));
        List<String> errors = text.lines()
                .skip(1)
                .map(l -> l.substring(l.lastIndexOf(',') + 1))
                .toList();
        int[] known = IntStream.range(0, errors.size())
                .filter(i -> !errors.get(i).isEmpty())
                .toArray();
        assertTrue(known.length > errors.size() / 2, known.length + " rows are known");
        double[][] logs = new double[60][];
        for (int k = 0; k < logs.length; k++) {
            try (Evaluator independent = Evaluator.ofMeans(ModelFile.load(model).model(), Engines.vector(1), 400, k)) {
                logs[k] = independent.scores(Tables.read(table).rows());
            }
        }
        double squares = 0;
        double expected = 0;
        for (int row : known) {
            double[] of = Stream.of(logs).mapToDouble(l -> l[row]).toArray();
            double mean = DoubleStream.of(of).average().orElseThrow();
            squares += DoubleStream.of(of).map(l -> (l - mean) * (l - mean)).sum() / (logs.length - 1);
            expected += Math.pow(Double.parseDouble(errors.get(row)), 2);
        }
        assertEquals(1, Math.sqrt(squares / expected), SPREAD, "spread over seeds / standard error");
        Path points = Files.writeString(dir.resolve("points.csv"), "a,b\n0.5,1\n0.25,-2\n");
        assertArrayEquals(
                new double[2],
                column(Run.vflow("score", flow, points, "--errors").ok().out(), 3));
    }

    /** Where fewer than five samples are effective the error is empty, and a note counts the rows; all of four are fewer than five. */
    @Test
    void aScoreOfTooFewSamplesIsNotKnown() throws IOException {
        Path out = dir.resolve("unknown.csv");
        Run run = Run.vflow("score", model, table, "--errors", "--samples", 4, "--out", out, "--json")
                .ok();
        assertTrue(
                run.err()
                        .contains(
                                "120 of 120 rows have a log_prob that is not known: fewer than five samples are effective"),
                run.err());
        assertEquals(120, run.json().path("rows_not_known").intValue());
        assertTrue(Files.readAllLines(out).stream().skip(1).allMatch(l -> l.endsWith(",")));
        Run enough = Run.vflow("score", model, table, "--errors", "--out", out, "--json")
                .ok();
        assertEquals(
                Files.readAllLines(out).stream().filter(l -> l.endsWith(",")).count(),
                enough.json().path("rows_not_known").intValue());
        assertTrue(Run.vflow("score", model, table, "--errors", "--samples", 3)
                .failure(2)
                .contains(
                        "--errors needs at least 4 samples, since a row with one missing cell takes a third of them, but has"
                                + " 3; give more --samples"));
        assertTrue(Run.vflow("score", model, table, "--errors", "--elbo")
                .failure(2)
                .contains("--errors are of log_prob, which --elbo does not write; leave out one of both"));
    }

    @Test
    void withoutOutTheTableGoesToStandardOutput() throws IOException {
        Run run = Run.vflow("score", model, table, "--elbo").ok();
        assertEquals(121, run.out().lines().count());
        assertEquals("temp,press,load,elbo", run.out().lines().findFirst().orElseThrow());
        assertTrue(run.err().contains("120 rows, mean elbo"), run.err());
        assertTrue(Run.vflow("score", model, table, "--json").failure(2).contains("--json needs --out"));
        JsonNode json = Run.vflow("score", model, table, "--json", "--out", dir.resolve("o.csv"))
                .ok()
                .json();
        assertEquals("log_prob", json.path("column").stringValue());
        assertEquals(0, json.path("not_finite").intValue());
    }

    @Test
    void columnsAreFoundByTheirNames() throws IOException {
        Tables.Data t = Tables.read(table);
        StringBuilder shuffled = new StringBuilder("id,load,temp,press\n");
        StringBuilder bare = new StringBuilder();
        for (int i = 0; i < 120; i++) {
            shuffled.append("%d,%s,%s,%s\n"
                    .formatted(
                            i, t.rows().get(i, 2), t.rows().get(i, 0), t.rows().get(i, 1)));
            bare.append("%s,%s,%s\n"
                    .formatted(t.rows().get(i, 0), t.rows().get(i, 1), t.rows().get(i, 2)));
        }
        Path byName = Files.writeString(dir.resolve("shuffled.csv"), shuffled);
        Path byPlace = Files.writeString(dir.resolve("bare.csv"), bare);
        double[] plain = column(Run.vflow("score", model, table).ok().out(), 3);
        assertArrayEquals(plain, column(Run.vflow("score", model, byName).ok().out(), 4));
        assertArrayEquals(plain, column(Run.vflow("score", model, byPlace).ok().out(), 3));
    }

    private static double[] column(String csv, int at) {
        return csv.lines()
                .skip(1)
                .mapToDouble(l -> Double.parseDouble(l.split(",", -1)[at]))
                .toArray();
    }

    @Test
    void aTableThatDoesNotFitIsRefusedAndNothingIsWritten() throws IOException {
        Path out = dir.resolve("never.csv");
        Path other = Files.writeString(dir.resolve("other.csv"), "temp,press\n1,2\n");
        String message = Run.vflow("score", model, other, "--out", out).failure(1);
        assertTrue(
                message.contains("expected the columns [temp, press, load] but [load] are missing among [temp, press]"),
                message);
        Files.writeString(other, "temp,press,load,log_prob\n1,2,3,4\n");
        message = Run.vflow("score", model, other, "--out", out).failure(1);
        assertTrue(message.contains("there is a column log_prob already"), message);
        message = Run.vflow("evaluate", flow, table).failure(1);
        assertTrue(
                message.contains("expected the columns [x1, x2] but [x1, x2] are missing among [temp, press, load]"),
                message);
        assertFalse(Files.exists(out));
    }

    @Test
    void rowsBeyondFloat32AreReported() throws IOException {
        Path far = Files.writeString(dir.resolve("far.csv"), "temp,press,load\n1e30,2,3\n20,1040,1\n");
        Run run = Run.vflow("score", model, far).ok();
        assertTrue(run.err().contains("1 of 2 rows is so far from the training data"), run.err());
    }

    @Test
    void otherFilesAreNotModels() throws IOException {
        String message = Run.vflow("evaluate", table, table).failure(1);
        assertTrue(message.contains("in.csv"), message);
        message = Run.vflow("score", dir.resolve("nowhere"), table).failure(1);
        assertTrue(message.contains("no such file"), message);
        message = Run.vflow("sample", dir).failure(1);
        assertTrue(message.contains(dir.toString()), message);
    }

    @Test
    void samplesAreATableOfTheSameColumns() throws IOException {
        Path out = dir.resolve("new.csv");
        Run.vflow("sample", model, "-n", 500, "--out", out).ok();
        Tables.Data drawn = Tables.read(out);
        assertEquals(List.of("temp", "press", "load"), drawn.columns());
        assertEquals(500, drawn.rows().size());
        String again = Run.vflow("sample", model, "-n", 500).ok().out();
        assertEquals(Files.readString(out), again);
        assertNotEquals(
                again, Run.vflow("sample", model, "-n", 500, "--seed", 2).ok().out());
        String unnamed = Run.vflow("sample", flow, "-n", 3).ok().out();
        assertEquals("x1,x2", unnamed.lines().findFirst().orElseThrow());
    }

    @Test
    void temperatureNarrows() throws IOException {
        Path out = dir.resolve("cold.csv");
        JsonNode json = Run.vflow("sample", model, "-n", 400, "--temperature", 0.2, "--out", out, "--json")
                .ok()
                .json();
        assertEquals(0.2, json.path("temperature").doubleValue());
        Path warm = dir.resolve("warm.csv");
        Run.vflow("sample", model, "-n", 400, "--out", warm).ok();
        assertTrue(Tables.read(out).rows().columnStds()[0]
                < 0.5 * Tables.read(warm).rows().columnStds()[0]);
        assertTrue(
                Run.vflow("sample", model, "--temperature", 0).failure(2).contains("--temperature must be positive"));
        assertTrue(Run.vflow("sample", model, "-n", 0).failure(2).contains("--rows must be at least 1"));
    }

    @Test
    void infoCountsParametersAndMemory() throws IOException {
        String text = Run.vflow("info", model).ok().out();
        int count = ModelFile.load(model).model().parameters().size();
        assertTrue(text.contains("a VFlow on 3 + 2 dimensions"), text);
        assertTrue(text.contains("  column  kind\n  temp    real\n  press   real\n  load    real\n"), text);
        assertTrue(text.contains(count + " parameters"), text);
        assertTrue(text.contains("q(z|x)      1 step: ActNorm, dense linear map"), text);
        assertTrue(text.contains("bytes"), text);
        assertFalse(text.contains("%n"), text);
        JsonNode json =
                Run.vflow("info", model, "--json", "--engine", "reference").ok().json();
        JsonNode parts = json.path("parts");
        assertEquals(count, parts.path("p").intValue() + parts.path("q").intValue());
        assertEquals(
                parts.path("p").intValue(),
                parts.path("p.0").intValue() + parts.path("p.1").intValue());
        assertEquals(
                List.of(20.0, 1040.0, 1.0).toString(),
                json.path("spec")
                        .path("columns")
                        .path("moments")
                        .path("mean")
                        .items()
                        .map(JsonNode::doubleValue)
                        .toList()
                        .toString());
        assertTrue(json.path("engine").stringValue().contains("double"));
        assertEquals(0, json.path("calibration_rows").intValue());
        int batch = json.path("batch").intValue();
        assertTrue(text.contains("training    batch of " + batch + ": "), text);
    }

    @Test
    void infoKnowsModelsThatDoNotExist() {
        JsonNode json = Run.vflow("info", "--features", 2, "--augment", 8, "--flow-steps", 2, "--json")
                .ok()
                .json();
        assertEquals(27_484, json.path("parameters").intValue());
        assertTrue(Run.vflow("info", "--features", 4, "--augment", 0).ok().out().contains("a flow on 4 dimensions"));
        assertTrue(Run.vflow("info", "--features", 4, "--augment", 1)
                .ok()
                .out()
                .contains("mixture of 8 layer by a network 4"));
        String least = Run.vflow("info", "--features", 1, "--augment", 0, "--samples", 1)
                .ok()
                .out();
        assertTrue(least.contains("a flow on 1 dimension\n") && least.contains("a row with 1 sample:"), least);
        assertTrue(Run.vflow("info").failure(2).contains("give a model file, or --features"));
        assertTrue(Run.vflow("info", model, "--augment", 3).failure(2).contains("leave out --augment"));
    }
}
