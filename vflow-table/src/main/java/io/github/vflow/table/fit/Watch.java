package io.github.vflow.table.fit;

import io.github.vflow.flow.train.Progress;
import java.util.Optional;

/** Sees the progress of a training, and can stop it. Called on the thread that trains. */
@FunctionalInterface
public interface Watch {
    /** Whether training goes on. */
    enum Answer {
        /** Take the next step. */
        GO_ON,
        /** End with the best parameters so far. */
        STOP
    }

    /**
     * Decides after each step whether training goes on. Each member of a mixture, and each model of a fold, counts the steps of its training
     * from 1. The models of folds have no progress, and a stop leaves the calibration out.
     *
     * @param step the number of steps done
     * @param evaluated the progress, if this step was followed by an evaluation of the held-out rows
     */
    Answer after(long step, Optional<Progress> evaluated);

    /** Sees a notice, perhaps on another thread; ignores it unless implemented. */
    default void on(TrainingEvent event) {}

    /** Never stops. */
    static Watch none() {
        return (_, _) -> Answer.GO_ON;
    }
}
