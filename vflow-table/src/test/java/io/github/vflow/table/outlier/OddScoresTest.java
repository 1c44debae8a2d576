package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class OddScoresTest {
    private static final long SEED = 5;

    private static double[] scores(int n, ToDoubleFunction<SplittableRandom> law) {
        SplittableRandom random = new SplittableRandom(SEED);
        return IntStream.range(0, n).mapToDouble(_ -> law.applyAsDouble(random)).toArray();
    }

    private static int count(double[] scores) {
        boolean[] isOdd = OddScores.of(scores);
        return (int) IntStream.range(0, scores.length).filter(i -> isOdd[i]).count();
    }

    /** An exponential law, for which one row in a thousand is expected, and one of lighter tails, such as ½·χ² of many degrees, for which none is. */
    @Test
    void normalRowsHaveNextToNoOddScores() {
        int exponential = count(scores(20_000, r -> Math.log(r.nextDouble())));
        assertTrue(exponential > 2 && exponential <= 50, exponential + " of an exponential law, seed " + SEED);
        assertEquals(0, count(scores(4_000, SplittableRandom::nextGaussian)), "normal, seed " + SEED);
    }

    @Test
    void rowsFarBelowAreOddWhetherFewOrMany() {
        for (int odd : new int[] {1, 40, 200}) {
            double[] all = scores(2_000, SplittableRandom::nextGaussian);
            for (int i = 0; i < odd; i++) {
                all[3 + 7 * i] = -30 - 0.1 * i;
            }
            boolean[] found = OddScores.of(all);
            for (int i = 0; i < all.length; i++) {
                assertEquals(all[i] < -20, found[i], odd + " odd rows, row " + i + ", score " + all[i]);
            }
        }
    }

    /** An eighth of the rows can be odd; more are a part of the table, and hide one another. A row beyond them is odd in both cases. */
    @Test
    void moreThanAnEighthIsAPartOfTheTable() {
        for (int odd : new int[] {190, 240, 440}) {
            double[] all = scores(2_000, SplittableRandom::nextGaussian);
            for (int i = 0; i < odd; i++) {
                all[4 * i] = -12 - 1e-3 * i;
            }
            all[1] = -80;
            boolean[] found = OddScores.of(all);
            assertTrue(found[1], odd + " odd rows, seed " + SEED);
            assertEquals(odd < 250, found[0], odd + " odd rows, seed " + SEED);
            assertTrue(count(all) <= 250, count(all) + " of 2,000 are odd, seed " + SEED);
        }
    }

    /** A law that is much wider below the median than above, as of rows of several kinds: no more than an eighth is odd, whatever its lower tail. */
    @Test
    void aHeavyTailHasFewerOddScoresThanAnEighth() {
        for (double tail : new double[] {3, 10, 100}) {
            int odd = count(scores(
                    5_000, r -> r.nextDouble() < 0.17 ? tail * Math.log(r.nextDouble()) : 0.1 * r.nextGaussian()));
            assertTrue(odd <= 625, odd + " of 5,000, tail " + tail + ", seed " + SEED);
        }
    }

    /** Rows that are too many for one expected row, but more than the law lets expect there. */
    @Test
    void aBumpOfModeratelyLowScoresIsOdd() {
        double[] all = scores(2_000, SplittableRandom::nextGaussian);
        // at −4.7 the law of the lower sixth expects about five of 2,000 rows: more than two, but less than a tenth of
        // 190
        Arrays.fill(all, 0, 190, -4.7);
        assertTrue(OddScores.of(all)[0], "seed " + SEED);
        Arrays.fill(all, 1, 190, 0);
        assertFalse(OddScores.of(all)[0], "alone, seed " + SEED);
    }

    @Test
    void unitAndOrderDoNotMatter() {
        double[] all = scores(500, r -> Math.log(r.nextDouble()) * (r.nextInt(20) == 0 ? 6 : 1));
        boolean[] found = OddScores.of(all);
        assertTrue(IntStream.range(0, 500).anyMatch(i -> found[i]));
        assertArrayEquals(
                found, OddScores.of(Arrays.stream(all).map(s -> 8 * s + 64).toArray()));
        boolean[] reversed = OddScores.of(
                IntStream.range(0, 500).mapToDouble(i -> all[499 - i]).toArray());
        IntStream.range(0, 500).forEach(i -> assertEquals(found[i], reversed[499 - i]));
    }

    @Test
    void equalScoresAreNotOdd() {
        assertEquals(0, count(new double[50]));
        double[] one = new double[50];
        one[9] = -1;
        assertEquals(1, count(one), "all others are equal");
        // discrete rows: most have one score, a sixth has another that is not odd
        double[] lumpy = new double[600];
        Arrays.fill(lumpy, 0, 100, -2);
        assertEquals(0, count(lumpy));
        Arrays.fill(lumpy, 0, 3, -40);
        assertEquals(3, count(lumpy));
    }
}
