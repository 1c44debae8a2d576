package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow score}.
 *
 * @param rows of the table
 * @param scored how many of them have a score
 * @param column the name of the new column
 * @param mean of the finite scores, in nats
 * @param standardError of the mean; NaN of fewer than two scores
 * @param notFinite scores that are not finite
 * @param alarms how many of them are alarms; null if that was not asked for
 * @param out the scored table; null for standard output
 */
public record ScoreResult(
        Path model,
        long rows,
        long scored,
        String column,
        double mean,
        double standardError,
        long notFinite,
        @Nullable Long alarms,
        @Nullable Path out)
        implements Result {
    @Override
    public String text() {
        String text =
                Text.format("%s, mean %s %s nats", Text.count(scored, "row"), column, Text.nats(mean, standardError));
        text += alarms == null ? "" : ", " + Text.count(alarms, "alarm");
        return out == null ? text : text + "\nwrote " + out;
    }
}
