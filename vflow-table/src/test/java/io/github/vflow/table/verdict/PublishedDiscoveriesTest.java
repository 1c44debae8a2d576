package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The simulation by which nonconform 8e27ea29 tests its false discovery rate (docs/lab/checks.md), with the sizes, rates and bounds of theirs:
 * 200 batches of 90 normal scores and 10 scores that are 3 standard deviations off, beside 500 calibration scores.
 */
final class PublishedDiscoveriesTest {
    private static final int TRIALS = 200;
    private static final int CALIBRATION = 500;
    private static final int TESTED = 100;
    private static final int ODD = 10;
    private static final double SHIFT = 3;
    private static final double[] NONE = {};

    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.1, 0.2})
    void theRateHoldsAndOddScoresAreFound(double rate) {
        Random random = new Random(42);
        double[] shares = new double[TRIALS];
        double found = 0;
        for (int t = 0; t < TRIALS; t++) {
            Calibration calibration = Calibration.of(normal(CALIBRATION, random), NONE, NONE);
            double[] scores = normal(TESTED, random);
            for (int i = 0; i < ODD; i++) {
                scores[i] -= SHIFT;
            }
            double[] p = Arrays.stream(scores).map(calibration::pValue).toArray();
            double level = FalseDiscoveries.level(p, rate);
            long right = IntStream.range(0, ODD).filter(i -> p[i] <= level).count();
            long wrong = IntStream.range(ODD, TESTED).filter(i -> p[i] <= level).count();
            shares[t] = wrong == 0 ? 0 : wrong / (double) (right + wrong);
            found += right / (double) ODD / TRIALS;
        }
        double mean = Arrays.stream(shares).average().orElseThrow();
        double variance = Arrays.stream(shares)
                .map(s -> (s - mean) * (s - mean))
                .average()
                .orElseThrow();
        double margin = 3 * Math.sqrt(variance / TRIALS);
        assertTrue(mean <= rate + margin, "rate " + mean + ", at most " + rate + " + " + margin);
        assertTrue(found > 0.3, "odd scores found: " + found);
    }

    /** The numbers of discoveries among p-values that are given, at three rates: more at a higher rate. */
    @Test
    void aHigherRateFindsMore() {
        double[] p = {0.0005, 0.008, 0.025, 0.035, 0.2, 0.6, 0.7, 0.8, 0.9, 1};
        assertEquals(1, found(p, 0.01));
        assertEquals(4, found(p, 0.1));
        assertEquals(4, found(p, 0.2));
        assertEquals(5, found(p, 0.5));
        assertEquals(0, found(new double[] {0.3, 0.8, 0.9}, 0.2), "no p-value is low");
        assertEquals(3, found(new double[] {0.001, 0.002, 0.001}, 0.2), "all are low");
        assertEquals(1, found(new double[] {0.01}, 0.1), "a single one");
    }

    private static long found(double[] p, double rate) {
        double level = FalseDiscoveries.level(p, rate);
        return Arrays.stream(p).filter(v -> v <= level).count();
    }

    private static double[] normal(int n, Random random) {
        return random.doubles(n).map(_ -> random.nextGaussian()).toArray();
    }
}
