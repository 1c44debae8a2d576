package io.github.vflow.table;

import io.github.vflow.flow.train.Trainer;
import io.github.vflow.table.fit.Watch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Writes down what a watch sees, in words, and stops after a step of one training. */
public final class Seen implements Watch {
    private final int member;
    private final long step;
    private final List<String> words = new ArrayList<>();
    private boolean areFolds;
    private int current = -1;

    /** Stops after a step of a fold; −1: never. */
    public Seen(int fold, long step) {
        this.member = fold;
        this.step = step;
    }

    /** A watch that stops nothing. */
    public Seen() {
        this(-1, 0);
    }

    @Override
    public synchronized Answer after(long done, Optional<Trainer.Progress> evaluated) {
        return areFolds && current == member && done == step ? Answer.STOP : Answer.GO_ON;
    }

    @Override
    public synchronized void on(Watch.Event event) {
        switch (event) {
            case Watch.Event.Started s -> {
                current = s.member().number();
                words.add("started " + current + " of " + s.member().size() + " at " + s.step());
            }
            case Watch.Event.Diverged d -> words.add("diverged " + d.member().number());
            case Watch.Event.FoldsStarted f -> {
                areFolds = true;
                words.add("folds " + f.folds() + " steps " + f.steps());
            }
            case Watch.Event.FillStarted _ -> words.add("fill");
            case Watch.Event.FillFailed _ -> words.add("fill failed");
            case Watch.Event.CrossFitFailed f -> words.add("no calibration: " + f.reason());
            case Watch.Event.RowsLeftOut r ->
                words.add("left out " + r.number() + " of " + r.rows() + (r.areSuspects() ? " suspects" : ""));
            case Watch.Event.ExplanationStarted e -> words.add("explains " + e.rows());
            case Watch.Event.Passed _ -> {}
            case Watch.Event.CheckpointFailed c ->
                words.add("failed " + c.file().getFileName());
        }
    }

    /** The words so far. */
    public synchronized List<String> words() {
        return List.copyOf(words);
    }
}
