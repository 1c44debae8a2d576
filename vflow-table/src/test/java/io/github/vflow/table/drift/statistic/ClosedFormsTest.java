package io.github.vflow.table.drift.statistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Statistics of drift against the formulas of the books, computed in another way. */
final class ClosedFormsTest {
    private static final double ROUNDING = 1e-12;

    /** Σ (observed − expected)²/expected over both samples. */
    private static double pearson(long[] a, long[] b) {
        double n = Arrays.stream(a).sum();
        double m = Arrays.stream(b).sum();
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            double share = (a[k] + b[k]) / (n + m);
            sum += (a[k] - n * share) * (a[k] - n * share) / (n * share);
            sum += (b[k] - m * share) * (b[k] - m * share) / (m * share);
        }
        return sum;
    }

    /** χ² of two degrees of freedom exceeds x with the probability e^(−x/2), of four with (1 + x/2)·e^(−x/2). */
    @Test
    void chiSquareIsPearsons() {
        long[] a = {30, 20, 50};
        long[] b = {75, 90, 35};
        TwoSample three = TwoSample.of(a, b);
        assertEquals(pearson(a, b), three.statistic(), ROUNDING);
        assertEquals(Math.exp(-three.statistic() / 2), three.pValue(), ROUNDING);
        long[] c = {30, 20, 50, 40, 60};
        long[] d = {35, 30, 60, 30, 45};
        TwoSample five = TwoSample.of(c, d);
        assertEquals(pearson(c, d), five.statistic(), ROUNDING);
        assertEquals((1 + five.statistic() / 2) * Math.exp(-five.statistic() / 2), five.pValue(), ROUNDING);
    }

    /** Neighbours with fewer than five expected in the smaller sample count as one; five are enough. */
    @Test
    void rareCellsCountAsOne() {
        TwoSample pooled = TwoSample.of(new long[] {50, 44, 4, 2}, new long[] {40, 52, 2, 6});
        assertEquals(pearson(new long[] {50, 44, 6}, new long[] {40, 52, 8}), pooled.statistic(), ROUNDING);
        assertEquals(Math.exp(-pooled.statistic() / 2), pooled.pValue(), ROUNDING);
        long[] a = {50, 43, 7};
        long[] b = {40, 57, 3};
        assertEquals(pearson(a, b), TwoSample.of(a, b).statistic(), ROUNDING);
        long[] few = {95, 5, 0};
        long[] more = {190, 4, 6};
        assertEquals(
                pearson(new long[] {95, 5}, new long[] {190, 10}),
                TwoSample.of(few, more).statistic(),
                ROUNDING);
        assertEquals(1, TwoSample.of(new long[] {5, 0}, new long[] {9, 0}).pValue(), "one cell");
        assertEquals(new TwoSample(0, 1), TwoSample.of(new long[] {0, 0}, new long[] {9, 9}));
        assertEquals(new TwoSample(0, 1), TwoSample.of(new long[] {9, 9}, new long[] {0, 0}));
        assertEquals(
                pearson(new long[] {50, 50}, new long[] {40, 60}),
                TwoSample.of(new long[] {2, 48, 48, 2}, new long[] {1, 39, 59, 1})
                        .statistic(),
                ROUNDING,
                "the last joins the one before");
        long[] five = {40, 50, 7, 3};
        long[] too = {50, 40, 3, 7};
        assertEquals(pearson(five, too), TwoSample.of(five, too).statistic(), ROUNDING);
    }

    /** 200·(30·50 − 70·50)²/(100·100·80·120) = 25/3, which a normal number exceeds in size with the probability erfc(√(25/6)). */
    @Test
    void twoCellsAreEnough() {
        TwoSample o = TwoSample.of(new long[] {30, 70}, new long[] {50, 50});
        assertEquals(25 / 3.0, o.statistic(), ROUNDING);
        assertEquals(0.003892417122778628, o.pValue(), ROUNDING);
    }

    /** If none of n values is in the first cells, KL(0 ‖ q) = −ln(1 − q), so the band ends where (1 − q)ⁿ = δ/(4n). */
    @Test
    void theBandOfAnEmptyCellIsThatOfRareEvents() {
        long[] counts = {0, 600, 400};
        Band band = Band.of(counts, 0.01);
        assertEquals(2, band.above().length);
        assertEquals(2, band.below().length);
        assertEquals(1 - Math.pow(0.01 / 4_000, 1e-3), band.above()[0], ROUNDING);
        assertEquals(0, band.below()[0], ROUNDING);
    }

    /** Q(1, x) = e^(−x), Q(2, x) = (1 + x)·e^(−x), Q(½, x) = erfc(√x), on both sides of a + 1. */
    @Test
    void theGammaFunctionHasClosedForms() {
        for (double x : new double[] {1e-3, 0.5, 1, 1.999, 2, 2.001, 3, 10, 100}) {
            assertEquals(Math.exp(-x), Gamma.upper(1, x), 1e-14);
            assertEquals((1 + x) * Math.exp(-x), Gamma.upper(2, x), 1e-14);
        }
        assertEquals(0.15729920705028513, Gamma.upper(0.5, 1), 1e-14);
        assertEquals(1, Gamma.upper(3, -1));
        assertTrue(Gamma.upper(3, 1e-12) <= 1);
    }

    /** The most that a rising bet can earn is earned where as few values as the band allows are low, of a falling bet where as many are. */
    @Test
    void theLargestMeanIsThatOfTheWorstDistribution() {
        long[] counts = {400, 300, 250, 50};
        Band band = Band.of(counts, 0.05);
        double[] shares = {0.4, 0.7, 0.95};
        double[] least = new double[3];
        double[] most = new double[3];
        Arrays.setAll(least, k -> shares[k] - band.below()[k]);
        Arrays.setAll(most, k -> shares[k] + band.above()[k]);
        double[] rising = {0.5, 1, 1, 3};
        double[] falling = {4, 2, 0.5, 0.25};
        assertEquals(mean(rising, least), band.largestMean(rising, counts), ROUNDING);
        assertEquals(mean(falling, most), band.largestMean(falling, counts), ROUNDING);
        double[] both = {1, 3, 0.5, 2};
        double[] worst = {least[0], most[1], least[2]};
        assertEquals(mean(both, worst), band.largestMean(both, counts), ROUNDING);
        assertEquals(2, band.largestMean(new double[] {2, 2, 2, 2}, counts), ROUNDING);
    }

    private static double mean(double[] bet, double[] distribution) {
        double mean = 0;
        double below = 0;
        for (int k = 0; k < bet.length; k++) {
            double upTo = k < distribution.length ? distribution[k] : 1;
            mean += bet[k] * (upTo - below);
            below = upTo;
        }
        return mean;
    }
}
