package io.github.vflow.table.outlier;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Says which scores are odd, without a share of odd rows to be given.
 *
 * <p>The middle half of the scores tells how those of normal rows fall off; odd rows hardly change it. From the median m to the lower quartile q a half
 * of the rows becomes a quarter. An exponential law goes on like this:
 *
 * <pre>  P(score ≤ s) = ½·2^(−(m − s)/(m − q))   for s ≤ m</pre>
 *
 * A score is odd where this law expects at most one such row in the table, or where at most a tenth of the scores as low is expected to be
 * normal (Benjamini and Hochberg 1995). Median and quartile are then taken anew without the odd scores, until nothing changes.
 */
final class OddScores {
    private static final int MOST_ROUNDS = 20;
    private static final double EXPECTED_ROWS = 1;
    private static final double FALSE_DISCOVERIES = 0.1;

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
        double median = normal[(normal.length - 1) / 2];
        double spread = median - normal[(normal.length - 1) / 4];
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double limit = Double.NEGATIVE_INFINITY;
        for (int k = 1; k <= sorted.length && sorted[k - 1] < median; k++) {
            double share = 0.5 * Math.pow(2, -(median - sorted[k - 1]) / spread);
            if (share * sorted.length <= Math.max(EXPECTED_ROWS, FALSE_DISCOVERIES * k)) {
                limit = Math.nextUp(sorted[k - 1]);
            }
        }
        return limit;
    }
}
