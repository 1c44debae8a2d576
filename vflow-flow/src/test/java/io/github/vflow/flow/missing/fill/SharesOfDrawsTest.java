package io.github.vflow.flow.missing.fill;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.Spec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.RecordingEngine;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The weights of draws of members and of turns, against normal distributions in closed form. */
final class SharesOfDrawsTest {
    private static final long SEED = Seeds.of("SharesOfDrawsTest");
    private static final double NONE = Double.NaN;
    private static final RowSpec PLAIN =
            RowSpec.of(2, 0, 1).withFill(RowSpec.Fill.standard().withBlocks(2));

    private static double normal(double x, double std) {
        return Math.exp(-0.5 * x * x / (std * std)) / std;
    }

    private static void setMap(Model model, String prefix, float... w) {
        model.parameters().set(model.parameters().named(prefix + "p.0.W"), w);
    }

    /** Σ of the weights of the draws of member k is shareₖ·pₖ(x) / p(x), however many there are. */
    @Test
    void eachMemberHasItsShare() {
        Model model = Models.of(new Spec.Mixture(List.of(PLAIN, PLAIN), List.of(0.3, 0.7)), SEED);
        setMap(model, "member.0.", 1, 0, 0, 1);
        setMap(model, "member.1.", 0.5F, 0, 0, 0.5F);
        double first = 0.3 * normal(1, 1) * normal(-0.5, 1);
        double last = 0.7 * normal(1, 2) * normal(-0.5, 2);
        try (Imputer imputer = new Imputer(model, SmallModels.VECTOR)) {
            for (int samples : new int[] {3, 40, 67, 131}) {
                double[] weights =
                        imputer.impute(new double[] {1, -0.5}, samples, SEED).weights();
                assertEquals(samples, weights.length);
                int half = samples / 2;
                assertEquals(
                        first / (first + last),
                        Arrays.stream(weights).limit(half).sum(),
                        1e-5,
                        samples + " draws");
                for (int s = 0; s < samples; s++) {
                    double expected = s < half ? first / half : last / (samples - half);
                    assertEquals(expected / (first + last), weights[s], 1e-5, "draw " + s + " of " + samples);
                }
            }
        }
    }

    /** The draws of each member are spread evenly on their own: of n radii, each n-th part of their distribution has one. */
    @Test
    void theDrawsOfEachMemberAreStratified() {
        Model model = Models.of(new Spec.Mixture(List.of(PLAIN, PLAIN), List.of(0.3, 0.7)), SEED);
        RecordingEngine engine = new RecordingEngine();
        int n = 10;
        try (Imputer imputer = new Imputer(model, engine)) {
            imputer.impute(new double[] {1, NONE}, 2 * n, SEED);
        }
        List<float[]> noise = engine.arrays(Model.NOISE);
        assertEquals(2, noise.size(), "one run for each member");
        int size = 4; // a pair of numbers for each cell
        for (float[] normals : noise) {
            int[] parts = IntStream.range(0, n)
                    .map(s -> {
                        double a = normals[s * size + size - 1];
                        double b = normals[s * size + size - 2];
                        return (int) (n * Math.exp(-0.5 * (a * a + b * b)));
                    })
                    .sorted()
                    .toArray();
            assertArrayEquals(IntStream.range(0, n).toArray(), parts, "seed " + SEED);
        }
    }

    /** Φ, by Simpson's rule. */
    private static double below(double z) {
        int n = 2_000;
        double h = (z + 10) / n;
        double sum = 0;
        for (int i = 0; i <= n; i++) {
            double weight = i == 0 || i == n ? 1 : i % 2 == 0 ? 2 : 4;
            sum += weight * normal(-10 + i * h, 1);
        }
        return sum * h / 3 / Math.sqrt(2 * Math.PI);
    }

    /**
     * A direction x and y ~ N(x, 1) on the line, with x ~ N(0, 1) in units of 90°: a turn of x is four units. Given x = 170°, which is 5/3 behind
     * the middle of 20°, the other turn is at −7/3.
     */
    private static FlowModel directions() {
        FlowModel model = Models.of(
                PLAIN.withKinds(List.of(new ColumnSpec.Circular(0, 360, 200, 90), new ColumnSpec.Real())), SEED);
        setMap(model, "", 1, -1, 0, 1);
        return model;
    }

    @Test
    void eachTurnHasItsShare() {
        double near = 5 / 3.0;
        double other = near - 4;
        double share = normal(other, 1) / (normal(near, 1) + normal(other, 1));
        double expected = (1 - share) * below(-near) + share * below(-other);
        try (Imputer imputer = new Imputer(directions(), SmallModels.VECTOR)) {
            Imputation drawn = imputer.impute(new double[] {170, NONE}, 2_000, SEED);
            double below = 0;
            for (int s = 0; s < drawn.weights().length; s++) {
                assertEquals(170, drawn.values()[s][0]);
                below += drawn.values()[s][1] < 0 ? drawn.weights()[s] : 0;
            }
            assertTrue(drawn.effectiveSampleSize() > 500, () -> "" + drawn.effectiveSampleSize());
            double error = 4 * Math.sqrt(expected * (1 - expected) / drawn.effectiveSampleSize());
            assertEquals(expected, below, error, "seed " + SEED);
        }
    }

    /** A missing direction has no turn of its own: all its draws are of the line. */
    @Test
    void aMissingDirectionDoesNotTurn() {
        try (Imputer imputer = new Imputer(directions(), SmallModels.VECTOR)) {
            Imputation drawn =
                    imputer.impute(new double[] {NONE, 1}, 2_000, SEED).around(0, 360);
            // x given y is N(y / 2, 1 / 2): 65 degrees, by 64
            assertEquals(65, drawn.mean()[0], 4 * 64 / Math.sqrt(drawn.effectiveSampleSize()), "seed " + SEED);
            assertTrue(drawn.effectiveSampleSize() > 500, () -> "" + drawn.effectiveSampleSize());
        }
    }

    /** A draw that float32 cannot hold has no weight, and a finite number stands for it. */
    @Test
    void drawsBeyondFloat32HaveNoWeight() {
        FlowModel model = Models.of(PLAIN, SEED);
        model.parameters().all().forEach(p -> {
            if (p.name().matches("fill.*b.2")) {
                float[] bias = new float[p.shape().size()];
                Arrays.fill(bias, 3e38F);
                model.parameters().set(p, bias);
            }
        });
        try (Imputer imputer = new Imputer(model, SmallModels.VECTOR)) {
            Imputation drawn = imputer.impute(new double[] {1, NONE}, 4, SEED);
            assertEquals(0, drawn.effectiveSampleSize());
            for (double[] row : drawn.values()) {
                assertEquals(1, row[0]);
                assertTrue(Double.isFinite(row[1]), () -> Arrays.toString(row));
            }
        }
    }
}
