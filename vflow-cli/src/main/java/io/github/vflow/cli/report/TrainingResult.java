package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.fit.TablePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow train}.
 *
 * @param parameters of the model, their number
 * @param models in the mixture; 1 if the model is none
 * @param steps of the training
 * @param elbo that judges it
 * @param worst the column of samples that differs most from the training rows; empty if nobody compared
 * @param unfair the column whose labels differ in their shares of alarms; empty if none does, or nobody compared
 * @param keptRows rows of the table that the file has, for alarms
 * @param files that were written
 */
public record TrainingResult(
        int parameters,
        int models,
        Steps steps,
        Elbo elbo,
        Optional<Comparison.Column> worst,
        Optional<GroupRates> unfair,
        int keptRows,
        Files files) {
    /** Samples that are compared with the training rows: a share is then known to 1.6 points. */
    private static final int SAMPLES = 1_000;

    /**
     * The steps of a training.
     *
     * @param plan with the seed of the training
     * @param made those before a resumption included; of a mixture, those of this run
     * @param stoppedEarly whether the training ended before its plan, for want of a better validation ELBO
     * @param seconds of this run
     * @param micros of a step of this run
     */
    public record Steps(TrainingPlan plan, long made, boolean stoppedEarly, double seconds, double micros) {
        private int patience() {
            return plan.evaluation().patience();
        }

        private String text(@Nullable Long best) {
            String early = !stoppedEarly
                    ? ""
                    : Text.format(" of %,d", plan.steps())
                            + (best == null ? "" : Text.format(": no better ELBO in the last %,d", made - best));
            return Text.format(
                    "%s%s in %s (%.0f µs each)", Text.count(made, "step"), early, Text.duration(seconds), micros);
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
     */
    public record Files(Path model, @Nullable Path checkpoint) {}

    /** The result of a training on a table. */
    public static TrainingResult of(TableModel model, Files files) {
        TrainingResult bare = of(
                model.model(),
                model.members(),
                model.fitted().orElseThrow(),
                model.plan().orElseThrow().training(),
                files);
        return new TrainingResult(
                bare.parameters,
                bare.models,
                bare.steps,
                bare.elbo,
                worst(model),
                model.calibration().flatMap(c -> GroupRates.mostUnfair(c, model.columns())),
                model.plan().map(TablePlan::neighbours).orElse(0),
                files);
    }

    /**
     * The result of any training.
     *
     * @param models in the mixture
     * @param plan with the seed of the training
     */
    public static TrainingResult of(Model model, int models, Fitted fitted, TrainingPlan plan, Files files) {
        long made = fitted.steps();
        Optional<Trainer.Progress> best = fitted.history().stream()
                .filter(p -> models == 1 && p.validationBound() == p.bestBound())
                .reduce((_, later) -> later);
        double micros = made == 0 ? 0 : 1e6 * fitted.seconds() / made;
        boolean early = models == 1 && made < plan.steps();
        return new TrainingResult(
                model.parameters().size(),
                models,
                new Steps(plan, made, early, fitted.seconds(), micros),
                new Elbo(
                        models > 1
                                ? fitted.heldOut().value()
                                : best.map(Trainer.Progress::bestBound).orElse(Double.NaN),
                        best.map(Trainer.Progress::step).orElse(null),
                        trainBound(fitted.history())),
                Optional.empty(),
                Optional.empty(),
                0,
                files);
    }

    private static Optional<Comparison.Column> worst(TableModel model) {
        return model.baseline().isEmpty() || model.model().given() > 0
                ? Optional.empty()
                : Optional.of(model.compareSamples(SAMPLES, 1).farthest());
    }

    private static double trainBound(List<Trainer.Progress> history) {
        return history.isEmpty() ? Double.NaN : history.getLast().trainBound();
    }

    private static String words(Comparison.Column worst) {
        return worst.adjusted() <= Comparison.LEVEL
                ? Text.format(
                        "%,d samples differ from the training rows, most in column \"%s\" (p %.1e)",
                        SAMPLES, Printable.line(worst.column()), worst.adjusted())
                : Text.format(
                        "%,d samples have the columns of the training rows; the least alike is \"%s\" (p %.2g)",
                        SAMPLES, Printable.line(worst.column()), worst.adjusted());
    }

    /** Prints the facts, and a note if the training diverged. */
    public void report(Console console, String data) {
        console.report(facts(data));
        Text.divergence(elbo.judged()).ifPresent(note -> console.note("%s", note));
    }

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
                .put("planned_steps", steps.plan.steps())
                .put("patience", steps.patience())
                .put("stopped_early", steps.stoppedEarly)
                .put("validation_elbo", elbo.validation)
                .put("best_step", elbo.bestStep)
                .put("training_elbo", elbo.training)
                .put("worst_column", worst.map(Comparison.Column::column).orElse(null))
                .put("worst_column_p", worst.map(Comparison.Column::adjusted).orElse(null))
                .put("unfair_column", unfair.map(GroupRates::column).orElse(null))
                .put("seconds", steps.seconds)
                .put("micros_per_step", steps.micros)
                .put("kept_rows", keptRows)
                .put("seed", steps.plan.seed())
                .put("checkpoint", files.checkpoint)
                .line(
                        "%s%s, %,d parameters",
                        models == 1 ? "" : "mixture of " + models + " models: ",
                        steps.text(elbo.bestStep()),
                        parameters)
                .line(
                        "%s ELBO %s nats%s",
                        which,
                        Text.nats(elbo.judged()),
                        elbo.bestStep == null ? "" : Text.format(" at step %,d", elbo.bestStep));
        worst.ifPresent(c -> facts.line("%s", words(c)));
        unfair.ifPresent(g -> facts.line(
                "alarms at %.0f %% differ by %s: %.0f to %.0f %% of its rows; vflow calibrate %s --by %s compares each row with its like",
                100 * g.rate(),
                Printable.line(g.column()),
                100 * g.least(),
                100 * g.most(),
                files.model,
                Printable.line(g.column())));
        if (keptRows > 0) {
            facts.line(
                    "the file has %s of the table as ranks and labels, which alarms compare rows with",
                    Text.count(keptRows, "row"));
        }
        return facts.line("wrote %s", files.model);
    }
}
