package io.github.vflow.table.outlier;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.defaults.OddRowDefaults;
import io.github.vflow.table.score.Score;

/**
 * Says which scores of a view are odd, without a share of odd rows to be given.
 *
 * <p>The middle of the scores tells how the scores of normal rows fall off; odd rows hardly change it. With the median m, and a sixth of the scores
 * below m − v·log₂3, an exponential distribution goes on like this:
 *
 * <pre>  P(score ≤ s) = ½·2^(−(m − s)/v)   for s ≤ m</pre>
 *
 * A score is odd where this distribution expects at most one such row in the table, or one in a thousand. It is odd, too, where at most a tenth of
 * the scores as low is expected to be normal (Benjamini and Hochberg 1995). Median and spread v
 * are then taken anew without the odd scores, but with the normal ones that are expected among them, until no more scores are odd.
 *
 * <p>Rows are odd if they are rare. Where more than an eighth would be odd, the scores have a heavy tail that the middle does not tell of. The
 * spread is then at least that by the lower eighth, so that fewer than an eighth are odd. Rows that are known to be odd before, {@link Suspects},
 * have no part in the middle, nor in the eighth.
 *
 * <p>Scores of all views have one scale: ln 2·(s − limit)/v, the logarithm of their tail over the tail at the limit. Odd scores are below zero.
 *
 * @param spread v, in nats of the view
 * @param limit the least score that is not odd
 */
record OddScores(double spread, double limit) {
    /** The halving of a logarithm of a p-value. */
    static final double OF_P_VALUES = Math.log(2);

    /** Which scores are odd, where all of them tell how normal ones fall off. */
    static OddScores of(double[] scores, double part, double discoveries) {
        return of(scores, scores, 0, part, discoveries);
    }

    /**
     * Which scores are odd.
     *
     * @param scores [n] in nats, at least one; lower is odder
     * @param usual these scores, or those of them whose middle tells how normal ones fall off
     * @param least the least spread, such as the halving of a p-value
     * @param part of the odd scores that may be expected among normal rows, in (0, 1]
     * @param discoveries the part of the odd scores that may be expected to be normal where more are odd
     */
    static OddScores of(double[] scores, double[] usual, double least, double part, double discoveries) {
        Sorted all = Sorted.of(scores);
        Sorted some = Sorted.of(usual);
        double most = OddRowDefaults.MOST_ODD * usual.length;
        OddScores found = Middle.of(some, 0, least).odd(all, part, discoveries);
        int odd = 0;
        while (some.countBelow(found.limit) > odd && odd <= most) {
            odd = some.countBelow(found.limit);
            found = Middle.of(some, odd, least).odd(all, part, discoveries);
        }
        if (odd > most) {
            found = Middle.of(some, 0, least).withHeavyTail(some).odd(all, part, discoveries);
        }
        return found;
    }

    /** Logarithms of probabilities; all below zero are odd. */
    static OddScores ofLogarithms() {
        return new OddScores(Math.log(2), 0);
    }

    boolean isOdd(double score) {
        return score < limit;
    }

    /** A score on the scale of all views, with its error. */
    Score common(Score of) {
        double unit = Math.log(2) / (spread > 0 ? spread : 1);
        // equal infinities have no difference
        double above = of.value() == limit ? 0 : unit * (of.value() - limit);
        return new Score(of.view(), above, unit * of.standardError(), of.density());
    }

    /**
     * The middle of the scores of normal rows.
     *
     * @param median m
     * @param spread v
     */
    private record Middle(double median, double spread) {
        /**
         * The middle without the lowest scores. The normal scores that are expected among them count, or the spread would shrink with each
         * one that is left out.
         */
        static Middle of(Sorted sorted, int odd, double least) {
            Middle middle = at(sorted, odd, 0, least);
            for (int round = 0; odd > 0 && round < OddRowDefaults.ROUNDS_OF_EXPECTED; round++) {
                double tail = middle.tail(sorted.get(odd - 1));
                // with r = tail·(kept + r) normal scores among the odd ones
                middle = at(sorted, odd, Math.min(odd, tail / (1 - tail) * (sorted.size() - odd)), least);
            }
            return middle;
        }

        /** The middle of all scores but the lowest, with some expected ones below these. */
        private static Middle at(Sorted sorted, int odd, double expected, double least) {
            double median = lower(sorted, odd, expected, 0.5);
            double spread =
                    halving(median, lower(sorted, odd, expected, OddRowDefaults.SPREAD_AT), OddRowDefaults.SPREAD_AT);
            // scores that are equal in more than a third of the rows have their spread further down
            for (double p = OddRowDefaults.SPREAD_OF_EQUAL_AT; spread == 0 && p > OddRowDefaults.NO_SPREAD_AT; p /= 2) {
                spread = halving(median, lower(sorted, odd, expected, p), p);
            }
            return new Middle(median, Math.max(spread, least));
        }

        private static double lower(Sorted sorted, int odd, double expected, double p) {
            double place = p * (sorted.size() - odd + expected - 1) - expected;
            return sorted.get(odd + (int) Math.max(0, place));
        }

        /** The distance below the median in which the distribution halves, if a part p of the rows lies below its quantile. */
        private static double halving(double median, double quantile, double p) {
            return (median - quantile) * Math.log(2) / Math.log(0.5 / p);
        }

        Middle withHeavyTail(Sorted sorted) {
            double wide = halving(median, sorted.lower(OddRowDefaults.MOST_ODD), OddRowDefaults.MOST_ODD);
            return new Middle(median, Math.max(spread, wide));
        }

        /** The share of normal rows with a score of at most s. */
        double tail(double s) {
            return s < median ? 0.5 * Math.pow(2, -(median - s) / spread) : 0.5;
        }

        OddScores odd(Sorted sorted, double part, double discoveries) {
            if (!Double.isFinite(spread)) {
                return new OddScores(1, Double.NEGATIVE_INFINITY);
            }
            int n = sorted.size();
            double expected = part * Math.max(OddRowDefaults.EXPECTED_ROWS, OddRowDefaults.EXPECTED_SHARE * n);
            double limit = median - spread * Math.max(0, Math.log(0.5 * n / expected) / Math.log(2));
            for (int k = 1; k <= n && sorted.get(k - 1) < median; k++) {
                if (tail(sorted.get(k - 1)) * n <= discoveries * k) {
                    limit = Math.max(limit, Math.nextUp(sorted.get(k - 1)));
                }
            }
            return new OddScores(spread, limit);
        }
    }
}
