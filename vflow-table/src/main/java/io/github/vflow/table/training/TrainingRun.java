package io.github.vflow.table.training;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Scoring;
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
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.outlier.FoldVerdicts;
import io.github.vflow.table.outlier.TableSearch;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.plan.Planner;
import io.github.vflow.table.plan.TrainingRows;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.ViewScores;
import io.github.vflow.table.score.Views;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;

/** Does the training of a table: it trains, takes a baseline and calibrates. Odd rows are searched by models of folds, which train here, too. */
public final class TrainingRun {
    private final TrainingJob job;
    private final TrainingRows rows;
    private final TablePlan plan;
    private final Backend where;

    private TrainingRun(TrainingJob job) {
        this.job = job;
        this.rows = job.rows();
        this.plan = job.plan();
        this.where = job.where();
    }

    /** The density that a training learns. */
    public static TableDensity of(TrainingJob job) {
        boolean searchesFirst = job.plan().searchesFirst() && job.from().isEmpty();
        return new TrainingRun(searchesFirst ? searched(job) : job).trained();
    }

    /**
     * The verdicts of a search on each row; empty if it was stopped.
     *
     * @param files of the folds, which are removed at the end; empty for none
     */
    public static Optional<List<Optional<FoldVerdicts.Judged>>> search(
            TableSearch search, Optional<CheckpointFiles> files) throws IOException {
        int threads = search.recipe().machine().threads();
        Optional<List<Optional<FoldVerdicts.Judged>>> found =
                search.run(folds -> new FoldedTraining(folds, search.watch(), files, threads, TrainingRun::of).run());
        if (found.isPresent() && files.isPresent()) {
            files.get().deleteFolds(search.folds().count());
        }
        return found;
    }

    /** The training of the rows that a search does not find odd. */
    private static TrainingJob searched(TrainingJob job) {
        Table all = job.rows().source();
        Recipe recipe = job.plan().recipe();
        List<Optional<FoldVerdicts.Judged>> found;
        try {
            found = search(
                            new TableSearch(all, recipe, job.watch(), TableSearch.ALL),
                            job.files().map(CheckpointFiles::ofSearch))
                    .orElseThrow(() -> new CancellationException(
                            "TableTraining: the search of odd rows was stopped; go on with its files, or begin anew"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<Integer> odd = IntStream.range(0, found.size())
                .filter(i -> found.get(i).stream().anyMatch(j -> j.verdict().isAlarm()))
                .boxed()
                .toList();
        job.watch().on(new Watch.Event.RowsLeftOut(odd.size(), all.size(), false));
        TrainingJob normal = TrainingJob.withoutOddRows(all, odd, recipe);
        return job.by(normal.rows(), normal.plan());
    }

    private TableDensity trained() {
        EnsembleTraining.Trained trained =
                new EnsembleTraining(rows, plan, where, job.watch(), job.files(), job.notes()).run(job.from());
        Scoring scoring = new Scoring(
                plan.recipe().estimation().samples(), Scoring.standard().seed());
        TableDensity bare =
                new TableDensity(trained.model(), scoring, rows.table().schema(), TableDensity.About.nothing());
        double[] scores = rows.judges().map(bare::logProb).orElse(new double[0]);
        Baseline baseline = Baselines.of(rows.table().schema().modelled(), rows.usableRows(), scores);
        Optional<ViewCalibration> calibrated = calibrated(bare, trained.fitted());
        return bare.with(new TableDensity.About(
                Optional.of(trained.fitted()),
                calibrated.map(ViewCalibration::views),
                calibrated.flatMap(ViewCalibration::calibration),
                Optional.of(baseline),
                Optional.of(plan),
                job.notes()));
    }

    /** The scales and the calibration of alarms; empty for a density of p(y | x), which has none. */
    private Optional<ViewCalibration> calibrated(TableDensity density, Fitted fitted) {
        if (!plan.recipe().target().given().isEmpty()) {
            return Optional.empty();
        }
        Rows rest = rows.restRows();
        Marginals marginals =
                ColumnMarginals.of(rest, rows.table().schema().modelled().columns());
        boolean areFolded = plan.folds() > 0;
        // rows that tell the laws, and did not train, must not meet themselves
        Optional<Neighbours> neighbours = Optional.of(areFolded ? rest : rows.trainRows())
                .filter(_ -> plan.neighbours() > 0)
                .map(kept -> Neighbours.of(kept, plan.neighbours(), marginals));
        ViewScorer scorer = ViewScorer.of(density, marginals, neighbours);
        if (areFolded && fitted.end() != Fitted.End.STOPPED && where.batches().isEmpty()) {
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
        boolean areNew = rows.validates() && !areFolded;
        Rows told = rows.validates() ? rows.heldOutRows() : rest;
        int[] some = IntStream.range(0, Math.min(told.size(), ViewDefaults.ROWS_OF_LAWS))
                .toArray();
        ViewScorer ofTold =
                areNew ? scorer : ViewScorer.of(density, marginals, neighbours.map(Neighbours::withoutDouble));
        Rows calibrating = rows.calibration().length == 0 ? rest : rows.calibrationRows();
        return Optional.of(ViewCalibration.of(
                scorer,
                byView(ofTold, told.select(some)),
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
        Optional<CheckpointFiles> written = job.files().filter(CheckpointFiles::isKept);
        try {
            Optional<List<TableDensity>> models = new FoldedTraining(
                            IntStream.range(0, folds.count())
                                    .mapToObj(k -> new Folds.Fold(table.select(folds.others(k)), recipe))
                                    .toList(),
                            job.watch(),
                            written,
                            plan.recipe().machine().threads(),
                            TrainingRun::of)
                    .run();
            if (models.isEmpty()) {
                job.watch().on(new Watch.Event.CrossFitFailed("training was stopped"));
                return Optional.empty();
            }
            List<ViewScores> all = new ArrayList<>();
            for (int k = 0; k < folds.count(); k++) {
                TableDensity other = models.get().get(k);
                Views views = other.about().views().orElseThrow();
                ViewScorer scorer = ViewScorer.of(other, views.marginals(), views.neighbours());
                all.addAll(byView(scorer, table.rows().select(folds.rows(k))));
            }
            if (written.isPresent()) {
                written.get().deleteFolds(folds.count());
            }
            return Optional.of(all);
        } catch (RuntimeException | IOException e) {
            // a fold that cannot train must not end a training that is complete
            job.watch().on(new Watch.Event.CrossFitFailed(String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }
}
