package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.fit.Watch;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Shows the user the progress of the trainings of a table, and stops them at a signal. */
public final class TableProgress implements Watch, AutoCloseable {
    private final Console console;
    private final StopSignal stop;
    private final String name;
    private final Function<Watch.Member, String> words;
    private @Nullable ProgressMeter meter;
    private @Nullable IntConsumer ofFolds;
    private @Nullable TrainingPlan plan;
    private @Nullable DivergedException diverged;
    private long step;
    private boolean cannotCheckpoint;

    /**
     * A display.
     *
     * @param name of the data
     * @param words for a training, if there are several, such as "model 2 of 4"
     */
    public TableProgress(Console console, StopSignal stop, String name, Function<Watch.Member, String> words) {
        this.console = console;
        this.stop = stop;
        this.name = name;
        this.words = words;
    }

    /** The plan of the last training; empty before the first. */
    Optional<TrainingPlan> plan() {
        return Optional.ofNullable(plan);
    }

    /** The last step of the last training. */
    long step() {
        return step;
    }

    /** The end of a training that diverged; empty if none did. */
    Optional<DivergedException> diverged() {
        return Optional.ofNullable(diverged);
    }

    /** Whether a checkpoint could not be written. */
    public boolean cannotCheckpoint() {
        return cannotCheckpoint;
    }

    @Override
    public Answer after(long steps, Optional<Trainer.Progress> evaluated) {
        step = steps;
        if (ofFolds != null) {
            ofFolds.accept(1);
        } else if (meter != null) {
            ProgressMeter shown = meter;
            evaluated.ifPresent(p -> shown.at(p.step(), TrainingCurve.words(p)));
        }
        return stop.isAsked() ? Answer.STOP : Answer.GO_ON;
    }

    @Override
    public void on(Watch.Event event) {
        switch (event) {
            case Watch.Event.Started s when ofFolds != null -> plan = s.plan();
            case Watch.Event.Started s -> {
                close();
                if (s.member().size() > 1) {
                    console.note("%s: %s", name, words.apply(s.member()));
                }
                plan = s.plan();
                step = s.step();
                long later = (s.member().size() - 1L - s.member().number())
                        * s.plan().steps();
                meter = new ProgressMeter(
                        console, name, s.step(), s.plan().steps(), s.plan().mayEndEarly(), later);
            }
            case Watch.Event.FillStarted f ->
                console.note("%s: training the density of missing cells, %s", name, Text.count(f.steps(), "step"));
            case Watch.Event.FillFailed f ->
                console.note("the density of missing cells is not trained: %s", Failure.message(f.cause()));
            case Watch.Event.Diverged d -> {
                diverged = d.cause();
                if (d.member().size() > 1) {
                    console.note(
                            "%s diverged; %s: %s",
                            words.apply(d.member()),
                            d.isKept() ? "its best parameters stay" : "it is left out",
                            Failure.message(d.cause()));
                }
            }
            case Watch.Event.FoldsStarted f -> {
                close();
                console.note("%s: training a model for each of %d folds", name, f.folds());
                meter = new ProgressMeter(console, name, 0, Math.max(1, f.steps()), true, 0);
                ofFolds = meter.counter();
            }
            case Watch.Event.RowsLeftOut o -> {
                close();
                String these = o.areSuspects()
                        ? "may be odd, so the models train without them"
                        : (o.number() == 1 ? "is" : "are") + " odd and left out";
                console.note("%s: %,d of %s %s", name, o.number(), Text.count(o.rows(), "row"), these);
            }
            case Watch.Event.CrossFitFailed c ->
                console.note("the model has no alarms until vflow calibrate gives it normal rows: %s", c.reason());
            case Watch.Event.ExplanationStarted e -> {
                close();
                console.note("%s: explaining %,d odd row%s", name, e.rows(), e.rows() == 1 ? "" : "s");
            }
            case Watch.Event.CheckpointFailed c -> {
                if (!cannotCheckpoint) {
                    cannotCheckpoint = true;
                    console.note("training goes on without a checkpoint: %s", Failure.message(c.cause()));
                }
            }
        }
    }

    /** Ends the line of progress. */
    @Override
    public void close() {
        if (meter != null) {
            meter.close();
            meter = null;
            ofFolds = null;
        }
    }
}
