package io.github.vflow.cli.report.table;

import io.github.vflow.table.apply.JudgedRow;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Counts scored rows and alarms, and takes the mean of the finite scores (Welford's method). Mutable and not thread-safe. */
public final class ScoreTally {
    private long alarms;
    private long scored;
    private long finite;
    private double mean;
    private double squares;

    /** Counts a row. */
    public void add(JudgedRow row) {
        alarms += row.isAlarm() ? 1 : 0;
        row.logProb().ifPresent(this::add);
    }

    private void add(double score) {
        scored++;
        if (Double.isFinite(score)) {
            finite++;
            double off = score - mean;
            mean += off / finite;
            squares += off * (score - mean);
        }
    }

    /**
     * The result of all rows so far.
     *
     * @param rows of the table, those without a score included
     * @param judged whether rows were judged
     */
    public ScoreResult result(Path model, String column, long rows, boolean judged, @Nullable Path out) {
        return new ScoreResult(
                model,
                rows,
                scored,
                column,
                finite == 0 ? Double.NaN : mean,
                finite < 2 ? Double.NaN : Math.sqrt(squares / (finite - 1) / finite),
                scored - finite,
                judged ? alarms : null,
                out);
    }
}
