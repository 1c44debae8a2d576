package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow evaluate}: means over rows with standard errors, in nats.
 *
 * @param data as the user names it
 * @param classConditional whether the densities are those of images given their classes
 * @param exact whether the likelihood is exact: the model has no noise
 * @param elbo mean of the one-sample bound; of an exact model, the log-likelihood
 * @param logLikelihood mean of the importance-weighted estimate
 * @param samples importance samples of a row
 * @param effectiveSampleSize mean over rows
 * @param bound a bound that no model exceeds, of a toy density; null if none is known
 * @param bitsPerDim of images, by the log-likelihood; null for rows
 * @param bitsPerDimStandardError null for rows
 * @param elboBitsPerDim of images, by the ELBO; null for rows
 * @param elboBitsPerDimStandardError null for rows
 */
public record EvaluationResult(
        Path model,
        String data,
        int rows,
        boolean classConditional,
        boolean exact,
        double elbo,
        double elboStandardError,
        double logLikelihood,
        double logLikelihoodStandardError,
        int samples,
        double effectiveSampleSize,
        @Nullable Double bound,
        @Nullable Double bitsPerDim,
        @Nullable Double bitsPerDimStandardError,
        @Nullable Double elboBitsPerDim,
        @Nullable Double elboBitsPerDimStandardError)
        implements Result {
    @Override
    public String text() {
        StringJoiner lines = new StringJoiner("\n");
        String given = classConditional ? " given their classes" : "";
        lines.add(Text.format(
                "%s of %s%s, mean%s in nats",
                Text.count(rows, "row"), data, given, rows == 1 ? "" : " ± standard error"));
        String estimate = Text.nats(logLikelihood, logLikelihoodStandardError);
        if (exact) {
            lines.add(Text.format("  log-likelihood            %s (exact)", estimate));
        } else {
            lines.add(Text.format("  ELBO                      %s", Text.nats(elbo, elboStandardError)));
            lines.add(Text.format("  log-likelihood, S = %-4d  %s", samples, estimate));
            lines.add(Text.format("  effective sample size     %.1f of %d", effectiveSampleSize, samples));
        }
        if (bitsPerDim != null
                && bitsPerDimStandardError != null
                && elboBitsPerDim != null
                && elboBitsPerDimStandardError != null) {
            String byElbo = Text.nats(elboBitsPerDim, elboBitsPerDimStandardError);
            lines.add("bits per dimension (less is better)");
            lines.add(Text.format("  by the ELBO               %s", byElbo));
            lines.add(Text.format(
                    "  by S = %-4d               %s", samples, Text.nats(bitsPerDim, bitsPerDimStandardError)));
        }
        if (bound != null) {
            lines.add(Text.format("  no model exceeds          %s", Text.nats(bound)));
        }
        return lines.toString();
    }
}
