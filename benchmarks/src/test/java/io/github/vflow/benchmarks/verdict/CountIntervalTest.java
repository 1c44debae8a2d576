package io.github.vflow.benchmarks.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Intervals of counts, against known probabilities. */
final class CountIntervalTest {
    @Test
    void binomialProbabilities() {
        double[] p = CountInterval.binomial(4, 0.5);
        assertEquals(1 / 16.0, p[0], 1e-12);
        assertEquals(6 / 16.0, p[2], 1e-12);
        double[] large = CountInterval.binomial(10_000, 0.01);
        assertEquals(100, mean(large), 1e-6);
        CountInterval interval = CountInterval.of(large);
        // 100 ± 2.576 · 9.95, skewed
        assertEquals(75, interval.low(), 1);
        assertEquals(126, interval.high(), 1);
    }

    @Test
    void betaBinomialProbabilities() {
        // Beta(1, 1) makes all counts alike
        for (double p : CountInterval.betaBinomial(7, 1, 1)) {
            assertEquals(1 / 8.0, p, 1e-12);
        }
        double[] p = CountInterval.betaBinomial(1_000, 10, 990);
        double mean = mean(p);
        double variance = IntStream.range(0, p.length)
                .mapToDouble(i -> (i - mean) * (i - mean) * p[i])
                .sum();
        assertEquals(10, mean, 1e-8);
        // m p (1 − p) (1 + (m − 1)/(a + b + 1))
        assertEquals(1_000 * 0.01 * 0.99 * (1 + 999 / 1_001.0), variance, 1e-6);
    }

    private static double mean(double[] probabilities) {
        return IntStream.range(0, probabilities.length)
                .mapToDouble(i -> i * probabilities[i])
                .sum();
    }
}
