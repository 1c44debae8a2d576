package io.github.vflow.cli.training;

import io.github.vflow.cli.console.Console;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Shows the user the progress of the trainings of a table, and stops them at a signal. */
public final class TableProgress implements Watch, AutoCloseable {
    private final Console console;
    private final StopSignal stop;
    private final String name;
    private final Function<Watch.Member, String> words;
    private @Nullable ProgressMeter meter;
    private @Nullable TrainingPlan plan;
    private boolean areFolds;

    /** Steps of a search of odd rows, then of the members, then of their densities of missing cells, then of folds. */
    private long search;

    private long members;
    private long densities;
    private long folds;
    /** Steps that are over. */
    private long done;

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

    /** Shows the steps of all trainings of a plan from the start on. A fold, which has no plan yet, trains two members at most. */
    void expect(TablePlan all) {
        members = all.members().size() * all.training().steps();
        densities = all.steps() - members;
        folds = all.training().steps() * all.folds() * Math.min(2, all.members().size());
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
        done++;
        if (meter != null) {
            ProgressMeter shown = meter;
            evaluated
                    .filter(_ -> !areFolds)
                    .ifPresentOrElse(p -> shown.at(done, TrainingCurve.words(p)), () -> shown.at(done));
        }
        return stop.isAsked() ? Answer.STOP : Answer.GO_ON;
    }

    @Override
    public void on(Watch.Event event) {
        switch (event) {
            case Watch.Event.Started s when areFolds -> plan = s.plan();
            case Watch.Event.Started s -> {
                if (s.member().size() > 1) {
                    note("%s: %s", name, words.apply(s.member()));
                }
                plan = s.plan();
                step = s.step();
                members = Math.max(members, s.member().size() * s.plan().steps());
                goOn(
                        search + s.member().number() * s.plan().steps() + s.step(),
                        s.plan().mayEndEarly());
            }
            case Watch.Event.FillStarted f -> {
                note("%s: training the density of missing cells, %s", name, Text.count(f.steps(), "step"));
                goOn(search + members, true);
            }
            case Watch.Event.Passed p -> {
                done += p.steps();
                if (meter != null && p.steps() > 1) {
                    meter.skipTo(done);
                } else if (meter != null) {
                    meter.at(done);
                }
            }
            case Watch.Event.FillFailed f ->
                note("the density of missing cells is not trained: %s", Failure.message(f.cause()));
            case Watch.Event.Diverged d -> {
                diverged = d.cause();
                if (d.member().size() > 1) {
                    note(
                            "%s diverged; %s: %s",
                            words.apply(d.member()),
                            d.isKept() ? "its best parameters stay" : "it is left out",
                            Failure.message(d.cause()));
                }
            }
            case Watch.Event.FoldsStarted f -> {
                note("%s: training a model for each of %d folds", name, f.folds());
                areFolds = true;
                if (plan == null) {
                    search = f.steps();
                    goOn(0, true);
                } else {
                    folds = f.steps();
                    goOn(search + members + densities, true);
                }
            }
            case Watch.Event.RowsLeftOut o -> {
                String these = o.areSuspects()
                        ? "may be odd, so the models train without them"
                        : (o.number() == 1 ? "is" : "are") + " odd and left out";
                note("%s: %,d of %s %s", name, o.number(), Text.count(o.rows(), "row"), these);
                areFolds = false;
                close();
            }
            case Watch.Event.CrossFitFailed c ->
                note("the model has no alarms until vflow calibrate gives it normal rows: %s", c.reason());
            case Watch.Event.ExplanationStarted e -> {
                close();
                note("%s: explaining %,d odd row%s", name, e.rows(), e.rows() == 1 ? "" : "s");
                done = 0;
                meter = new ProgressMeter(console, name, "explained", e.rows());
            }
            case Watch.Event.CheckpointFailed c -> {
                if (!cannotCheckpoint) {
                    cannotCheckpoint = true;
                    note("training goes on without a checkpoint: %s", Failure.message(c.cause()));
                }
            }
        }
    }

    /** Goes on with a training before which some steps are over or left out. */
    private void goOn(long from, boolean mayEndEarly) {
        long all = Math.max(1, search + members + densities + folds);
        if (meter == null) {
            meter = new ProgressMeter(console, name, from, all, mayEndEarly);
        } else {
            meter.ofAll(all);
            if (from > done) {
                meter.skipTo(from);
            }
        }
        done = from;
    }

    private void note(String text, Object... args) {
        if (meter != null) {
            meter.clear();
        }
        console.note(text, args);
    }

    /** Ends the line of progress. */
    @Override
    public void close() {
        if (meter != null) {
            meter.close();
            meter = null;
        }
    }
}
