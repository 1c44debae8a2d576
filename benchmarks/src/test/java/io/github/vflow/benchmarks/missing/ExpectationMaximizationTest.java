package io.github.vflow.benchmarks.missing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.ejml.data.DMatrixRMaj;
import org.junit.jupiter.api.Test;

class ExpectationMaximizationTest {
    private static final double EXACT = 1e-10;

    /** What rounding may take from the likelihood. */
    private static final double ROUNDING = 1e-9;

    private static final long SEED = 11;
    private static final double[] MEAN = {1, -2, 0.5};
    private static final double[][] FACTOR = {{1, 0, 0}, {0.8, 0.6, 0}, {-0.5, 0.3, 0.7}};

    private static double[] flat(double[][] matrix) {
        return new DMatrixRMaj(matrix).getData();
    }

    @Test
    void completeRowsGiveTheirMeanAndCovariance() {
        double[][] rows = {{1, 2}, {3, 1}, {5, 6}, {-1, 3}};
        Gaussian g = ExpectationMaximization.of(rows, 0).gaussian();
        assertArrayEquals(new double[] {2, 3}, g.mean(), EXACT);
        assertArrayEquals(new double[] {5, 2, 2, 3.5}, g.covariance().getData(), EXACT);
    }

    @Test
    void theRidgeIsAddedToTheVariances() {
        double[][] rows = {{1, 2}, {3, 1}, {5, 6}, {-1, 3}};
        Gaussian g = ExpectationMaximization.of(rows, 0.25).gaussian();
        assertArrayEquals(new double[] {5.25, 2, 2, 3.75}, g.covariance().getData(), EXACT);
    }

    @Test
    void theLikelihoodOfCompleteRowsIsThatOfTheirCovariance() {
        double[][] rows = {{1, 2}, {3, 1}, {5, 6}, {-1, 3}};
        double expected = -Math.log(2 * Math.PI) - 0.5 * Math.log(5 * 3.5 - 2 * 2) - 1;
        assertEquals(expected, ExpectationMaximization.of(rows, 0).objectives().getLast(), EXACT);
    }

    @Property
    void noStepLowersThePenalizedLikelihood(
            @ForAll long seed,
            @ForAll @IntRange(min = 2, max = 6) int d,
            @ForAll @DoubleRange(max = 0.7) double rate,
            @ForAll @DoubleRange(min = -6, max = 0) double log10Ridge) {
        RandomGenerator random = new SplittableRandom(seed);
        double[][] factor = new double[d][d];
        for (double[] row : factor) {
            for (int j = 0; j < d; j++) {
                row[j] = random.nextGaussian();
            }
        }
        double[][] rows = NormalRows.remove(NormalRows.draw(60, new double[d], factor, random), rate, random);
        List<Double> objectives =
                ExpectationMaximization.of(rows, Math.pow(10, log10Ridge)).objectives();
        for (int step = 1; step < objectives.size(); step++) {
            assertTrue(
                    objectives.get(step) >= objectives.get(step - 1) - ROUNDING, "step " + step + " of " + objectives);
        }
    }

    @Test
    void estimatesFromGappyRowsApproachTheTruth() {
        assertTrue(error(20_000) < 0.03, "seed " + SEED + ": error " + error(20_000));
        assertTrue(error(20_000) < error(200), "seed " + SEED + ": errors " + error(200) + ", " + error(20_000));
    }

    /** The largest error of a mean or covariance with 30 % of the cells removed. */
    private static double error(int n) {
        RandomGenerator random = new SplittableRandom(SEED);
        double[][] rows = NormalRows.remove(NormalRows.draw(n, MEAN, FACTOR, random), 0.3, random);
        Gaussian g = ExpectationMaximization.of(rows, 0).gaussian();
        double[] truth = flat(NormalRows.covariance(FACTOR));
        double largest = 0;
        for (int j = 0; j < MEAN.length; j++) {
            largest = Math.max(largest, Math.abs(g.mean()[j] - MEAN[j]));
        }
        for (int j = 0; j < truth.length; j++) {
            largest = Math.max(largest, Math.abs(g.covariance().getData()[j] - truth[j]));
        }
        return largest;
    }
}
