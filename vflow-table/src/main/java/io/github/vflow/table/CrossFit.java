package io.github.vflow.table;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.outlier.Folds;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.training.NoisyBatches;
import io.github.vflow.table.training.TrainingRows;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Calibrates the model of a small table by all of its rows: for each fold, a model trains on the rows of the other folds and scores those of the
 * fold. The folds have fewer members than the model, to save time, so normal rows score a little lower by them. Used once.
 */
final class CrossFit {
    private static final String STOPPED = "training was stopped";

    private final TrainingRows rows;
    private final Recipe recipe;
    private final Watch watch;
    private final int threads;
    private boolean isStopped;

    /**
     * A calibration.
     *
     * @param recipe of the model
     * @param architecture of the members of the model
     */
    CrossFit(TrainingRows rows, Recipe recipe, RowSpec architecture, Watch watch) {
        this.rows = rows;
        this.watch = watch;
        Recipe of = recipe.withArchitecture(
                        rows.hasMissing() ? architecture : architecture.withFill(RowSpec.Fill.none()))
                .withCalibration(0)
                .withMembers(1)
                .withThreads(1);
        this.recipe = recipe.ensemble().noise().isEmpty() ? of.withNoise(0.0, NoisyBatches.USUAL) : of;
        this.threads = recipe.machine().threads();
    }

    /** The calibration; empty if a model of a fold could not train, or the watch or an interrupt stopped one. */
    Optional<Calibration> calibration() {
        Folds folds = Folds.of(rows.source().rows(), recipe.seed());
        watch.on(new Watch.Event.CrossFitStarted(folds.count()));
        try (ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, folds.count()))) {
            List<Future<double[]>> jobs = IntStream.range(0, folds.count())
                    .mapToObj(k -> pool.submit(() -> scores(folds, k)))
                    .toList();
            try {
                DoubleStream.Builder scores = DoubleStream.builder();
                for (Future<double[]> job : jobs) {
                    Arrays.stream(job.get()).forEach(scores);
                }
                return Optional.of(Calibration.of(scores.build().toArray(), rows.restRows())
                        .crossFitted(folds.count()));
            } catch (ExecutionException e) {
                pool.shutdownNow();
                if (e.getCause() instanceof Error fatal) {
                    throw fatal;
                }
                watch.on(new Watch.Event.CrossFitFailed(
                        String.valueOf(Objects.requireNonNull(e.getCause()).getMessage())));
            } catch (IllegalArgumentException e) {
                // a score that is no number must not end a training that is complete
                watch.on(new Watch.Event.CrossFitFailed(String.valueOf(e.getMessage())));
            } catch (InterruptedException e) {
                pool.shutdownNow();
                Thread.currentThread().interrupt();
                watch.on(new Watch.Event.CrossFitFailed(STOPPED));
            }
        }
        return Optional.empty();
    }

    /** The scores of the rows of a fold by a model of all others. */
    private double[] scores(Folds folds, int fold) {
        Table table = rows.source();
        TableModel model = TableTraining.of(table.select(folds.others(fold)), recipe)
                .withWatch((step, _) -> answer(step))
                .run();
        if (model.fitted().orElseThrow().end() == Fitted.End.STOPPED) {
            throw new CancellationException(STOPPED);
        }
        return Score.values(AlarmScorer.of(model.density()).scores(table.rows().select(folds.rows(fold))));
    }

    /** Asks the watch for one thread at a time, and not again after it stopped a fold. */
    private synchronized Watch.Answer answer(long step) {
        isStopped |= watch.after(step, Optional.empty()) == Watch.Answer.STOP;
        return isStopped ? Watch.Answer.STOP : Watch.Answer.GO_ON;
    }
}
