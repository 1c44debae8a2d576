package io.github.vflow.table.outlier;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Says which scores are odd, without a share of odd rows to be given.
 *
 * <p>The middle of the scores tells how those of normal rows fall off; odd rows hardly change it. With the median m and a spread v, a half of the
 * rows is below m, a quarter below m − v, and an exponential law goes on like this:
 *
 * <pre>  P(score ≤ s) = ½·2^(−(m − s)/v)   for s ≤ m</pre>
 *
 * A score is odd where this law expects at most one such row in the table, or one in a thousand, or where at most a tenth of the scores as low is
 * expected to be normal (Benjamini and Hochberg 1995). Median and spread are then taken anew without the odd scores, until nothing changes.
 *
 * <p>The spread is the greater of what the lower quartile and the lower sixth say, but at most 2.5 times the distance from the median to the upper
 * quartile, which odd rows do not stretch; of an exponential law it is 1.7 times that.
 */
final class OddScores {
    private static final int MOST_ROUNDS = 20;
    private static final double EXPECTED_ROWS = 1;
    private static final double EXPECTED_SHARE = 0.001;
    private static final double FALSE_DISCOVERIES = 0.1;
    private static final double MOST_OF_ABOVE = 2.5;

    private OddScores() {}

    /**
     * Whether each score is odd.
     *
     * @param scores [n] in nats, at least one; lower is odder
     */
    static boolean[] of(double[] scores) {
        boolean[] isOdd = new boolean[scores.length];
        for (int round = 0; round < MOST_ROUNDS; round++) {
            boolean[] before = isOdd;
            double limit = limit(
                    scores,
                    IntStream.range(0, scores.length)
                            .filter(i -> !before[i])
                            .mapToDouble(i -> scores[i])
                            .sorted()
                            .toArray());
            boolean[] next = new boolean[scores.length];
            for (int i = 0; i < next.length; i++) {
                next[i] = scores[i] < limit;
            }
            if (Arrays.equals(next, before)) {
                break;
            }
            isOdd = next;
        }
        return isOdd;
    }

    /** The score below which all are odd. */
    private static double limit(double[] scores, double[] normal) {
        double median = quantile(normal, 0.5);
        double spread = spread(normal);
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double expected = Math.max(EXPECTED_ROWS, EXPECTED_SHARE * sorted.length);
        double limit = Double.NEGATIVE_INFINITY;
        for (int k = 1; k <= sorted.length && sorted[k - 1] < median; k++) {
            double share = 0.5 * Math.pow(2, -(median - sorted[k - 1]) / spread);
            if (share * sorted.length <= Math.max(expected, FALSE_DISCOVERIES * k)) {
                limit = Math.nextUp(sorted[k - 1]);
            }
        }
        return limit;
    }

    /**
     * v, in nats.
     *
     * @param sorted the scores of normal rows, ascending
     */
    private static double spread(double[] sorted) {
        double quarter = halving(sorted, 0.25);
        double above = quantile(sorted, 0.75) - quantile(sorted, 0.5);
        double spread = Math.min(Math.max(quarter, halving(sorted, 1.0 / 6)), MOST_OF_ABOVE * above);
        double least = Math.max(spread, quarter / 2);
        // scores that are equal in more than half of the rows have their spread further down
        for (double p = 0.1; least == 0 && p > 1e-3; p /= 2) {
            least = halving(sorted, p);
        }
        return least;
    }

    /** The distance below the median in which the law halves, if a part p of the rows lies below its quantile. */
    private static double halving(double[] sorted, double p) {
        return (quantile(sorted, 0.5) - quantile(sorted, p)) * Math.log(2) / Math.log(0.5 / p);
    }

    private static double quantile(double[] sorted, double p) {
        return sorted[(int) (p * (sorted.length - 1))];
    }
}
