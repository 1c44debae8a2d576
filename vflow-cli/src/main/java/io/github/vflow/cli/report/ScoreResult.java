package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.evaluation.Mean;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow score}.
 *
 * @param rows how many were scored
 * @param column the name of the new column
 * @param mean of the scores, in nats
 * @param standardError of the mean
 * @param notFinite rows whose score is not finite
 * @param out the scored table; null for standard output
 */
public record ScoreResult(
        Path model,
        int rows,
        String column,
        double mean,
        double standardError,
        long notFinite,
        @Nullable Path out) implements Result {
    /** The facts about the scores of all rows. */
    public static ScoreResult of(Path model, String column, double[] scores, @Nullable Path out) {
        Mean mean = Mean.of(scores);
        long notFinite = Arrays.stream(scores).filter(s -> !Double.isFinite(s)).count();
        return new ScoreResult(model, scores.length, column, mean.value(), mean.standardError(), notFinite, out);
    }

    @Override
    public String text() {
        String text = Text.format("%,d rows, mean %s %s nats", rows, column, Text.nats(mean, standardError));
        return out == null ? text : text + "\nwrote " + out;
    }
}
