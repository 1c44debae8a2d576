package io.github.vflow.table.outlier;

import io.github.vflow.table.schema.Column;
import java.util.Arrays;

/** How usual the values of one column are, without regard to the others. Immutable and safe for any number of threads. */
sealed interface Marginal {
    /** How usual a value is that is known, in nats; lower is odder. */
    double score(double value);

    /** A typical value. */
    double typical();

    /**
     * The frequencies of labels with one made-up row for each (Laplace): a label counts with ln P.
     *
     * @param logs [labels]
     */
    record Frequencies(double[] logs) implements Marginal {
        static Frequencies of(double[] known, int labels) {
            double[] counts = new double[labels];
            Arrays.fill(counts, 1);
            for (double label : known) {
                counts[(int) label]++;
            }
            double sum = known.length + labels;
            return new Frequencies(
                    Arrays.stream(counts).map(c -> Math.log(c / sum)).toArray());
        }

        @Override
        public double score(double value) {
            return logs[(int) value];
        }

        @Override
        public double typical() {
            int best = 0;
            for (int k = 1; k < logs.length; k++) {
                best = logs[k] > logs[best] ? k : best;
            }
            return best;
        }
    }

    /**
     * The place of a number among others: with u, the part of the others that is less and half of the part that is equal, it counts
     *
     * <pre>  ln 4u(1 − u),</pre>
     *
     * zero for the median, and about the logarithm of the tail beyond a number far out (as in ECOD; Li et al. 2022). No unit and no scale matters,
     * and a tenth of odd numbers hardly moves the places of the others. Beyond the outermost number the tail falls exponentially.
     *
     * @param sorted the known values, ascending
     * @param below the scale of the tail below all
     * @param above the scale of the tail above all
     */
    record Places(double[] sorted, double below, double above) implements Marginal {
        /** The part of the numbers that tells how a tail falls. */
        private static final double TAIL = 0.05;

        private static final double LEAST = 1e-3;

        static Places of(double[] known) {
            double[] sorted = known.clone();
            Arrays.sort(sorted);
            double[] reversed = new double[sorted.length];
            Arrays.setAll(reversed, i -> -sorted[sorted.length - 1 - i]);
            return new Places(sorted, tail(reversed), tail(sorted));
        }

        /** The scale of the tail above some numbers, which are ascending. */
        private static double tail(double[] sorted) {
            int n = sorted.length;
            if (n == 0) {
                return 1;
            }
            double last = sorted[n - 1];
            // the greatest of k numbers of an exponential law is about ln k scales out
            int k = Math.max(2, (int) (TAIL * n));
            double scale = (last - sorted[Math.max(0, n - 1 - k)]) / Math.log(k);
            double whole = scale > 0 ? scale : (last - sorted[(n - 1) / 2]) / Math.log(Math.max(2, n / 2));
            // one value only: any other is far out
            return whole > 0 ? whole : LEAST * Math.max(1e-9, Math.abs(last));
        }

        @Override
        public double score(double x) {
            int n = sorted.length;
            if (n == 0) {
                return 0;
            }
            int less = less(x);
            int atMost = less(Math.nextUp(x));
            double u = (0.5 * (less + atMost) + 0.5) / (n + 1);
            double beyond = atMost == 0 ? (sorted[0] - x) / below : less == n ? (x - sorted[n - 1]) / above : 0;
            return Math.log(4 * u * (1 - u)) - beyond;
        }

        @Override
        public double typical() {
            return sorted.length == 0 ? 0 : sorted[(sorted.length - 1) / 2];
        }

        /** The number of values below x. */
        int less(double x) {
            int from = 0;
            int to = sorted.length;
            while (from < to) {
                int middle = (from + to) >>> 1;
                if (sorted[middle] < x) {
                    from = middle + 1;
                } else {
                    to = middle;
                }
            }
            return from;
        }
    }

    /**
     * The share of the numbers in an arc around a value, as a multiple of the share in the same arc of a uniform law, with one made-up number
     * (Laplace). A circle has no ends, so no place on it is far out.
     *
     * @param places of the numbers of a period
     * @param column the circle
     */
    record OnCircle(Places places, Column.Circular column) implements Marginal {
        /** The part of the circle on either side. */
        private static final double ARC = 0.05;

        static OnCircle of(double[] known, Column.Circular column) {
            return new OnCircle(
                    Places.of(Arrays.stream(known).map(column::place).toArray()), column);
        }

        @Override
        public double score(double value) {
            double arc = ARC * column.period();
            double from = column.place(value - arc);
            double to = column.place(value + arc);
            int n = places.sorted().length;
            int inside = places.less(to) - places.less(from) + (from < to ? 0 : n);
            return Math.log((inside + 2 * ARC) / (n + 1) / (2 * ARC));
        }

        @Override
        public double typical() {
            return places.typical();
        }
    }
}
