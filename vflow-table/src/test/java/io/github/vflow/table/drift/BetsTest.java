package io.github.vflow.table.drift;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.drift.statistic.Bets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The mean of a bet is at most 1 under the distribution that the baseline was drawn from, which the baseline knows only roughly. */
final class BetsTest {
    private static final double DELTA = 1e-3;

    private static final double ROUNDING = 1e-12;

    /** The band misses one baseline in a thousand at most, so a hundred seeds hold unless the bound is wrong. */
    @Property(tries = 100)
    void noBetWinsFromNumbers(@ForAll long seed, @ForAll @IntRange(min = 2, max = 3_000) int n) {
        double[] values = new SplittableRandom(seed).doubles(n).toArray();
        requireFair(Reference.ofNumbers("x", values), x -> Math.clamp(x, 0, 1));
    }

    @Property(tries = 100)
    void noBetWinsFromNumbersWithTies(@ForAll long seed, @ForAll @IntRange(min = 2, max = 3_000) int n) {
        double[] values = new SplittableRandom(seed)
                .doubles(n)
                .map(u -> u < 0.4 ? 0 : Math.floor(8 * u))
                .toArray();
        requireFair(
                Reference.ofNumbers("x", values), x -> x < 0 ? 0 : x < 3 ? 0.4 : Math.min(1, (Math.floor(x) + 1) / 8));
    }

    @Property(tries = 100)
    void noBetWinsFromCategories(@ForAll long seed, @ForAll @IntRange(min = 1, max = 3_000) int n) {
        double[] shares = {0.5, 0.3, 0.19, 0.01};
        double[] codes = new SplittableRandom(seed)
                .doubles(n)
                .map(u -> u < 0.5 ? 0 : u < 0.8 ? 1 : u < 0.99 ? 2 : Double.NaN)
                .toArray();
        requireFair(Reference.ofCategories("c", java.util.List.of("a", "b", "c"), codes), shares);
    }

    private static void requireFair(Reference reference, DoubleUnaryOperator distribution) {
        double[] edges = reference.edges();
        double[] shares = new double[reference.cells()];
        double below = 0;
        for (int k = 0; k < edges.length; k++) {
            shares[k] = distribution.applyAsDouble(edges[k]) - below;
            below += shares[k];
        }
        shares[edges.length] = 1 - below;
        requireFair(reference, shares);
    }

    private static double[][] pays(Reference reference) {
        return Bets.of(reference.counts(), reference.groups(), reference.isCategory(), DELTA);
    }

    private static void requireFair(Reference reference, double[] shares) {
        double[][] pays = pays(reference);
        for (int i = 0; i < pays[0].length; i++) {
            int bet = i;
            double mean = IntStream.range(0, shares.length)
                    .mapToDouble(k -> shares[k] * pays[k][bet])
                    .sum();
            assertTrue(mean <= 1 + ROUNDING, () -> "bet " + bet + " of " + reference + " has the mean " + mean);
        }
        assertTrue(Arrays.stream(pays).flatMapToDouble(Arrays::stream).allMatch(pay -> pay > 0 && pay < 100));
    }

    @Test
    void aTinyBaselineBetsLittle() {
        assertTrue(pays(Reference.ofNumbers("x", 1))[0].length < 10);
    }
}
