package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.evaluation.Mean;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow evaluate}: means over rows, in nats.
 *
 * @param data as the user names it
 * @param classConditional whether the densities are those of images given their classes
 * @param exact whether the likelihood is exact: the model has no noise
 * @param elbo the one-sample bound; for an exact model, the log-likelihood
 * @param logLikelihood the importance-weighted estimate
 * @param samples importance samples of a row
 * @param effectiveSampleSize mean over rows
 * @param bound a bound that no model of a toy density exceeds; null if none is known
 * @param bitsPerDim for images; null for rows
 */
public record EvaluationResult(
        Path model,
        String data,
        boolean classConditional,
        boolean exact,
        Mean elbo,
        Mean logLikelihood,
        int samples,
        double effectiveSampleSize,
        @Nullable Double bound,
        @Nullable BitsPerDim bitsPerDim)
        implements Result {
    /** The means in bits per dimension. */
    public record BitsPerDim(Mean elbo, Mean logLikelihood) {}

    @Override
    public String text() {
        StringJoiner lines = new StringJoiner("\n");
        long rows = logLikelihood.count();
        String given = classConditional ? " given their classes" : "";
        lines.add(Text.format(
                "%s of %s%s, mean%s in nats",
                Text.count(rows, "row"), data, given, rows == 1 ? "" : " ± standard error"));
        if (exact) {
            lines.add("  log-likelihood            " + nats(logLikelihood) + " (exact)");
        } else {
            lines.add("  ELBO                      " + nats(elbo));
            lines.add(Text.format("  log-likelihood, S = %-4d  %s", samples, nats(logLikelihood)));
            lines.add(Text.format("  effective sample size     %.1f of %d", effectiveSampleSize, samples));
        }
        if (bitsPerDim != null) {
            lines.add("bits per dimension (less is better)");
            lines.add("  by the ELBO               " + nats(bitsPerDim.elbo));
            lines.add(Text.format("  by S = %-4d               %s", samples, nats(bitsPerDim.logLikelihood)));
        }
        if (bound != null) {
            lines.add("  no model exceeds          " + Text.nats(bound));
        }
        return lines.toString();
    }

    private static String nats(Mean mean) {
        return Text.nats(mean.value(), mean.standardError());
    }
}
