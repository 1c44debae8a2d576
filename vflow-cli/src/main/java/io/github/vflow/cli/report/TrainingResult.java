package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow train}.
 *
 * @param data as the user names it
 * @param model the model file
 * @param parameters how many the model has
 * @param models of which the model is a mixture; 1 if it is none
 * @param steps that were made, those before a resumption included; of a mixture, those of this run
 * @param plannedSteps of the plan
 * @param patience evaluations without a better validation ELBO that end the training
 * @param stoppedEarly whether the training ended before its plan
 * @param validationElbo the best one, in nats; NaN without validation data
 * @param bestStep the step of the best validation ELBO; null without validation data
 * @param trainingElbo of the last batches, in nats; NaN if nothing was left to train
 * @param seconds of this run
 * @param microsPerStep of this run
 * @param checkpoint its file; null if none was asked for
 * @param plot the curve's file; null if none was asked for
 * @param samples the picture of samples; null if there is none
 */
public record TrainingResult(
        String data,
        Path model,
        int parameters,
        int models,
        long steps,
        long plannedSteps,
        int patience,
        boolean stoppedEarly,
        double validationElbo,
        @Nullable Long bestStep,
        double trainingElbo,
        double seconds,
        double microsPerStep,
        long seed,
        @Nullable Path checkpoint,
        @Nullable Path plot,
        @Nullable Path samples)
        implements Result {
    @Override
    public String text() {
        String early =
                stoppedEarly ? Text.format(" of %,d: no better ELBO for %d evaluations", plannedSteps, patience) : "";
        StringJoiner lines = new StringJoiner("\n");
        lines.add(Text.format(
                "%s%,d steps%s in %s (%.0f µs each), %,d parameters",
                models == 1 ? "" : "mixture of " + models + " models: ",
                steps,
                early,
                Text.duration(seconds),
                microsPerStep,
                parameters));
        String which = !isValidated() ? "last training" : models == 1 ? "best validation" : "validation";
        String at = bestStep == null ? "" : Text.format(" at step %,d", bestStep);
        lines.add(which + " ELBO " + Text.nats(bound()) + " nats" + at);
        lines.add("wrote " + model);
        if (samples != null) {
            lines.add("samples in " + samples);
        }
        return lines.toString();
    }

    private boolean isValidated() {
        return !Double.isNaN(validationElbo);
    }

    /** The ELBO that the training is judged by, in nats: the best on validation data, or the last in training without them. */
    public double bound() {
        return isValidated() ? validationElbo : trainingElbo;
    }
}
