package io.github.vflow.table.drift;

import io.github.vflow.table.defaults.DriftDefaults;
import io.github.vflow.table.drift.statistic.TwoSample;
import io.github.vflow.table.schema.Column;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The comparison of a batch with a baseline, column by column.
 *
 * @param rows the number of rows of the batch
 * @param columns in the order of a row, then the score
 */
public record Comparison(long rows, List<Column> columns) {
    /** The level of {@link #toString}. */
    public static final double LEVEL = DriftDefaults.LEVEL;

    /**
     * A column, or the score, of a batch beside its baseline.
     *
     * @param column its name, or {@link Baseline#SCORE}
     * @param statistic χ² of about ten groups of numbers, or of the labels, and of missing cells
     * @param pValue the probability of a statistic at least this large if batch and baseline have one distribution
     * @param adjusted the p-value after Holm's correction for the number of columns
     */
    public record Column(String column, double statistic, double pValue, double adjusted) {}

    public Comparison {
        columns = List.copyOf(columns);
    }

    /** Applies Holm's correction: multiplies the i-th smallest of n p-values by n − i + 1, and keeps their order. */
    static Comparison adjusted(long rows, List<Column> columns) {
        List<Column> adjusted = new ArrayList<>(columns);
        List<Integer> order = IntStream.range(0, columns.size())
                .boxed()
                .sorted(Comparator.comparingDouble(j -> columns.get(j).pValue()))
                .toList();
        double most = 0;
        for (int i = 0; i < order.size(); i++) {
            Column c = columns.get(order.get(i));
            most = Math.max(most, Math.min(1, c.pValue() * (columns.size() - i)));
            adjusted.set(order.get(i), new Column(c.column(), c.statistic(), c.pValue(), most));
        }
        return new Comparison(rows, adjusted);
    }

    /**
     * The columns whose adjusted p-value is at most a level. Without drift the list is not empty with at most this probability.
     *
     * @param level in (0, 1)
     * @throws IllegalArgumentException if it is not
     */
    public List<Column> drifted(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "Comparison: the level must be in (0, 1) but is " + level + "; 0.001 is usual");
        }
        return columns.stream().filter(c -> c.adjusted() <= level).toList();
    }

    /** The column with the least p-value; of equal ones, the one with the largest statistic. */
    public Column farthest() {
        return columns.stream()
                .min(Comparator.comparingDouble(Column::pValue)
                        .thenComparing(
                                Comparator.comparingDouble(Column::statistic).reversed()))
                .orElseThrow();
    }

    /** The comparison in words, on one line. */
    @Override
    public String toString() {
        List<Column> drifted = drifted(LEVEL);
        if (drifted.isEmpty()) {
            return String.format(Locale.ROOT, "no drift in %,d rows at the level %s", rows, LEVEL);
        }
        return drifted.stream()
                .map(c -> String.format(Locale.ROOT, "%s (p %.1e)", c.column(), c.adjusted()))
                .collect(Collectors.joining(
                        ", ", String.format(Locale.ROOT, "drift in %,d rows at the level %s: ", rows, LEVEL), ""));
    }

    /** Counts the rows of a batch, to compare the batch with a baseline. Mutable and not thread-safe. Memory does not grow with the rows. */
    public static final class Window {
        private final Baseline baseline;
        private final List<long[]> counts = new ArrayList<>();
        private long rows;

        /** A window without rows. */
        public Window(Baseline baseline) {
            this.baseline = baseline;
            baseline.all().forEach(r -> counts.add(new long[r.cells()]));
        }

        /**
         * Adds a row.
         *
         * @param row [columns], NaN for a missing cell; not modified
         * @param logProb ln p(row) in nats, by the scorer that made the baseline; any number if the baseline has no scores
         * @throws IllegalArgumentException as {@link DriftMonitor#add}
         */
        public void add(double[] row, double logProb) {
            int[] cells = baseline.cells(row, logProb);
            for (int j = 0; j < cells.length; j++) {
                counts.get(j)[cells[j]]++;
            }
            rows++;
        }

        /**
         * Compares the rows so far with the baseline, column by column, by the χ² test of {@link TwoSample}.
         *
         * @throws IllegalStateException if there is no row
         */
        public Comparison compare() {
            return compare(baseline.all(), 0);
        }

        /**
         * As {@link #compare}, of the known cells of columns alone: rows that a model draws have no scores of held-out rows. A column without a known
         * cell does not differ.
         *
         * @throws IllegalStateException if there is no row
         */
        public Comparison compareKnown() {
            return compare(baseline.references(), 1);
        }

        private Comparison compare(List<Reference> all, int leftOut) {
            if (rows == 0) {
                throw new IllegalStateException("Window: there must be a row to compare but there is none; add rows");
            }
            List<Column> columns = new ArrayList<>();
            for (int j = 0; j < all.size(); j++) {
                Reference r = all.get(j);
                int[] groups = r.groups();
                long[] then = Reference.grouped(r.counts(), groups);
                long[] now = Reference.grouped(counts.get(j), groups);
                int compared = then.length - leftOut;
                TwoSample outcome = TwoSample.of(Arrays.copyOf(then, compared), Arrays.copyOf(now, compared));
                columns.add(new Column(r.name(), outcome.statistic(), outcome.pValue(), outcome.pValue()));
            }
            return adjusted(rows, columns);
        }
    }
}
