package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The regression on codes that a whitening map subtracts, and models that start with it. */
final class CodeRegressionTest {
    private static final long SEED = Seeds.of("CodeRegressionTest");
    private static final int ROWS = 600;
    private static final int LABELS = 3;
    private static final double[] MEANS = {-4, 0, 5};
    private static final List<ColumnSpec> KINDS =
            List.of(ColumnSpec.Category.of(LABELS), new ColumnSpec.Real(), new ColumnSpec.Real());

    /** One-hot codes of labels, and two columns: one with a mean for each label, and noise. */
    private final float[] codes = new float[ROWS * LABELS];

    private final float[] v = new float[ROWS * 2];

    CodeRegressionTest() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < ROWS; i++) {
            int label = random.nextInt(LABELS);
            codes[i * LABELS + label] = 1;
            v[2 * i] = (float) (MEANS[label] + random.nextGaussian());
            v[2 * i + 1] = (float) random.nextGaussian();
        }
    }

    /** Cᵀ(V − C·B) = λB with one λ, of codes and columns less their means. */
    @Test
    void theNormalEquationsHold() {
        double[][] b = CodeRegression.of(codes, v, 2).slopes();
        double[] ridges = new double[LABELS];
        for (int j = 0; j < LABELS; j++) {
            double meanCode = 0;
            double[] rest = new double[ROWS];
            for (int i = 0; i < ROWS; i++) {
                meanCode += codes[i * LABELS + j] / ROWS;
                rest[i] = v[2 * i];
                for (int k = 0; k < LABELS; k++) {
                    rest[i] -= codes[i * LABELS + k] * b[k][0];
                }
            }
            double meanRest = Arrays.stream(rest).average().orElseThrow();
            double left = 0;
            for (int i = 0; i < ROWS; i++) {
                left += (codes[i * LABELS + j] - meanCode) * (rest[i] - meanRest);
            }
            ridges[j] = left / b[j][0];
        }
        assertEquals(ridges[0], ridges[2], 1e-3 * ridges[0], "seed " + SEED);
        assertTrue(ridges[0] > 0.2 && ridges[0] < 20, "ridge " + ridges[0]);
        assertEquals(MEANS[2] - MEANS[0], b[2][0] - b[0][0], 0.5);
    }

    /** Labels do not tell of noise: hardly a slope, and most often none. */
    @Test
    void noiseHasNoSlopes() {
        double[][] b = CodeRegression.of(codes, v, 2).slopes();
        assertTrue(Arrays.stream(b).allMatch(row -> Math.abs(row[1]) < 0.2), Arrays.deepToString(b));
        float[] rest = CodeRegression.of(codes, v, 2).residuals(codes, v);
        for (int i = 0; i < ROWS; i++) {
            double expected = v[2 * i];
            for (int k = 0; k < LABELS; k++) {
                expected -= codes[i * LABELS + k] * b[k][0];
            }
            assertEquals(expected, rest[2 * i], 1e-5);
        }
    }

    private static double[][] rows(ToDoubleFunction<double[]> second) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[ROWS][];
        Arrays.setAll(rows, _ -> {
            int label = random.nextInt(LABELS);
            double[] row = {label, MEANS[label] + random.nextGaussian(), random.nextGaussian()};
            row[2] = second.applyAsDouble(row);
            return row;
        });
        return rows;
    }

    private static FlowModel started(double[][] rows) {
        RowSpec plain = RowSpec.of(3, 0, 1)
                .withKinds(KINDS)
                .withDefensive(new DefensiveSpec(0.5, 0.1, 8))
                .standardized(Rows.of(rows));
        FlowModel model =
                Models.of(plain.withSteps(plain.steps().withWhitening(true).withRegression(true)), SEED);
        Trainer.initialise(model, SmallModels.VECTOR, BatchSource.of(Rows.of(rows), SEED), ROWS, SEED);
        return model;
    }

    private static boolean isRegressed(FlowModel model) {
        Whitening whitening = model.whitening().orElseThrow();
        float[] slopes = model.parameters().get(whitening.slopes().orElseThrow());
        return IntStream.range(0, slopes.length).anyMatch(i -> slopes[i] != 0);
    }

    /** Flow, normals and t together have the mass P(label), by a grid; and samples have the mean of their label. */
    @Test
    void aModelWithARegressionIsADensityOfEachLabel() {
        double[][] rows = rows(row -> row[2]);
        FlowModel model = started(rows);
        assertTrue(isRegressed(model));
        int n = 160;
        double far = 40;
        double step = 2 * far / n;
        try (Evaluator evaluator = Evaluator.ofScores(model, SmallModels.VECTOR, 1, SEED)) {
            for (int label = 0; label < LABELS; label += 2) {
                double[][] grid = new double[n * n][];
                for (int i = 0; i < grid.length; i++) {
                    int across = i / n;
                    grid[i] = new double[] {label, step * across - far, 0.4 * (step * (i % n) - far)};
                }
                double mass = Arrays.stream(evaluator.scores(Rows.of(grid)))
                        .map(log -> Math.exp(log) * step * step * 0.4)
                        .sum();
                int code = label;
                double share = Arrays.stream(rows).filter(r -> r[0] == code).count() / (double) ROWS;
                assertEquals(share, mass, 0.02, "label " + label);
            }
        }
        Rows drawn = Sampler.draw(model, SmallModels.VECTOR, 3_000, 1, SEED);
        for (int label = 0; label < LABELS; label++) {
            int code = label;
            double[] own = IntStream.range(0, drawn.size())
                    .filter(i -> drawn.get(i, 0) == code)
                    .mapToDouble(i -> drawn.get(i, 1))
                    .sorted()
                    .toArray();
            assertEquals(MEANS[label], own[own.length / 2], 0.3, "label " + label + ", seed " + SEED);
        }
    }

    /** Rows on a curve leave it by a regression on labels. */
    @Test
    void aCurveStays() {
        assertEquals(false, isRegressed(started(rows(row -> Math.exp(row[1] / 2) + 0.01 * row[2]))));
    }

    /** Of a table of few rows, those that come again in the first batch judge nothing. */
    @Test
    void fewRowsFitOnce() {
        double[][] rows = Arrays.copyOf(rows(row -> row[2]), 70);
        FlowModel model = started(rows);
        float[] mean = model.parameters().get(model.whitening().orElseThrow().mean());
        float[] slopes =
                model.parameters().get(model.whitening().orElseThrow().slopes().orElseThrow());
        double[] expected = new double[2];
        for (double[] row : rows) {
            float[] x = new float[model.inputWidth()];
            model.standardize(row, x);
            for (int j = 0; j < 2; j++) {
                expected[j] += (x[1 + j] - slopes[2 * (int) row[0] + j]) / rows.length;
            }
        }
        assertArrayEquals(expected, new double[] {mean[0], mean[1]}, 1e-4);
    }
}
