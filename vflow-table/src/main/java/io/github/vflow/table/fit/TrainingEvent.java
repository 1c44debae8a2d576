package io.github.vflow.table.fit;

import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.plan.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;

/** A notice of a training. */
public sealed interface TrainingEvent {
    /**
     * A member begins to train.
     *
     * @param plan of its training
     * @param step from which it goes on; zero for a new one
     * @param parameters that are trained, without those of the density of missing cells
     */
    record Started(Member member, TrainingPlan plan, long step, int parameters) implements TrainingEvent {}

    /**
     * The density of missing cells begins to train.
     *
     * @param steps of its training
     */
    record FillStarted(Member member, long steps) implements TrainingEvent {}

    /** The density of missing cells is not trained, because a loss was not finite: answers about missing cells have large errors. */
    record FillFailed(Member member, ArithmeticException cause) implements TrainingEvent {}

    /**
     * A member diverged.
     *
     * @param isKept whether it has parameters of an earlier evaluation, which the mixture gets; else the member is left out
     */
    record Diverged(Member member, DivergedException cause, boolean isKept) implements TrainingEvent {}

    /**
     * The models of the folds begin to train, whose scores calibrate alarms.
     *
     * @param folds their number
     */
    record CrossFitStarted(int folds) implements TrainingEvent {}

    /**
     * The model has no calibration, because the models of the folds could not train.
     *
     * @param reason in words, as the end of a sentence
     */
    record CrossFitFailed(String reason) implements TrainingEvent {}

    /** A checkpoint cannot be written; training goes on without. */
    record CheckpointFailed(Path file, IOException cause) implements TrainingEvent {}
}
