package io.github.vflow.table.training;

import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.density.TableFile;
import io.github.vflow.table.fit.TablePlan;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.tensor.engine.spi.SpareThreads;
import io.github.vflow.tensor.run.Engines;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Trains a model for each fold of a table, side by side, and keeps the files with which a training that was stopped goes on. The results do not
 * depend on the number of threads. Used once.
 */
final class FoldedTraining {
    private final List<Folds.Fold> folds;
    private final Watch watch;
    private final Optional<CheckpointFiles> files;
    private final int threads;
    private final Function<TrainingJob, TableDensity> trained;
    private boolean isStopped;

    /**
     * A training.
     *
     * @param trained the density of a training
     */
    FoldedTraining(
            List<Folds.Fold> folds,
            Watch watch,
            Optional<CheckpointFiles> files,
            int threads,
            Function<TrainingJob, TableDensity> trained) {
        this.folds = folds;
        this.watch = watch;
        this.files = files;
        this.threads = threads;
        this.trained = trained;
    }

    /**
     * The models of the folds; empty if the watch or an interrupt stopped one, after the files are written.
     *
     * @throws IOException if a file is damaged or of another table, or cannot be written
     */
    Optional<List<TableDensity>> run() throws IOException {
        // models of wide tables share a processor's cache and the heap badly
        boolean isWide = folds.getFirst().others().rows().features() > MemberDefaults.MOST_COLUMNS_OF_ALL;
        int atOnce = isWide ? 1 : Math.min(threads, folds.size());
        SpareThreads spare = new SpareThreads(threads);
        List<TrainingJob> trainings = new ArrayList<>();
        List<Optional<TableDensity>> complete = new ArrayList<>();
        for (int k = 0; k < folds.size(); k++) {
            TrainingJob anew = TrainingJob.of(
                    folds.get(k).others(), folds.get(k).recipe().withThreads(Math.max(1, threads / atOnce)));
            complete.add(complete(k, anew.plan()));
            TrainingJob training = complete.getLast().isPresent() ? anew : goingOn(k, anew);
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
    void save(List<Optional<TableDensity>> models) throws IOException {
        for (int k = 0; files.isPresent() && k < models.size(); k++) {
            if (models.get(k).isPresent()) {
                save(models.get(k).get(), k);
            }
        }
    }

    /** The training of a fold from its checkpoint, if there is one. */
    private TrainingJob goingOn(int fold, TrainingJob anew) throws IOException {
        Optional<Path> checkpoint = files.filter(CheckpointFiles::areResumed)
                .map(f -> f.ofFold(fold).checkpoint())
                .filter(Files::exists);
        TrainingJob training = anew;
        if (checkpoint.isPresent()) {
            TableCheckpoint from = TableCheckpoint.of(checkpoint.get(), Checkpoint.load(checkpoint.get()));
            training = TrainingJob.resume(
                    folds.get(fold).others(), from, _ -> anew.plan().recipe());
        }
        Optional<CheckpointFiles> written = files.map(f -> f.ofFold(fold));
        return written.map(training::withFiles).orElse(training);
    }

    /** The model of a fold; empty if its training was stopped, or would begin after a stop. */
    private Optional<TableDensity> model(TrainingJob training, int fold) {
        if (isStopped()) {
            return Optional.empty();
        }
        FoldWatch told = new FoldWatch(fold, training.plan().steps());
        TableDensity model = trained.apply(training.withWatch(told));
        told.end();
        if (model.about().fitted().orElseThrow().end() == Fitted.End.STOPPED) {
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
    private Optional<TableDensity> complete(int fold, TablePlan plan) throws IOException {
        Optional<Path> file =
                files.filter(CheckpointFiles::areResumed).map(f -> f.fold(fold)).filter(Files::exists);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        TableDensity model =
                TableFile.read(ModelFile.load(file.get()), file.get().toString());
        if (!model.about().plan().map(TablePlan::toJson).equals(Optional.of(plan.toJson()))) {
            throw new FileFormatException(
                    file.get() + ": it must be of a fold of this table and recipe (" + plan.table()
                            + ") but is of another ("
                            + model.about().plan().map(TablePlan::table).orElse("none")
                            + "); give the same table and options, or begin anew");
        }
        return Optional.of(model);
    }

    private void save(TableDensity model, int fold) throws IOException {
        model.with(model.about().withoutTimes()).file().save(files.orElseThrow().fold(fold));
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
