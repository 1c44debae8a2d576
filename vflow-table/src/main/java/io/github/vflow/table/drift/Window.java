package io.github.vflow.table.drift;

import io.github.vflow.table.drift.statistic.StabilityIndex;
import io.github.vflow.table.drift.statistic.TwoSample;
import java.util.ArrayList;
import java.util.List;

/** Counts the rows of a batch, to compare the batch with a baseline. Mutable and not thread-safe. Memory does not grow with the rows. */
public final class Window {
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
     * Compares the rows so far with the baseline, column by column: Kolmogorov and Smirnov's test for numbers, χ² for categories.
     *
     * @throws IllegalStateException if there is no row
     */
    public Comparison compare() {
        if (rows == 0) {
            throw new IllegalStateException("Window: there must be a row to compare but there is none; add rows");
        }
        List<Comparison.Column> columns = new ArrayList<>();
        List<Reference> all = baseline.all();
        for (int j = 0; j < all.size(); j++) {
            Reference r = all.get(j);
            long[] then = r.counts();
            TwoSample test = r.isCategory() ? TwoSample.CHI_SQUARE : TwoSample.KOLMOGOROV_SMIRNOV;
            TwoSample.Outcome outcome = test.of(then, counts.get(j));
            int[] groups = r.groups();
            double stability =
                    StabilityIndex.of(Reference.grouped(then, groups), Reference.grouped(counts.get(j), groups));
            columns.add(new Comparison.Column(
                    r.name(), outcome.statistic(), outcome.pValue(), outcome.pValue(), stability));
        }
        return Comparison.adjusted(rows, columns);
    }
}
