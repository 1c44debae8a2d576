package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow train}.
 *
 * @param parameters of the model, their number
 * @param models of which the model is a mixture; 1 if it is none
 * @param steps of the training
 * @param elbo that judges it
 * @param files that were written
 */
public record TrainingResult(int parameters, int models, Steps steps, Elbo elbo, Files files) {
    /**
     * The steps of a training.
     *
     * @param made those before a resumption included; of a mixture, those of this run
     * @param planned of the plan
     * @param patience evaluations without a better validation ELBO that end the training
     * @param stoppedEarly whether the training ended before its plan
     * @param seconds of this run
     * @param micros of a step of this run
     */
    public record Steps(
            long made, long planned, int patience, boolean stoppedEarly, double seconds, double micros, long seed) {
        private String text() {
            String early =
                    stoppedEarly ? Text.format(" of %,d: no better ELBO for %d evaluations", planned, patience) : "";
            return Text.format("%,d steps%s in %s (%.0f µs each)", made, early, Text.duration(seconds), micros);
        }
    }

    /**
     * The ELBO, in nats.
     *
     * @param validation the best one; NaN without validation data
     * @param bestStep its step; null without validation data and for a mixture
     * @param training of the last batches; NaN if nothing was left to train
     */
    public record Elbo(double validation, @Nullable Long bestStep, double training) {
        private boolean isValidated() {
            return !Double.isNaN(validation);
        }

        /** The ELBO that judges the training: the best on validation data, or the last in training without them. */
        public double judged() {
            return isValidated() ? validation : training;
        }
    }

    /**
     * The files of a training.
     *
     * @param checkpoint null if the user wanted none
     * @param plot of the curve; null if the user wanted none
     * @param samples the picture of samples; null if there is none
     */
    public record Files(
            Path model,
            @Nullable Path checkpoint,
            @Nullable Path plot,
            @Nullable Path samples) {}

    /**
     * The facts.
     *
     * @param data as the user names it
     */
    public Facts facts(String data) {
        String which = !elbo.isValidated() ? "last training" : models == 1 ? "best validation" : "validation";
        Facts facts = new Facts()
                .put("data", data)
                .put("model", files.model)
                .put("parameters", parameters)
                .put("models", models)
                .put("steps", steps.made)
                .put("planned_steps", steps.planned)
                .put("patience", steps.patience)
                .put("stopped_early", steps.stoppedEarly)
                .put("validation_elbo", elbo.validation)
                .put("best_step", elbo.bestStep)
                .put("training_elbo", elbo.training)
                .put("seconds", steps.seconds)
                .put("micros_per_step", steps.micros)
                .put("seed", steps.seed)
                .put("checkpoint", files.checkpoint)
                .put("plot", files.plot)
                .put("samples", files.samples)
                .line(
                        "%s%s, %,d parameters",
                        models == 1 ? "" : "mixture of " + models + " models: ", steps.text(), parameters)
                .line(
                        "%s ELBO %s nats%s",
                        which,
                        Text.nats(elbo.judged()),
                        elbo.bestStep == null ? "" : Text.format(" at step %,d", elbo.bestStep))
                .line("wrote %s", files.model);
        return files.samples == null ? facts : facts.line("samples in %s", files.samples);
    }
}
