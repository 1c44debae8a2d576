package io.github.vflow.table.fit;

import io.github.vflow.flow.train.DivergedException;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Sees the progress of a training, and can stop it. It is called by one thread at a time, and perhaps by several one after another. */
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
     * from 1. Members that train side by side are told one after another, so steps of a member may be told after later ones are done, and a
     * stop then keeps these. The models of folds train side by side and have no progress. A stop leaves their calibration out.
     *
     * @param step the number of steps done
     * @param evaluated the progress, if this step was followed by an evaluation of the held-out rows
     */
    Answer after(long step, Optional<Trainer.Progress> evaluated);

    /** Sees a notice, perhaps on another thread; ignores it unless implemented. */
    default void on(Event event) {}

    /** Never stops. */
    static Watch none() {
        return (_, _) -> Answer.GO_ON;
    }

    /** A notice of a training. */
    sealed interface Event {
        /**
         * A member begins to train.
         *
         * @param plan of its training
         * @param step from which it goes on; zero for a new one
         * @param parameters that are trained, without the parameters of the density of missing cells
         */
        record Started(Member member, TrainingPlan plan, long step, int parameters) implements Event {}

        /**
         * The density of missing cells begins to train, after all members.
         *
         * @param steps of its training
         */
        record FillStarted(long steps) implements Event {}

        /**
         * Work that {@link Watch#after} is not told of is over: steps of the density of missing cells, steps that a model of a fold leaves out,
         * because its training ended early, or rows that have their reason since the last such notice.
         */
        record Passed(long steps) implements Event {}

        /** The density of missing cells is not trained, because a loss was not finite: answers about missing cells have large errors. */
        record FillFailed(ArithmeticException cause) implements Event {}

        /**
         * A member diverged.
         *
         * @param isKept whether it has parameters of an earlier evaluation, which the mixture gets; else the member is left out
         */
        record Diverged(Member member, DivergedException cause, boolean isKept) implements Event {}

        /**
         * The models of folds begin to train. Their scores calibrate alarms, or tell the odd rows.
         *
         * @param folds their number
         * @param steps that all of them take at most, with their densities of missing cells
         */
        record FoldsStarted(int folds, long steps) implements Event {}

        /**
         * The model has no calibration, because the models of the folds could not train.
         *
         * @param reason in words, as the end of a sentence
         */
        record CrossFitFailed(String reason) implements Event {}

        /**
         * A search left odd rows out of the training, or the models of folds leave out rows that may be odd, since there are many.
         *
         * @param number of these rows
         * @param rows of the table with them
         * @param areSuspects whether they may be odd, and the search is not at its end
         */
        record RowsLeftOut(int number, int rows, boolean areSuspects) implements Event {}

        /**
         * A search explains the rows that it found to be odd.
         *
         * @param rows that get a reason, at least one
         */
        record ExplanationStarted(int rows) implements Event {}

        /** A checkpoint cannot be written; training goes on without. */
        record CheckpointFailed(Path file, IOException cause) implements Event {}
    }

    /**
     * One training of the ensemble.
     *
     * @param number from 0 on
     * @param size of the ensemble
     * @param noise on the numbers of training rows, in standard deviations of the columns
     * @param isWhitened whether its flow starts with a whitening map
     * @param hasMaps whether its flow sees columns through maps of their distributions
     * @param seed of parameters, batches and noise
     */
    record Member(int number, int size, double noise, boolean isWhitened, boolean hasMaps, long seed) {
        /** This member with another number in an ensemble. */
        public Member at(int place, int of) {
            return new Member(place, of, noise, isWhitened, hasMaps, seed);
        }

        /**
         * The member from whose flow the flow of this one starts: of those before it with the same maps and seed and with less noise, the one
         * with the least above zero. Flows with noise take many steps, and few from one another; a flow without noise tells more if it learns
         * on its own.
         *
         * @param all members of the ensemble
         */
        public Optional<Member> startsFrom(List<Member> all) {
            return all.stream()
                    .filter(m -> m.number < number
                            && m.noise > 0
                            && m.noise < noise
                            && m.isWhitened == isWhitened
                            && m.hasMaps == hasMaps
                            && m.seed == seed)
                    .min(Comparator.comparingDouble(Member::noise));
        }

        @Override
        public String toString() {
            return (number + 1) + " of " + size + ", noise " + noise + (isWhitened ? ", whitened" : "")
                    + (hasMaps ? ", maps" : "") + ", seed " + seed;
        }
    }
}
