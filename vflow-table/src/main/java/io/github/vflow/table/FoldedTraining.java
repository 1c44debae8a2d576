package io.github.vflow.table;

import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.training.Backend;
import io.github.vflow.table.training.CheckpointFiles;
import io.github.vflow.table.training.FoldFiles;
import io.github.vflow.table.training.SideBySide;
import io.github.vflow.table.training.TableCheckpoint;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Trains a model for each fold of a table, side by side, and keeps the files with which a training that was stopped goes on. The results do not
 * depend on the number of threads. Used once.
 */
final class FoldedTraining {
    /**
     * The training of a fold.
     *
     * @param others the rows of all other folds
     */
    record Fold(Table others, Recipe recipe) {}

    private final List<Fold> folds;
    private final Watch watch;
    private final Optional<FoldFiles> files;
    private final int threads;
    private boolean isStopped;

    FoldedTraining(List<Fold> folds, Watch watch, Optional<FoldFiles> files, int threads) {
        this.folds = folds;
        this.watch = watch;
        this.files = files;
        this.threads = threads;
    }

    /**
     * The models of the folds; empty if the watch or an interrupt stopped one, after the files are written.
     *
     * @throws IOException if a file is damaged or of another table, or cannot be written
     */
    Optional<List<TableModel>> run() throws IOException {
        // models of wide tables share a processor's cache and the heap badly
        boolean isWide = folds.getFirst().others().rows().features() > MemberDefaults.MOST_COLUMNS_OF_ALL;
        int atOnce = isWide ? 1 : Math.min(threads, folds.size());
        SpareThreads spare = new SpareThreads(threads);
        List<TableTraining> trainings = new ArrayList<>();
        List<Optional<TableModel>> complete = new ArrayList<>();
        for (int k = 0; k < folds.size(); k++) {
            TableTraining anew = TableTraining.of(
                    folds.get(k).others(), folds.get(k).recipe().withThreads(Math.max(1, threads / atOnce)));
            complete.add(complete(k, anew.plan()));
            TableTraining training = complete.getLast().isPresent() ? anew : goingOn(k, anew);
            trainings.add(
                    atOnce == 1
                            ? training
                            : training.withBackend(
                                    Backend.beside(training.plan(), training.rows(), Engines::vector, spare)));
        }
        watch.on(new Watch.Event.FoldsStarted(
                folds.size(),
                IntStream.range(0, folds.size())
                        .filter(k -> complete.get(k).isEmpty())
                        .mapToObj(k -> trainings.get(k).plan())
                        .mapToLong(TablePlan::steps)
                        .sum()));
        try {
            SideBySide.run(
                    atOnce,
                    IntStream.range(0, folds.size())
                            .filter(k -> complete.get(k).isEmpty())
                            .<Runnable>mapToObj(k -> () -> complete.set(k, model(trainings.get(k), k)))
                            .toList(),
                    this::stop);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (complete.stream().allMatch(Optional::isPresent)) {
            return Optional.of(complete.stream().map(Optional::orElseThrow).toList());
        }
        save(complete);
        return Optional.empty();
    }

    /** Writes models of folds that are complete, so that a training that goes on need not repeat them. */
    void save(List<Optional<TableModel>> models) throws IOException {
        for (int k = 0; files.isPresent() && k < models.size(); k++) {
            if (models.get(k).isPresent()) {
                save(models.get(k).get(), k);
            }
        }
    }

    /** The training of a fold from its checkpoint, if there is one. */
    private TableTraining goingOn(int fold, TableTraining anew) throws IOException {
        Optional<Path> checkpoint =
                files.filter(FoldFiles::isResumed).map(f -> f.checkpoint(fold)).filter(Files::exists);
        TableTraining training = anew;
        if (checkpoint.isPresent()) {
            TableCheckpoint from = TableCheckpoint.of(checkpoint.get(), Checkpoint.load(checkpoint.get()));
            training = TableTraining.resume(
                    folds.get(fold).others(), from, _ -> anew.plan().recipe());
        }
        Optional<CheckpointFiles> written = files.map(f -> f.training(fold));
        return written.map(training::with).orElse(training);
    }

    /** The model of a fold; empty if its training was stopped, or would begin after a stop. */
    private Optional<TableModel> model(TableTraining training, int fold) {
        if (isStopped()) {
            return Optional.empty();
        }
        FoldWatch told = new FoldWatch(fold, training.plan().steps());
        TableModel model = training.withWatch(told).run();
        told.end();
        if (model.fitted().orElseThrow().end() == Fitted.End.STOPPED) {
            return Optional.empty();
        }
        if (files.isPresent() && files.get().isKept()) {
            try {
                save(model, fold);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return Optional.of(model);
    }

    /** The model of a fold that is complete already. */
    private Optional<TableModel> complete(int fold, TablePlan plan) throws IOException {
        Optional<Path> file =
                files.filter(FoldFiles::isResumed).map(f -> f.fold(fold)).filter(Files::exists);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        TableModel model = TableModel.load(file.get());
        if (!model.plan().map(TablePlan::toJson).equals(Optional.of(plan.toJson()))) {
            throw new FileFormatException(
                    file.get() + ": it must be of a fold of this table and recipe (" + plan.table()
                            + ") but is of another ("
                            + model.plan().map(TablePlan::table).orElse("none")
                            + "); give the same table and options, or begin anew");
        }
        return Optional.of(model);
    }

    private void save(TableModel model, int fold) throws IOException {
        model.withoutTimes().save(files.orElseThrow().fold(fold));
    }

    private synchronized boolean isStopped() {
        return isStopped;
    }

    private synchronized void stop() {
        isStopped = true;
    }

    private synchronized Watch.Answer answer(long step) {
        isStopped = isStopped || watch.after(step, Optional.empty()) == Watch.Answer.STOP;
        return isStopped ? Watch.Answer.STOP : Watch.Answer.GO_ON;
    }

    /** Asks the watch for one fold at a time, and tells it the faults of one. */
    private final class FoldWatch implements Watch {
        private final int fold;
        private long left;

        /**
         * The watch of a fold.
         *
         * @param steps that its training takes at most
         */
        FoldWatch(int fold, long steps) {
            this.fold = fold;
            this.left = steps;
        }

        @Override
        public Answer after(long step, Optional<Trainer.Progress> evaluated) {
            left--;
            return answer(step);
        }

        /** The training is over. */
        void end() {
            tell(new Watch.Event.Passed(left));
        }

        @Override
        public void on(Watch.Event event) {
            switch (event) {
                case Watch.Event.Started s ->
                    tell(new Watch.Event.Started(of(s.member()), s.plan(), s.step(), s.parameters()));
                case Watch.Event.Diverged d -> tell(new Watch.Event.Diverged(of(d.member()), d.cause(), d.isKept()));
                case Watch.Event.FillFailed _, Watch.Event.CheckpointFailed _ -> tell(event);
                case Watch.Event.Passed p -> {
                    left -= p.steps();
                    tell(event);
                }
                // one notice tells of all folds
                case Watch.Event.FillStarted _,
                        Watch.Event.FoldsStarted _,
                        Watch.Event.CrossFitFailed _,
                        Watch.Event.RowsLeftOut _,
                        Watch.Event.ExplanationStarted _ -> {}
            }
        }

        private void tell(Watch.Event event) {
            synchronized (FoldedTraining.this) {
                watch.on(event);
            }
        }

        private Watch.Member of(Watch.Member m) {
            return m.at(fold, folds.size());
        }
    }
}
