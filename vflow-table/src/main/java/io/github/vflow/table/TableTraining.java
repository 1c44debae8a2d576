package io.github.vflow.table;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.training.Backend;
import io.github.vflow.table.training.CheckpointFiles;
import io.github.vflow.table.training.EnsembleTraining;
import io.github.vflow.table.training.TableCheckpoint;
import io.github.vflow.table.training.TrainingRows;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The training of the density of a table, new or resumed. The command {@code vflow train} and Spark train by it, too: the same table and
 * recipe give the same bits everywhere, also after a stop and a resume.
 *
 * <p>It standardises in double, initialises from data, trains until the held-out rows stop improving, and keeps the best parameters. It does so
 * for each member of a mixture. The held-out rows also choose the shares of the members, and those of the broad components. The density of
 * missing cells is trained on samples of the model. The rows for calibration have no part in all this, and rows of nothing but missing cells
 * none at all. A table of 100 to 999 rows has none to spare for calibration: its rows are scored by models of five folds, which did not see them.
 *
 * <p>Immutable. It prints nothing: a {@link Watch} sees each step.
 */
public final class TableTraining {
    private final TrainingRows rows;
    private final Recipe recipe;
    private final Watch watch;
    private final Optional<Backend> backend;
    private final Optional<CheckpointFiles> files;
    private final Map<String, String> notes;
    private final Optional<TableCheckpoint> from;

    private TableTraining(
            TrainingRows rows,
            Recipe recipe,
            Watch watch,
            Optional<Backend> backend,
            Optional<CheckpointFiles> files,
            Map<String, String> notes,
            Optional<TableCheckpoint> from) {
        this.rows = rows;
        this.recipe = recipe;
        this.watch = watch;
        this.backend = backend;
        this.files = files;
        this.notes = notes;
        this.from = from;
    }

    /**
     * A new training.
     *
     * @throws IllegalArgumentException if the table has too few rows, or the given columns of the recipe are not some of the table with numbers
     *     in all rows
     */
    public static TableTraining of(Table table, Recipe recipe) {
        Objects.requireNonNull(table, "TableTraining.of: table");
        Objects.requireNonNull(recipe, "TableTraining.of: recipe");
        return new TableTraining(
                TrainingRows.of(table, recipe),
                recipe,
                Watch.none(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                Optional.empty());
    }

    /**
     * A training that goes on from a checkpoint, with its recipe. It writes the same checkpoint again.
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
     * @param change of the recipe: another number of threads, a smaller learning rate, and the custom objective and architecture, which a
     *     checkpoint has by their names only
     * @throws IllegalArgumentException if the table is another, or the recipe changes in another way
     */
    public static TableTraining resume(Table table, Path checkpoint, UnaryOperator<Recipe> change) throws IOException {
        CustomParts custom = change.apply(Recipe.standard())
                .target()
                .architecture()
                .map(RowSpec::custom)
                .orElse(CustomParts.none());
        return resume(table, TableCheckpoint.of(checkpoint, Checkpoint.load(checkpoint, custom), custom), change);
    }

    /**
     * As {@link #resume(Table, Path, UnaryOperator)}, of a checkpoint that was read before.
     *
     * @throws IllegalArgumentException if the table is another, or the recipe changes in a way that it must not
     */
    @SuppressWarnings("exports") // checkpoints are read by our own modules
    public static TableTraining resume(Table table, TableCheckpoint checkpoint, UnaryOperator<Recipe> change) {
        Recipe changed = change.apply(checkpoint.recipe());
        checkpoint.requireSame(table, changed);
        return new TableTraining(
                TrainingRows.of(table, changed),
                changed,
                Watch.none(),
                Optional.empty(),
                Optional.of(new CheckpointFiles(checkpoint.file(), true)),
                checkpoint.notes(),
                Optional.of(checkpoint));
    }

    /** Trains another architecture, for the columns of {@link #rows}, in place of that of the recipe. */
    public TableTraining withArchitecture(RowSpec spec) {
        return new TableTraining(rows, recipe.withArchitecture(spec), watch, backend, files, notes, from);
    }

    /** Tells a watch of each step. */
    public TableTraining withWatch(Watch seen) {
        return new TableTraining(rows, recipe, seen, backend, files, notes, from);
    }

    /** Trains on another backend, such as an engine whose shards run on other machines, in place of the threads of the recipe. */
    @SuppressWarnings("exports") // for our own modules
    public TableTraining withBackend(Backend other) {
        return new TableTraining(rows, recipe, watch, Optional.of(other), files, notes, from);
    }

    /**
     * Writes at each evaluation all that {@link #resume} needs. Members that are complete have a file each beside it. A checkpoint that cannot
     * be written does not end the training: {@link Watch#on} tells of it.
     */
    public TableTraining withCheckpoint(Path file) {
        return with(new CheckpointFiles(file, true));
    }

    /** As {@link #withCheckpoint}, but writes only if the training is stopped. */
    public TableTraining withCheckpointAtStop(Path file) {
        return with(new CheckpointFiles(file, false));
    }

    /** Writes files at rest. */
    TableTraining with(CheckpointFiles written) {
        return new TableTraining(rows, recipe, watch, backend, Optional.of(written), notes, from);
    }

    /** Gives the model notes for people, which a checkpoint keeps. */
    public TableTraining withNotes(Map<String, String> texts) {
        return new TableTraining(rows, recipe, watch, backend, files, Map.copyOf(texts), from);
    }

    /** The notes for people. */
    public Map<String, String> notes() {
        return notes;
    }

    /** The recipe. */
    public Recipe recipe() {
        return recipe;
    }

    /** The plan of the first member; those of the others differ in their seeds. */
    public TrainingPlan plan() {
        return EnsembleTraining.plan(recipe, rows);
    }

    /** The rows by their part in the training. */
    @SuppressWarnings("exports") // for our own modules
    public TrainingRows rows() {
        return rows;
    }

    /**
     * Trains.
     *
     * <p>An interrupt acts as {@link Watch.Answer#STOP} and stays set. The model is then the best so far, its density of missing cells is not
     * trained, so that its answers about gaps have large errors, and {@link TableModel#fitted} says why training ended.
     *
     * @throws IllegalArgumentException if a column is constant or float32 cannot tell its numbers apart, the architecture does not fit the
     *     table, or training does not fit into the heap
     * @throws io.github.vflow.flow.train.DivergedException if training diverges before the first evaluation; a member of a mixture that does is
     *     left out, unless all do
     */
    public TableModel run() {
        Backend where = backend.orElseGet(
                () -> Backend.of(Engines.vector(recipe.machine().threadsOf(rows.size()))));
        EnsembleTraining.Trained trained = new EnsembleTraining(rows, recipe, where, watch, files, notes).run(from);
        Scoring scoring =
                new Scoring(recipe.estimation().samples(), Scoring.standard().seed());
        TableDensity bare =
                new TableDensity(trained.model(), scoring, rows.table().schema(), TableDensity.About.nothing());
        double[] scores = rows.judges().map(bare::logProb).orElse(new double[0]);
        Baseline baseline = Baselines.of(rows.table().schema().modelled(), rows.usableRows(), scores);
        return new TableModel(bare.with(new TableDensity.About(
                Optional.of(trained.fitted()), calibration(bare, trained, where), Optional.of(baseline), notes)));
    }

    private Optional<Calibration> calibration(TableDensity density, EnsembleTraining.Trained trained, Backend where) {
        boolean isComplete = trained.fitted().end() != Fitted.End.STOPPED;
        if (isComplete && rows.areCrossFitted(recipe) && where.batches().isEmpty()) {
            return new CrossFit(rows, recipe, trained.architecture(), watch).calibration();
        }
        if (rows.calibration().length == 0) {
            return Optional.empty();
        }
        Rows normal = rows.calibrationRows();
        return Optional.of(Calibration.of(Score.values(AlarmScorer.of(density).scores(normal)), rows.restRows()));
    }
}
