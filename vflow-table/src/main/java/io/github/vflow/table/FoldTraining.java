package io.github.vflow.table;

import io.github.vflow.flow.io.checkpoint.Checkpoint;
import io.github.vflow.flow.spec.CustomParts;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.outlier.FoldFiles;
import io.github.vflow.table.training.TableCheckpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Trains a model for each fold of a search, one after another, and keeps the files with which a search that was stopped goes on. Used once. */
final class FoldTraining {
    private static final String TABLE = "fold.table";

    private final int folds;
    private final Recipe recipe;
    private final Watch watch;
    private final Optional<FoldFiles> files;
    private final List<TableModel> complete = new ArrayList<>();

    FoldTraining(int folds, Recipe recipe, Watch watch, Optional<FoldFiles> files) {
        this.folds = folds;
        this.recipe = recipe;
        this.watch = watch;
        this.files = files;
    }

    /**
     * The model of the next fold; empty if the watch stopped its training, after the files are written.
     *
     * @param others the rows of all other folds
     */
    Optional<TableModel> next(Table others) throws IOException {
        int fold = complete.size();
        String fingerprint = TableCheckpoint.fingerprint(others) + ", recipe " + TableCheckpoint.fingerprint(recipe);
        Optional<FoldFiles> from = files.filter(FoldFiles::isResumed);
        if (from.isPresent() && Files.exists(from.get().fold(fold))) {
            TableModel model = load(from.get().fold(fold), fingerprint);
            complete.add(model);
            return Optional.of(model);
        }
        TableTraining training = training(others, fold, from).withWatch(new FoldWatch(fold));
        if (files.isPresent()) {
            training = training.with(files.get().training());
        }
        TableModel model = training.run();
        if (model.fitted().orElseThrow().end() == Fitted.End.STOPPED) {
            saveAll();
            return Optional.empty();
        }
        Map<String, String> notes = new HashMap<>(model.notes());
        notes.put(TABLE, fingerprint);
        complete.add(model.withNotes(notes));
        if (files.filter(f -> f.training().isKept()).isPresent()) {
            save(fold);
        }
        return Optional.of(model);
    }

    private TableTraining training(Table others, int fold, Optional<FoldFiles> from) throws IOException {
        Optional<Path> checkpoint = from.map(f -> f.training().checkpoint()).filter(Files::exists);
        if (checkpoint.isPresent()) {
            Path file = checkpoint.get();
            TableCheckpoint c = TableCheckpoint.of(file, Checkpoint.load(file), CustomParts.none());
            // a search that was killed before the first evaluation of this fold has the checkpoint of the fold before
            if (fold == 0 || c.isOf(others)) {
                return TableTraining.resume(others, c, _ -> recipe.withSeed(recipe.seed() + fold));
            }
        }
        return TableTraining.of(others, recipe.withSeed(recipe.seed() + fold));
    }

    private static TableModel load(Path file, String fingerprint) throws IOException {
        TableModel model = TableModel.load(file);
        String of = model.notes().getOrDefault(TABLE, "none");
        if (!of.equals(fingerprint)) {
            throw new FileFormatException(file + ": it must be of a fold of this table (" + fingerprint
                    + ") but is of another (" + of + "); give the same table and options, or begin anew");
        }
        return model;
    }

    private void saveAll() throws IOException {
        for (int k = 0; files.isPresent() && k < complete.size(); k++) {
            save(k);
        }
    }

    private void save(int fold) throws IOException {
        complete.get(fold).withoutTimes().save(files.orElseThrow().fold(fold));
    }

    /** Tells the watch of the search of the training of a fold. */
    private final class FoldWatch implements Watch {
        private final int fold;

        FoldWatch(int fold) {
            this.fold = fold;
        }

        @Override
        public Answer after(long step, Optional<Trainer.Progress> evaluated) {
            return watch.after(step, evaluated);
        }

        @Override
        public void on(Watch.Event event) {
            watch.on(
                    switch (event) {
                        case Watch.Event.Started s ->
                            new Watch.Event.Started(of(s.member()), s.plan(), s.step(), s.parameters());
                        case Watch.Event.FillStarted f -> new Watch.Event.FillStarted(of(f.member()), f.steps());
                        case Watch.Event.FillFailed f -> new Watch.Event.FillFailed(of(f.member()), f.cause());
                        case Watch.Event.Diverged d -> new Watch.Event.Diverged(of(d.member()), d.cause(), d.isKept());
                        case Watch.Event.CrossFitStarted _,
                                Watch.Event.CrossFitFailed _,
                                Watch.Event.ExplanationStarted _,
                                Watch.Event.CheckpointFailed _ -> event;
                    });
        }

        private Watch.Member of(Watch.Member member) {
            return new Watch.Member(fold, folds, member.noise(), member.isWhitened(), member.hasMaps(), member.seed());
        }
    }
}
