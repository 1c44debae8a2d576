package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.view.View;
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

    private static boolean[] odd(double[] scores) {
        OddScores found = OddScores.of(scores, 1, 0.1);
        boolean[] isOdd = new boolean[scores.length];
        for (int i = 0; i < isOdd.length; i++) {
            isOdd[i] = found.isOdd(scores[i]);
        }
        return isOdd;
    }

    private static int count(double[] scores) {
        boolean[] isOdd = odd(scores);
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
            boolean[] found = odd(all);
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
            boolean[] found = odd(all);
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
        assertTrue(odd(all)[0], "seed " + SEED);
        Arrays.fill(all, 1, 190, 0);
        assertFalse(odd(all)[0], "alone, seed " + SEED);
    }

    @Test
    void unitAndOrderDoNotMatter() {
        double[] all = scores(500, r -> Math.log(r.nextDouble()) * (r.nextInt(20) == 0 ? 6 : 1));
        boolean[] found = odd(all);
        assertTrue(IntStream.range(0, 500).anyMatch(i -> found[i]));
        assertArrayEquals(found, odd(Arrays.stream(all).map(s -> 8 * s + 64).toArray()));
        boolean[] reversed =
                odd(IntStream.range(0, 500).mapToDouble(i -> all[499 - i]).toArray());
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

    /** Two views share one expected row: each takes half of it, and a stricter limit. */
    @Test
    void aPartOfTheExpectedRowsIsAStricterLimit() {
        double[] all = scores(2_000, r -> Math.log(r.nextDouble()));
        OddScores whole = OddScores.of(all, 1, 0.1);
        OddScores half = OddScores.of(all, 0.5, 0.05);
        assertTrue(half.limit() < whole.limit(), half + " is not below " + whole + ", seed " + SEED);
        // the exponential law halves in ln 2 nats
        assertEquals(Math.log(2), whole.limit() - half.limit(), 0.2, "seed " + SEED);
    }

    /** A quarter of the normal rows lies below the odd rows that are left out; the spread is theirs all the same. */
    @Test
    void theSpreadDoesNotShrinkWithTheScoresThatAreLeftOut() {
        double[] all = scores(4_000, r -> Math.log(r.nextDouble()));
        Arrays.fill(all, 0, 300, -5.5);
        OddScores found = OddScores.of(all, 1, 0.3);
        assertTrue(found.isOdd(-5.5), found + ", seed " + SEED);
        assertEquals(Math.log(2), found.spread(), 0.07, "seed " + SEED);
    }

    /** Sixteen of a hundred rows are odd beyond the limit of an eighth, and hide one another unless the middle leaves them out. */
    @Test
    void rowsThatAreKnownBeforeHaveNoPartInTheMiddle() {
        double[] all = scores(2_000, r -> Math.log(r.nextDouble()));
        Arrays.fill(all, 0, 320, -7.5);
        double[] usual = Arrays.copyOfRange(all, 320, 2_000);
        assertFalse(OddScores.of(all, 1, 0.1).isOdd(-7.5), "seed " + SEED);
        OddScores found = OddScores.of(all, usual, 0, 1, 0.1);
        assertTrue(found.isOdd(-7.5), found + ", seed " + SEED);
        assertEquals(Math.log(2), found.spread(), 0.07, "seed " + SEED);
        // a tenth of all odd ones may be normal
        assertTrue(Arrays.stream(usual).filter(found::isOdd).count() <= 45, found + ", seed " + SEED);
    }

    private static ImportanceEstimate draws(double effective) {
        return new ImportanceEstimate(-3, 0.5, effective);
    }

    /** Below zero are the odd scores, and a nat is a factor e of the tail, whatever the unit of a view. */
    @Test
    void viewsHaveOneScale() {
        double[] all = scores(2_000, r -> Math.log(r.nextDouble()));
        OddScores one = OddScores.of(all, 1, 0.1);
        OddScores wide = OddScores.of(Arrays.stream(all).map(s -> 8 * s + 64).toArray(), 1, 0.1);
        for (double s : all) {
            double common = one.common(new Score(View.COLUMN, s, 0.5, draws(7))).value();
            assertEquals(one.isOdd(s), common < 0, "score " + s);
            assertEquals(
                    common,
                    wide.common(new Score(View.COLUMN, 8 * s + 64, 0, draws(7))).value(),
                    1e-9,
                    "score " + s);
            assertEquals(s - one.limit(), common, 0.1 * Math.abs(s - one.limit()), "the unit of an exponential law");
        }
        Score e = one.common(new Score(View.COLUMN, -3, 0.5, draws(7)));
        assertEquals(0.5 * Math.log(2) / one.spread(), e.standardError(), 1e-12);
        assertEquals(7, e.effectiveSamples());
    }

    /** Rows to which float32 gives no ln p have the score −∞. Where most have it, the view tells nothing. */
    @Test
    void scoresThatAreNoNumberAreOddIfTheyAreFew() {
        double[] all = scores(500, SplittableRandom::nextGaussian);
        Arrays.fill(all, 0, 5, Double.NEGATIVE_INFINITY);
        OddScores few = OddScores.of(all, 1, 0.1);
        assertTrue(few.isOdd(all[0]));
        assertEquals(
                Double.NEGATIVE_INFINITY,
                few.common(new Score(View.COLUMN, all[0], 0, draws(1))).value());
        Arrays.fill(all, 0, 400, Double.NEGATIVE_INFINITY);
        OddScores most = OddScores.of(all, 1, 0.1);
        assertFalse(most.isOdd(all[0]));
        assertEquals(0, most.common(new Score(View.COLUMN, all[0], 0, draws(1))).value());
    }
}
