package io.github.vflow.table;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.ViewDefaults;
import io.github.vflow.table.density.Baselines;
import io.github.vflow.table.density.ColumnMarginals;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.density.ViewCalibration;
import io.github.vflow.table.density.ViewScorer;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.table.score.ViewScores;
import io.github.vflow.table.training.Backend;
import io.github.vflow.table.training.CheckpointFiles;
import io.github.vflow.table.training.CostMeter;
import io.github.vflow.table.training.EnsembleTraining;
import io.github.vflow.table.training.FoldFiles;
import io.github.vflow.table.training.TableCheckpoint;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

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
    private final TrainingRows rows;
    private final TablePlan plan;
    private final Watch watch;
    private final Optional<Backend> backend;
    private final Optional<CheckpointFiles> files;
    private final boolean goesOn;
    private final Map<String, String> notes;
    private final Optional<TableCheckpoint> from;

    private TableTraining(
            TrainingRows rows,
            TablePlan plan,
            Watch watch,
            Optional<Backend> backend,
            Optional<CheckpointFiles> files,
            boolean goesOn,
            Map<String, String> notes,
            Optional<TableCheckpoint> from) {
        this.rows = rows;
        this.plan = plan;
        this.watch = watch;
        this.backend = backend;
        this.files = files;
        this.goesOn = goesOn;
        this.notes = notes;
        this.from = from;
    }

    private static TableTraining of(TrainingRows rows, TablePlan plan) {
        return new TableTraining(
                rows, plan, Watch.none(), Optional.empty(), Optional.empty(), false, Map.of(), Optional.empty());
    }

    /**
     * A new training.
     *
     * @throws IllegalArgumentException if the table has too few rows, a column is constant or float32 cannot tell its numbers apart, the architecture
     *     does not fit the table, or a given column of the recipe is not in it, is a category or has gaps
     */
    public static TableTraining of(Table table, Recipe recipe) {
        Objects.requireNonNull(table, "TableTraining.of: table");
        Objects.requireNonNull(recipe, "TableTraining.of: recipe");
        TrainingRows rows = TrainingRows.of(table, recipe);
        return of(rows, Planner.plan(rows, recipe));
    }

    /** A new training of the rows of a table that were not found odd. */
    static TableTraining of(Outliers found, Recipe recipe) {
        TableTraining normal = of(found.clean(), recipe.withoutOddRows());
        return of(
                normal.rows,
                normal.plan.withOddRows(
                        Arrays.stream(found.odd()).sorted().boxed().toList()));
    }

    /**
     * A new training by a plan, such as the plan of another training of the same table.
     *
     * @throws IllegalArgumentException if the plan is of another table
     */
    public static TableTraining of(Table table, TablePlan plan) {
        Objects.requireNonNull(table, "TableTraining.of: table");
        Table own = plan.without(table);
        String given = TablePlan.fingerprint(own);
        if (!given.equals(plan.table())) {
            throw new IllegalArgumentException("fit: the plan is of another table (" + plan.table()
                    + ") than the one given (" + given + "); give the same table, or make a new plan");
        }
        TrainingRows rows = TrainingRows.of(own, plan.recipe());
        if (!rows.parts().equals(plan.parts())) {
            throw new IllegalArgumentException("fit: the recipe of the plan gives " + rows.parts()
                    + " but the plan has " + plan.parts() + "; change the recipe in the plan, or make a new plan");
        }
        return of(rows, plan);
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
        Recipe changed = change.apply(checkpoint.plan().recipe());
        Table own = checkpoint.plan().without(table);
        checkpoint.requireSame(own, changed);
        return new TableTraining(
                TrainingRows.of(own, changed),
                checkpoint.plan().by(changed),
                Watch.none(),
                Optional.empty(),
                Optional.of(new CheckpointFiles(checkpoint.file(), true)),
                true,
                checkpoint.notes(),
                Optional.of(checkpoint));
    }

    /**
     * A training that takes at most about a time, counted from this call: members and steps are chosen by the costs of a few steps, measured on this
     * machine. The plan has the choice, so a training by {@link #plan} repeats the result on any machine.
     *
     * @throws IllegalArgumentException if the time is not positive, or the recipe searches odd rows first, which takes a time of its own
     */
    public TableTraining within(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("fit: the time of a training must be positive but is " + time);
        }
        if (plan.searchesFirst()) {
            throw new IllegalArgumentException(
                    "fit: a search of odd rows takes a time of its own, so a training within " + time
                            + " has none; leave one of them out");
        }
        CostMeter meter = new CostMeter(time, System::nanoTime);
        Backend where = backend.orElseGet(() -> Backend.of(plan, rows, Engines::vector));
        Recipe recipe = meter.measure(rows, plan, where).within(time, plan);
        return new TableTraining(rows, Planner.plan(rows, recipe), watch, backend, files, goesOn, notes, from);
    }

    /** Tells a watch of each step. */
    public TableTraining withWatch(Watch seen) {
        return new TableTraining(rows, plan, seen, backend, files, goesOn, notes, from);
    }

    /** Trains on another backend, such as an engine whose shards run on other machines, in place of the threads of the recipe. */
    @SuppressWarnings("exports") // for our own modules
    public TableTraining withBackend(Backend other) {
        return new TableTraining(rows, plan, watch, Optional.of(other), files, goesOn, notes, from);
    }

    /**
     * Writes at each evaluation all that {@link #resume} needs. Members and folds that are complete have a file each beside it. A checkpoint that
     * cannot be written does not end the training: {@link Watch#on} tells of it.
     */
    public TableTraining withCheckpoint(Path file) {
        return with(new CheckpointFiles(file, true));
    }

    /** As {@link #withCheckpoint}, but writes only if the training is stopped. */
    public TableTraining withCheckpointAtStop(Path file) {
        return with(new CheckpointFiles(file, false));
    }

    /** As {@link #withCheckpoint}, of a training that was stopped while it searched odd rows: the search goes on from the files beside it. */
    public TableTraining resumingSearch(Path checkpoint) {
        return new TableTraining(
                rows, plan, watch, backend, Optional.of(new CheckpointFiles(checkpoint, true)), true, notes, from);
    }

    /** Writes files at rest. */
    TableTraining with(CheckpointFiles written) {
        return new TableTraining(rows, plan, watch, backend, Optional.of(written), goesOn, notes, from);
    }

    /** Gives the model notes for people, which a checkpoint keeps. */
    public TableTraining withNotes(Map<String, String> texts) {
        return new TableTraining(rows, plan, watch, backend, files, goesOn, Map.copyOf(texts), from);
    }

    /** The notes for people. */
    public Map<String, String> notes() {
        return notes;
    }

    /** All that is decided about this training. */
    public TablePlan plan() {
        return plan;
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
     * @throws IllegalArgumentException if training does not fit into the heap
     * @throws java.util.concurrent.CancellationException if a search of odd rows was stopped; its files are written
     * @throws io.github.vflow.flow.train.DivergedException if training diverges before the first evaluation; a member of a mixture that does is
     *     left out, unless all do
     */
    public TableModel run() {
        if (plan.searchesFirst() && from.isEmpty()) {
            return withoutOddRows().run();
        }
        Backend where = backend.orElseGet(() -> Backend.of(plan, rows, Engines::vector));
        EnsembleTraining.Trained trained = new EnsembleTraining(rows, plan, where, watch, files, notes).run(from);
        Scoring scoring = new Scoring(
                plan.recipe().estimation().samples(), Scoring.standard().seed());
        TableDensity bare =
                new TableDensity(trained.model(), scoring, rows.table().schema(), TableDensity.About.nothing());
        double[] scores = rows.judges().map(bare::logProb).orElse(new double[0]);
        Baseline baseline = Baselines.of(rows.table().schema().modelled(), rows.usableRows(), scores);
        Optional<ViewCalibration> calibrated = calibrated(bare, trained.fitted(), where);
        return new TableModel(bare.with(new TableDensity.About(
                Optional.of(trained.fitted()),
                calibrated.map(ViewCalibration::views),
                calibrated.flatMap(ViewCalibration::calibration),
                Optional.of(baseline),
                Optional.of(plan),
                notes)));
    }

    /** The training of the rows that a search does not find odd. */
    private TableTraining withoutOddRows() {
        OutlierSearch search =
                OutlierSearch.of(rows.source()).withRecipe(plan.recipe()).withWatch(watch);
        Optional<FoldFiles> searched =
                files.map(f -> new FoldFiles(CheckpointFiles.beside(f.checkpoint(), "-odd-rows"), f.isKept(), goesOn));
        Outliers found;
        try {
            found = searched.map(search::with)
                    .orElse(search)
                    .run()
                    .orElseThrow(() -> new CancellationException(
                            "TableTraining: the search of odd rows was stopped; go on with its files, or begin anew"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        watch.on(new Watch.Event.RowsLeftOut(found.odd().length, rows.source().size(), false));
        TableTraining normal = of(found, plan.recipe());
        return new TableTraining(normal.rows, normal.plan, watch, backend, files, goesOn, notes, from);
    }

    /** The scales and the calibration of alarms; empty for a density of p(y | x), which has none. */
    private Optional<ViewCalibration> calibrated(TableDensity density, Fitted fitted, Backend where) {
        if (!plan.recipe().target().given().isEmpty()) {
            return Optional.empty();
        }
        Rows rest = rows.restRows();
        ViewScorer scorer = ViewScorer.of(
                density,
                ColumnMarginals.of(rest, rows.table().schema().modelled().columns()));
        if (plan.folds() > 0
                && fitted.end() != Fitted.End.STOPPED
                && where.batches().isEmpty()) {
            Folds folds =
                    Folds.of(rows.source().rows(), plan.folds(), plan.recipe().seed());
            Optional<List<ViewScores>> own = crossFitted(folds);
            if (own.isPresent()) {
                int[] order = IntStream.range(0, folds.count())
                        .mapToObj(folds::rows)
                        .flatMapToInt(Arrays::stream)
                        .toArray();
                Rows scored = rows.source().rows().select(order);
                return Optional.of(ViewCalibration.of(scorer, own.get(), own.get(), scored, rest)
                        .crossFitted(plan.folds()));
            }
        }
        Rows scaled = rows.validates() ? rows.heldOutRows() : rest;
        int[] some = IntStream.range(0, Math.min(scaled.size(), ViewDefaults.ROWS_OF_UNITS))
                .toArray();
        Rows calibrating = rows.calibration().length == 0 ? rest : rows.calibrationRows();
        return Optional.of(ViewCalibration.of(
                scorer,
                byView(scorer, scaled.select(some)),
                rows.calibration().length == 0 ? List.of() : byView(scorer, calibrating),
                calibrating,
                rest));
    }

    private static List<ViewScores> byView(ViewScorer scorer, Rows some) {
        return scorer.scores(some).stream().map(ViewScorer.Scored::byView).toList();
    }

    /** The scores of all rows fold by fold, each by a model that did not see it; empty if a fold could not train or was stopped. */
    private Optional<List<ViewScores>> crossFitted(Folds folds) {
        Table table = rows.source();
        Recipe recipe = Planner.ofFolds(plan, rows.hasMissing());
        // without a checkpoint at each evaluation there is none from which a stop in a fold could go on
        Optional<FoldFiles> written =
                files.filter(CheckpointFiles::isKept).map(f -> new FoldFiles(f.checkpoint(), true, goesOn));
        try {
            Optional<List<TableModel>> models = new FoldedTraining(
                            IntStream.range(0, folds.count())
                                    .mapToObj(k -> new FoldedTraining.Fold(table.select(folds.others(k)), recipe))
                                    .toList(),
                            watch,
                            written,
                            plan.recipe().machine().threads())
                    .run();
            if (models.isEmpty()) {
                watch.on(new Watch.Event.CrossFitFailed("training was stopped"));
                return Optional.empty();
            }
            List<ViewScores> all = new ArrayList<>();
            for (int k = 0; k < folds.count(); k++) {
                TableDensity other = models.get().get(k).density();
                ViewScorer scorer =
                        ViewScorer.of(other, other.about().views().orElseThrow().marginals());
                all.addAll(byView(scorer, table.rows().select(folds.rows(k))));
            }
            if (written.isPresent()) {
                written.get().delete(folds.count());
            }
            return Optional.of(all);
        } catch (RuntimeException | IOException e) {
            // a fold that cannot train must not end a training that is complete
            watch.on(new Watch.Event.CrossFitFailed(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
