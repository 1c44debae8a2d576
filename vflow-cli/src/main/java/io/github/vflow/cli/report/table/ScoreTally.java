package io.github.vflow.cli.report.table;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The mean of scores that come one by one (Welford's method), without those that are not finite. Mutable and not thread-safe. */
public final class ScoreTally {
    private long scored;
    private long finite;
    private double mean;
    private double squares;

    /** Counts a score, in nats. */
    public void add(double score) {
        scored++;
        if (Double.isFinite(score)) {
            finite++;
            double off = score - mean;
            mean += off / finite;
            squares += off * (score - mean);
        }
    }

    /**
     * The facts about all scores.
     *
     * @param rows of the table, those without a score included
     * @param alarms how many of them are alarms; null if that was not asked for
     */
    public ScoreResult result(Path model, String column, long rows, @Nullable Long alarms, @Nullable Path out) {
        return new ScoreResult(
                model,
                rows,
                scored,
                column,
                finite == 0 ? Double.NaN : mean,
                finite < 2 ? Double.NaN : Math.sqrt(squares / (finite - 1) / finite),
                scored - finite,
                alarms,
                out);
    }
}
