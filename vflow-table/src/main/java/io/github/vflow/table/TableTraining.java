package io.github.vflow.table;

import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.table.training.Backend;
import io.github.vflow.table.training.CheckpointFiles;
import io.github.vflow.table.training.TableCheckpoint;
import io.github.vflow.table.training.TrainingJob;
import io.github.vflow.table.training.TrainingRun;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * The training of the density of a table, new or resumed. The command {@code vflow train} and Spark train by it, too: the same table and
 * recipe give the same bits everywhere, also after a stop and a resume.
 *
 * <p>It standardises in double, initialises from data, trains until the held-out rows stop improving, and keeps the best parameters. It does so for
 * each member of a mixture. The held-out rows also choose the shares of the members and of the broad components. The density of missing cells is
 * trained on samples of the model. The rows for calibration have no part in all this, and rows of nothing but missing cells none at all. A table of
 * 100 to 999 rows has none to spare for calibration: its rows are scored by models of five folds, which did not see them.
 *
 * <p>Immutable. It prints nothing: a {@link Watch} sees each step.
 */
public final class TableTraining {
    private final TrainingJob job;

    private TableTraining(TrainingJob job) {
        this.job = job;
    }

    /**
     * A new training.
     *
     * @throws IllegalArgumentException if the table has too few rows, a column is constant or float32 cannot tell its numbers apart, the architecture
     *     does not fit the table, or a given column of the recipe is not in it, is a category or has gaps
     */
    public static TableTraining of(Table table, Recipe recipe) {
        return new TableTraining(TrainingJob.of(table, recipe));
    }

    /** A new training of the rows that are not odd, as a recipe {@link Recipe#withoutOddRows} trains after the same search. */
    public static TableTraining of(Outliers found, Recipe recipe) {
        List<Integer> odd = Arrays.stream(found.odd()).sorted().boxed().toList();
        return new TableTraining(TrainingJob.withoutOddRows(found.table(), odd, recipe));
    }

    /**
     * A new training by a plan, such as the plan of another training of the same table.
     *
     * @throws IllegalArgumentException if the plan is of another table
     */
    public static TableTraining of(Table table, TablePlan plan) {
        return new TableTraining(TrainingJob.of(table, plan));
    }

    /**
     * A training that goes on from a checkpoint, with its plan. It writes the same checkpoint again.
     *
     * @param checkpoint as {@link #withCheckpoint} or {@code vflow train --checkpoint} writes it; the files of complete members lie beside it
     * @throws IllegalArgumentException if the table is another
     * @throws IOException if a file is missing, damaged or cannot be read
     */
    public static TableTraining resume(Table table, Path checkpoint) throws IOException {
        return resume(table, checkpoint, UnaryOperator.identity());
    }

    /**
     * As {@link #resume(Table, Path)}, with a changed recipe.
     *
     * @param change of the recipe: another number of threads, a smaller learning rate, and the custom objective, which is not in a
     *     checkpoint
     * @throws IllegalArgumentException if the table is another, or the recipe changes in another way
     */
    public static TableTraining resume(Table table, Path checkpoint, UnaryOperator<Recipe> change) throws IOException {
        return resume(table, TableCheckpoint.of(checkpoint, Checkpoint.load(checkpoint)), change);
    }

    /**
     * As {@link #resume(Table, Path, UnaryOperator)}, of a checkpoint that was read before.
     *
     * @throws IllegalArgumentException if the table is another, or the recipe changes in a way that it must not
     */
    @SuppressWarnings("exports") // checkpoints are read by our own modules
    public static TableTraining resume(Table table, TableCheckpoint checkpoint, UnaryOperator<Recipe> change) {
        return new TableTraining(TrainingJob.resume(table, checkpoint, change));
    }

    /**
     * A training that takes at most about a time, counted from this call: members and steps are chosen by the costs of a few steps, measured on this
     * machine. The plan has the choice, so a training by {@link #plan} repeats the result on any machine.
     *
     * @throws IllegalArgumentException if the time is not positive, the training goes on from a checkpoint, or the recipe searches odd rows first,
     *     which takes a time of its own
     */
    public TableTraining within(Duration time) {
        return new TableTraining(job.within(time));
    }

    /** Tells a watch of each step. */
    public TableTraining withWatch(Watch seen) {
        return new TableTraining(job.withWatch(seen));
    }

    /** Trains on another backend, such as an engine whose shards run on other machines, in place of the threads of the recipe. */
    @SuppressWarnings("exports") // for our own modules
    public TableTraining withBackend(Backend other) {
        return new TableTraining(job.withBackend(other));
    }

    /**
     * Writes at each evaluation all that {@link #resume} needs. Members and folds that are complete have a file each beside it. A checkpoint that
     * cannot be written does not end the training: {@link Watch#on} tells of it.
     */
    public TableTraining withCheckpoint(Path file) {
        return new TableTraining(job.withCheckpoint(file, true));
    }

    /** As {@link #withCheckpoint}, but writes only if the training is stopped. */
    public TableTraining withCheckpointAtStop(Path file) {
        return new TableTraining(job.withCheckpoint(file, false));
    }

    /** As {@link #withCheckpoint}, of a training that was stopped while it searched odd rows: the search goes on from the files beside it. */
    public TableTraining resumingSearch(Path checkpoint) {
        return new TableTraining(job.withFiles(new CheckpointFiles(checkpoint, true, true)));
    }

    /** Gives the model notes for people, which a checkpoint keeps. */
    public TableTraining withNotes(Map<String, String> texts) {
        return new TableTraining(job.withNotes(texts));
    }

    /** The notes for people. */
    public Map<String, String> notes() {
        return job.notes();
    }

    /** All that is decided about this training. */
    public TablePlan plan() {
        return job.plan();
    }

    /** The rows by their part in the training. */
    @SuppressWarnings("exports") // for our own modules
    public TrainingRows rows() {
        return job.rows();
    }

    /**
     * Trains.
     *
     * <p>An interrupt acts as {@link Watch.Answer#STOP} and stays set. The model is then the best so far, its density of missing cells is not
     * trained, so that its answers about gaps have large errors, and {@link TableModel#fitted} says why training ended.
     *
     * @throws IllegalArgumentException if training does not fit into the heap
     * @throws java.util.concurrent.CancellationException if a search of odd rows was stopped; its files are written
     * @throws io.github.vflow.flow.train.DivergedException if training diverges before the first evaluation; a member of a mixture that does is
     *     left out, unless all do
     */
    public TableModel run() {
        return new TableModel(TrainingRun.of(job));
    }
}
