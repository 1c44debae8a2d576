package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.OddRowDefaults;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Says which scores are odd, without a share of odd rows to be given.
 *
 * <p>The middle of the scores tells how the scores of normal rows fall off; odd rows hardly change it. With the median m, and a sixth of the scores
 * below m − v·log₂3, an exponential distribution goes on like this:
 *
 * <pre>  P(score ≤ s) = ½·2^(−(m − s)/v)   for s ≤ m</pre>
 *
 * A score is odd where this distribution expects at most one such row in the table, or one in a thousand. It is odd, too, where at most a tenth of
 * the scores as low is expected to be normal (Benjamini and Hochberg 1995). Median and spread v are then taken anew without the odd scores, until
 * nothing changes.
 *
 * <p>Rows are odd if they are rare. Where more than an eighth would be odd, the scores have a heavy tail that the middle does not tell of. The
 * spread is then at least that by the lower eighth, so that fewer than an eighth are odd.
 */
final class OddScores {
    private OddScores() {}

    /**
     * Whether each score is odd.
     *
     * @param scores [n] in nats, at least one; lower is odder
     */
    static boolean[] of(double[] scores) {
        boolean[] isOdd = byTheMiddle(scores);
        long odd = IntStream.range(0, isOdd.length).filter(i -> isOdd[i]).count();
        if (odd <= OddRowDefaults.MOST_ODD * scores.length) {
            return isOdd;
        }
        Sorted sorted = Sorted.of(scores);
        return below(scores, limit(sorted, sorted, Math.max(spread(sorted), halving(sorted, OddRowDefaults.MOST_ODD))));
    }

    private static boolean[] byTheMiddle(double[] scores) {
        Sorted sorted = Sorted.of(scores);
        boolean[] isOdd = new boolean[scores.length];
        for (int round = 0; round < OddRowDefaults.ROUNDS; round++) {
            boolean[] before = isOdd;
            Sorted normal = Sorted.of(IntStream.range(0, scores.length)
                    .filter(i -> !before[i])
                    .mapToDouble(i -> scores[i])
                    .toArray());
            isOdd = below(scores, limit(sorted, normal, spread(normal)));
            if (Arrays.equals(isOdd, before)) {
                break;
            }
        }
        return isOdd;
    }

    private static boolean[] below(double[] scores, double limit) {
        boolean[] isBelow = new boolean[scores.length];
        for (int i = 0; i < isBelow.length; i++) {
            isBelow[i] = scores[i] < limit;
        }
        return isBelow;
    }

    /**
     * The score below which all are odd.
     *
     * @param sorted all scores
     * @param normal the scores of normal rows
     * @param spread v
     */
    private static double limit(Sorted sorted, Sorted normal, double spread) {
        double median = normal.lower(0.5);
        double expected = Math.max(OddRowDefaults.EXPECTED_ROWS, OddRowDefaults.EXPECTED_SHARE * sorted.size());
        double limit = Double.NEGATIVE_INFINITY;
        for (int k = 1; k <= sorted.size() && sorted.get(k - 1) < median; k++) {
            double share = 0.5 * Math.pow(2, -(median - sorted.get(k - 1)) / spread);
            if (share * sorted.size() <= Math.max(expected, OddRowDefaults.FALSE_DISCOVERIES * k)) {
                limit = Math.nextUp(sorted.get(k - 1));
            }
        }
        return limit;
    }

    /**
     * v, in nats.
     *
     * @param sorted the scores of normal rows
     */
    private static double spread(Sorted sorted) {
        double spread = halving(sorted, OddRowDefaults.SPREAD_AT);
        // scores that are equal in more than a third of the rows have their spread further down
        for (double p = OddRowDefaults.SPREAD_OF_EQUAL_AT; spread == 0 && p > OddRowDefaults.NO_SPREAD_AT; p /= 2) {
            spread = halving(sorted, p);
        }
        return spread;
    }

    /** The distance below the median in which the distribution halves, if a part p of the rows lies below its quantile. */
    private static double halving(Sorted sorted, double p) {
        return (sorted.lower(0.5) - sorted.lower(p)) * Math.log(2) / Math.log(0.5 / p);
    }
}
