package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Mean;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow evaluate}: means over rows, in nats.
 *
 * @param rows their number
 * @param elbo mean of the one-sample bound; of a model without noise, the log-likelihood
 * @param logProb mean of the importance-weighted estimate
 * @param samples importance samples of a row
 * @param effectiveSampleSize mean over rows; NaN if the model needs fewer samples than were asked for
 * @param unknown rows with too few effective samples
 */
public record EvaluationResult(
        int rows, Mean elbo, Mean logProb, int samples, double effectiveSampleSize, long unknown) {
    /**
     * The facts for a model.
     *
     * @param data as the user names it
     * @param bound a bound that no model exceeds, of a toy density; null if none is known
     */
    public Facts facts(Path file, String data, Model model, @Nullable Double bound) {
        boolean exact = model.noise() == 0;
        boolean given = model.classes() > 0;
        Mean bits = model.images().isPresent() ? logProb.times(model.bitsPerDim(1)) : null;
        Mean elboBits = model.images().isPresent() ? elbo.times(model.bitsPerDim(1)) : null;
        Facts facts = new Facts()
                .put("model", file)
                .put("data", data)
                .put("rows", rows)
                .put("class_conditional", given)
                .put("exact", exact)
                .put("elbo", elbo.value())
                .put("elbo_standard_error", elbo.standardError())
                .put("log_likelihood", logProb.value())
                .put("log_likelihood_standard_error", logProb.standardError())
                .put("samples", samples)
                .put("effective_sample_size", Double.isNaN(effectiveSampleSize) ? null : effectiveSampleSize)
                .put("rows_not_known", unknown)
                .put("bound", bound)
                .put("bits_per_dim", bits == null ? null : bits.value())
                .put("bits_per_dim_standard_error", bits == null ? null : bits.standardError())
                .put("elbo_bits_per_dim", elboBits == null ? null : elboBits.value())
                .put("elbo_bits_per_dim_standard_error", elboBits == null ? null : elboBits.standardError())
                .line(
                        "%s of %s%s, mean%s in nats",
                        Text.count(rows, "row"),
                        data,
                        given ? " given their classes" : "",
                        rows == 1 ? "" : " ± standard error");
        if (exact) {
            facts.line("  log-likelihood            %s (exact)", text(logProb));
        } else {
            facts.line("  ELBO                      %s", text(elbo))
                    .line("  log-likelihood, S = %-4d  %s", samples, text(logProb));
            if (!Double.isNaN(effectiveSampleSize)) {
                facts.line("  effective sample size     %.1f of %d", effectiveSampleSize, samples);
            }
            if (unknown > 0) {
                facts.line(
                        "  not known                 %s, with fewer than 5 effective samples",
                        Text.count(unknown, "row"));
            }
        }
        if (bits != null && elboBits != null) {
            facts.line("bits per dimension (less is better)")
                    .line("  by the ELBO               %s", text(elboBits))
                    .line("  by S = %-4d               %s", samples, text(bits));
        }
        return bound == null ? facts : facts.line("  no model exceeds          %s", Text.nats(bound));
    }

    private static String text(Mean mean) {
        return Text.nats(mean.value(), mean.standardError());
    }
}
