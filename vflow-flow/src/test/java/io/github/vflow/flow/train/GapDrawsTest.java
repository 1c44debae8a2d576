package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Missing labels are drawn from the model given all that is known, so that the gradient of training is the gradient of what is scored. */
final class GapDrawsTest {
    private static final long SEED = Seeds.of("GapDrawsTest");
    private static final double NONE = Double.NaN;
    private static final int DRAWS = 1_024;
    /** Standard errors that a mean over all draws may be off. */
    private static final double ERRORS = 5;

    private static FlowModel model(List<ColumnSpec> kinds) {
        RowSpec spec = SmallModels.spec(kinds.size(), CouplingSpec.Kind.AFFINE_TANH)
                .withKinds(kinds)
                .withFill(RowSpec.Fill.standard());
        FlowModel model = Models.of(spec, SEED);
        Eval.randomise(model.parameters(), 0.4, new SplittableRandom(SEED));
        return model;
    }

    private static FlowModel training(FlowModel model) {
        return model.forTraining().forMissing().orElseThrow();
    }

    /** Copies of a row, completed; all have the same noise. */
    private static double[] completed(FlowModel model, double[] row, float[] noise) {
        double[] rows = new double[DRAWS * row.length];
        float[] normals = new float[DRAWS * noise.length];
        for (int i = 0; i < DRAWS; i++) {
            System.arraycopy(row, 0, rows, i * row.length, row.length);
            System.arraycopy(noise, 0, normals, i * noise.length, noise.length);
        }
        try (GapDraws draws =
                GapDraws.of(model, SmallModels.VECTOR, SEED, 0, new float[0]).orElseThrow()) {
            draws.complete(0, rows, i -> i, normals, Optional.of(model.parameters()::values));
        }
        return rows;
    }

    private static float[] noise(FlowModel model) {
        return Eval.narrow(Eval.normal(model.noise(), 1, new SplittableRandom(SEED + 1)));
    }

    /** The gradient of a function of the bounds of rows with the same noise. */
    private static double[] gradient(FlowModel model, double[] rows, float[] noise, Function<Tensor, Tensor> of) {
        return run(model, rows, noise, bound -> TrainingProgram.gradient(model, of.apply(bound)));
    }

    private static double[] run(FlowModel model, double[] rows, float[] noise, Function<Tensor, Tensor> of) {
        int n = rows.length / model.width();
        float[] x = new float[n * model.inputWidth()];
        model.standardize(rows, x);
        double[] normals = new double[n * noise.length];
        Arrays.setAll(normals, i -> noise[i % noise.length]);
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("result", of.apply(model.bound(t.batch(Model.X, Shape.of(n, model.inputWidth())))));
        return Eval.of(
                        Eval.REFERENCE,
                        t,
                        Map.of(
                                Parameters.INPUT,
                                Eval.values(model.parameters()),
                                Model.X,
                                Eval.widen(x),
                                Model.NOISE,
                                normals))
                .get("result");
    }

    /** Fisher's identity, with numbers missing, too. */
    @Test
    void theMeanGradientOfDrawsIsTheGradientOfTheSum() {
        FlowModel model = training(model(List.of(
                ColumnSpec.Category.of(3), new ColumnSpec.Real(), ColumnSpec.Category.of(2), new ColumnSpec.Real())));
        float[] noise = noise(model);
        for (double[] row : new double[][] {{NONE, 0.7, 1, -0.4}, {NONE, 0.7, NONE, NONE}, {2, NONE, NONE, 1.5}}) {
            double[] drawn = gradient(model, completed(model, row, noise), noise, b -> b.mean(0));
            double[][] all = all(row, 3, 2);
            double[] flat = Arrays.stream(all).flatMapToDouble(Arrays::stream).toArray();
            double[] sum = gradient(
                    model,
                    flat,
                    noise,
                    b -> b.reshape(1, all.length).logSumExp(1).reshape());
            double[][] each = Arrays.stream(all)
                    .map(r -> gradient(model, r, noise, b -> b.mean(0)))
                    .toArray(double[][]::new);
            for (int i = 0; i < sum.length; i++) {
                int at = i;
                double widest = Arrays.stream(each)
                                .mapToDouble(g -> g[at])
                                .max()
                                .orElseThrow()
                        - Arrays.stream(each).mapToDouble(g -> g[at]).min().orElseThrow();
                assertEquals(
                        sum[i],
                        drawn[i],
                        1e-5 + ERRORS * 0.5 * widest / Math.sqrt(DRAWS),
                        "parameter " + i + ", row " + Arrays.toString(row) + ", seed " + SEED);
            }
        }
    }

    /** All completions of columns 0 and 2. */
    private static double[][] all(double[] row, int first, int second) {
        return IntStream.range(0, first * second)
                .mapToObj(k -> new double[] {Math.floorDiv(k, second), row[1], k % second, row[3]})
                .filter(r -> Double.isNaN(row[0]) || row[0] == r[0])
                .filter(r -> Double.isNaN(row[2]) || row[2] == r[2])
                .toArray(double[][]::new);
    }

    /** Sixty-four completions take two blocks, and their shares are those of the sum all the same. */
    @Test
    void manyLabelsAreDrawnInBlocks() {
        FlowModel model = training(model(List.of(
                ColumnSpec.Category.of(4),
                ColumnSpec.Category.of(4),
                ColumnSpec.Category.of(4),
                new ColumnSpec.Real())));
        float[] noise = noise(model);
        double[] row = {NONE, NONE, NONE, 0.8};
        double[] rows = completed(model, row, noise);
        double[] share = new double[64];
        for (int i = 0; i < DRAWS; i++) {
            share[(int) (16 * rows[4 * i] + 4 * rows[4 * i + 1] + rows[4 * i + 2])] += 1.0 / DRAWS;
        }
        double[] flat = IntStream.range(0, 64)
                .boxed()
                .flatMapToDouble(k -> Arrays.stream(new double[] {k / 16, k / 4 % 4, k % 4, 0.8}))
                .toArray();
        double[] logs = run(model, flat, noise, bound -> bound);
        double most = Arrays.stream(logs).max().orElseThrow();
        double sum = Arrays.stream(logs).map(l -> Math.exp(l - most)).sum();
        double distance = IntStream.range(0, 64)
                .mapToDouble(k -> Math.abs(share[k] - Math.exp(logs[k] - most) / sum) / 2)
                .sum();
        assertTrue(distance < 0.15, "total variation " + distance + ", seed " + SEED);
    }

    /** Of forty labels each draw looks at sixteen. */
    @Test
    void oneOfManyLabelsIsDrawnByWeights() {
        FlowModel model = training(model(List.of(ColumnSpec.Category.of(40), new ColumnSpec.Real())));
        float[] noise = noise(model);
        double[] rows = completed(model, new double[] {NONE, 1.2}, noise);
        double[] share = new double[40];
        for (int i = 0; i < DRAWS; i++) {
            share[(int) rows[2 * i]] += 1.0 / DRAWS;
        }
        double[] flat = IntStream.range(0, 40)
                .boxed()
                .flatMapToDouble(k -> Arrays.stream(new double[] {k, 1.2}))
                .toArray();
        double[] logs = run(model, flat, noise, bound -> bound);
        double most = Arrays.stream(logs).max().orElseThrow();
        double sum = Arrays.stream(logs).map(l -> Math.exp(l - most)).sum();
        double distance = IntStream.range(0, 40)
                .mapToDouble(k -> Math.abs(share[k] - Math.exp(logs[k] - most) / sum) / 2)
                .sum();
        double ofFrequencies = IntStream.range(0, 40)
                .mapToDouble(k -> Math.abs(1.0 / 40 - Math.exp(logs[k] - most) / sum) / 2)
                .sum();
        assertTrue(distance < 0.15 + ofFrequencies / 4, distance + " of " + ofFrequencies + ", seed " + SEED);
    }

    /** Later draws of a row move one block each, and go on from the last ones. */
    @Test
    void aRowThatComesAgainGoesOnFromItsLastDraws() {
        FlowModel model = training(model(List.of(
                ColumnSpec.Category.of(40),
                ColumnSpec.Category.of(4),
                ColumnSpec.Category.of(4),
                new ColumnSpec.Real())));
        float[] noise = noise(model);
        double[] row = {NONE, NONE, 2, 0.8};
        double[] rows = new double[DRAWS * row.length];
        float[] normals = new float[DRAWS * noise.length];
        for (int i = 0; i < DRAWS; i++) {
            System.arraycopy(noise, 0, normals, i * noise.length, noise.length);
        }
        double[] share = new double[160];
        double moved = 0;
        float[] before;
        try (GapDraws draws = GapDraws.of(model, SmallModels.VECTOR, SEED, DRAWS, new float[0])
                .orElseThrow()) {
            before = draws.kept();
            for (int visit = 0; visit < 40; visit++) {
                float[] last = draws.kept();
                for (int i = 0; i < DRAWS; i++) {
                    System.arraycopy(row, 0, rows, i * row.length, row.length);
                }
                draws.complete(visit, rows, i -> i, normals, Optional.of(model.parameters()::values));
                moved += visit > 0 ? moved(last, draws.kept()) / 39 : 0;
            }
            for (int i = 0; i < DRAWS; i++) {
                share[(int) (4 * rows[4 * i] + rows[4 * i + 1])] += 1.0 / DRAWS;
                assertEquals(rows[4 * i] + 1, draws.kept()[3 * i], "the last draw is kept");
            }
        }
        assertEquals(3 * DRAWS, before.length);
        // half of the rows are drawn at a visit, and four of ten draws choose the last label again; 0.61 of all
        assertEquals(0.3, moved, 0.06, "seed " + SEED);
        double[] flat = IntStream.range(0, 160)
                .boxed()
                .flatMapToDouble(k -> Arrays.stream(new double[] {Math.floorDiv(k, 4), k % 4, 2, 0.8}))
                .toArray();
        double[] logs = run(model, flat, noise, bound -> bound);
        double most = Arrays.stream(logs).max().orElseThrow();
        double sum = Arrays.stream(logs).map(l -> Math.exp(l - most)).sum();
        double distance = IntStream.range(0, 160)
                .mapToDouble(k -> Math.abs(share[k] - Math.exp(logs[k] - most) / sum) / 2)
                .sum();
        // independent draws of 160 equal shares are 0.16 off
        assertTrue(distance < 0.2, "total variation " + distance + ", seed " + SEED);
    }

    /** The share of the rows of three labels of which one differs. */
    private static double moved(float[] before, float[] after) {
        return IntStream.range(0, DRAWS)
                        .filter(i -> !Arrays.equals(before, 3 * i, 3 * i + 3, after, 3 * i, 3 * i + 3))
                        .count()
                / (double) DRAWS;
    }

    @Test
    void aTableOfMillionsOfLabelsKeepsNoDraws() {
        FlowModel model = training(model(List.of(ColumnSpec.Category.of(3), new ColumnSpec.Real())));
        try (GapDraws draws = GapDraws.of(model, SmallModels.VECTOR, SEED, 1_000_001, new float[0])
                .orElseThrow()) {
            assertEquals(0, draws.kept().length);
        }
    }

    private static Rows gappy(int n) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[n][];
        Arrays.setAll(rows, _ -> {
            int label = random.nextInt(3);
            double x = label + 0.3 * random.nextGaussian();
            return new double[] {
                random.nextInt(2) == 0 ? NONE : label, random.nextInt(4) == 0 ? NONE : x, random.nextInt(2), x * x
            };
        });
        return Rows.withGaps(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(), 4);
    }

    private static float[] trained(int threads, long stop) {
        FlowModel model = model(List.of(
                ColumnSpec.Category.of(12), new ColumnSpec.Real(), ColumnSpec.Category.of(2), new ColumnSpec.Real()));
        Rows rows = gappy(200);
        BatchSource source = BatchSource.of(rows, SEED);
        TrainingPlan plan =
                TrainingPlan.of(30, 64, 5e-3, SEED).withEvaluation(10, 0).withShards(4);
        Trainer.initialise(training(model), Engines.vector(threads), source, 64, SEED);
        long[] step = {0};
        TrainingState state = new Trainer(training(model), plan, Engines.vector(threads))
                .validation(rows)
                .evaluating(model)
                .stopWhen(() -> ++step[0] == stop)
                .fit(source);
        return stop > 30
                ? model.parameters().values()
                : new Trainer(training(model), plan, Engines.vector(threads))
                        .validation(rows)
                        .evaluating(model)
                        .fit(source, state)
                        .chosen();
    }

    @Test
    void aResumedRunHasTheBitsOfAnUnbrokenOneOnAnyNumberOfThreads() {
        float[] unbroken = trained(1, Long.MAX_VALUE);
        assertArrayEquals(unbroken, trained(1, 13));
        assertArrayEquals(unbroken, trained(2, Long.MAX_VALUE));
        assertArrayEquals(unbroken, trained(2, 20));
    }

    @Test
    void rowsWithoutGapsTakeNoDraws() {
        FlowModel model = model(List.of(ColumnSpec.Category.of(3), new ColumnSpec.Real()));
        assertTrue(GapDraws.of(model, SmallModels.VECTOR, SEED, 0, new float[0]).isEmpty());
        double[] rows = {1, 0.5, 0, NONE};
        try (GapDraws draws = GapDraws.of(training(model), SmallModels.VECTOR, SEED, 0, new float[0])
                .orElseThrow()) {
            draws.complete(0, rows, i -> i, new float[0], Optional.of(() -> {
                throw new AssertionError("no label is missing");
            }));
        }
        assertArrayEquals(new double[] {1, 0.5, 0, NONE}, rows);
    }

    /** Before there are parameters worth asking, labels are as frequent as in the table. */
    @Test
    void theFirstBatchTakesFrequencies() {
        double[][] counted = new double[100][];
        Arrays.setAll(counted, i -> new double[] {i < 80 ? 0 : 1, 0});
        RowSpec spec = SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH)
                .withKinds(List.of(ColumnSpec.Category.of(2), new ColumnSpec.Real()))
                .withFill(RowSpec.Fill.standard())
                .counted(Rows.of(counted));
        double[] rows = new double[2 * DRAWS];
        for (int i = 0; i < rows.length; i += 2) {
            rows[i] = NONE;
        }
        FlowModel model = training(Models.of(spec, SEED));
        try (GapDraws draws =
                GapDraws.of(model, SmallModels.VECTOR, SEED, 0, new float[0]).orElseThrow()) {
            draws.complete(0, rows, i -> i, new float[0], Optional.empty());
        }
        double ones = Arrays.stream(rows).sum() / DRAWS;
        assertEquals(0.2, ones, 0.03);
        assertFalse(Arrays.stream(rows).anyMatch(Double::isNaN));
    }
}
