package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
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

    /** The number of scores that are not finite. */
    public long notFinite() {
        return scored - finite;
    }

    /**
     * The facts of all rows so far.
     *
     * @param rows of the table, those without a score included
     * @param column the name of the new column
     * @param judged whether rows were judged
     * @param out the scored table; null for standard output
     */
    public Facts facts(Path model, long rows, String column, boolean judged, @Nullable Path out) {
        double average = finite == 0 ? Double.NaN : mean;
        double error = finite < 2 ? Double.NaN : Math.sqrt(squares / (finite - 1) / finite);
        return new Facts()
                .put("model", model)
                .put("rows", rows)
                .put("scored", scored)
                .put("column", column)
                .put("mean", average)
                .put("standard_error", error)
                .put("not_finite", notFinite())
                .put("alarms", judged ? alarms : null)
                .put("out", out)
                .line(
                        "%s, mean %s %s nats%s",
                        Text.count(scored, "row"),
                        column,
                        Text.nats(average, error),
                        judged ? ", " + Text.count(alarms, "alarm") : "")
                .wrote(out);
    }
}
