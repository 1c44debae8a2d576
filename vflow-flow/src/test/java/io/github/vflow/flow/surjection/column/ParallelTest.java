package io.github.vflow.flow.surjection.column;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.bijector.elementwise.Scale;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.distribution.StandardNormal;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.flow.surjection.Augment;
import io.github.vflow.flow.surjection.Bijective;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Columns of several kinds, each lifted by its own surjection. */
final class ParallelTest {
    private static final long SEED = Seeds.of("ParallelTest");
    private static final int DRAWS = 20_000;
    private static final Parallel COLUMNS = new Parallel(List.of(
            new Parallel.Part(1, new Augment(Posterior.prior(), 1, 1, 2)),
            new Parallel.Part(2, new Bijective(new Scale(2))),
            new Parallel.Part(1, new WholeNumbers(new Dequantizer.Uniform(), 0.5, 1, 1))));
    private static final double[] ROW = {0.7, 0.1, -0.3, 0};

    private record Lifts(double[] logWeights, double[] back) {}

    private static Lifts lifts() {
        Trace t = new Trace();
        Tensor x = t.batch("x", Shape.of(DRAWS, ROW.length));
        Lifted v = COLUMNS.lift(x, t.batch("noise", Shape.of(DRAWS, COLUMNS.noise())), Condition.none());
        t.output("w", StandardNormal.INSTANCE.logProb(v.value()).plus(v.added()));
        t.output("back", COLUMNS.back(v.value()));
        double[] rows = new double[DRAWS * ROW.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = ROW[i % ROW.length];
        }
        double[] noise = Eval.normal(DRAWS * COLUMNS.noise(), 1, new SplittableRandom(SEED));
        Map<String, double[]> out = Eval.of(Eval.REFERENCE, t, Map.of("x", rows, "noise", noise));
        return new Lifts(out.get("w"), out.get("back"));
    }

    /** Under N(0, I) the columns are independent: three densities, and the middle cell of a normal. */
    @Test
    void theWeightsHaveTheDensityAsTheirMean() {
        double normals = 2 * Math.log(2) - 0.5 * (0.49 + 4 * 0.01 + 4 * 0.09) - 1.5 * Math.log(2 * Math.PI);
        double cell = Math.log(0.3829249225480262);
        ImportanceEstimate e = ImportanceEstimate.of(lifts().logWeights);
        assertEquals(normals + cell, e.logProb(), Approx.STANDARD_ERRORS * e.standardError(), "seed " + SEED);
    }

    /** A row of two columns of one kind is two rows of one column, each with noise of its own. */
    @Test
    void eachPartHasNoiseOfItsOwn() {
        WholeNumbers numbers = new WholeNumbers(new Dequantizer.Uniform(), 0.5, 2, 1);
        Parallel pair = new Parallel(List.of(new Parallel.Part(1, numbers), new Parallel.Part(1, numbers)));
        double[] x = {3, 5};
        double[] noise = {0.4, -1.1, 0.7, 0.2};
        assertArrayEquals(lifted(numbers, 2, x, noise), lifted(pair, 1, x, noise));
    }

    private static double[] lifted(Surjection s, int rows, double[] x, double[] noise) {
        Trace t = new Trace();
        int width = x.length / rows;
        Tensor row = t.batch("x", Shape.of(rows, width));
        t.output(
                "v",
                s.lift(row, t.batch("noise", Shape.of(rows, s.noise())), Condition.none())
                        .value());
        return Eval.of(Eval.REFERENCE, t, Map.of("x", x, "noise", noise)).get("v");
    }

    @Test
    void theWayBackGivesTheData() {
        double[] back = lifts().back;
        for (int i = 0; i < back.length; i += ROW.length) {
            double[] row = java.util.Arrays.copyOfRange(back, i, i + ROW.length);
            row[3] = Math.floor(row[3]);
            assertArrayEquals(ROW, row, 1e-12);
        }
    }

    @Test
    void sizesAreSumsAndMessagesSayWhatIsWrong() {
        assertEquals(2 + 2, COLUMNS.noise());
        assertEquals(2, COLUMNS.augment());
        assertEquals(
                "WholeNumbers: scale must be positive and columns at least 1 but are 0.0 and 1",
                message(() -> new WholeNumbers(new Dequantizer.Uniform(), 0, 0, 1)));
        assertEquals("Parallel: there must be at least one part", message(() -> new Parallel(List.of())));
        assertEquals(
                "Parallel: columns must be at least 1 but are 0",
                message(() -> new Parallel.Part(0, new Bijective(new Scale(2)))));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
