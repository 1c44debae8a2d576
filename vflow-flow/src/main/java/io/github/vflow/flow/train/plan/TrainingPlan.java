package io.github.vflow.flow.train.plan;

import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.nn.optim.step.Ema;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.engine.Executable;

/**
 * How a model is trained. A checkpoint stores it. Immutable.
 *
 * @param steps iterations in all
 * @param batchSize rows of a batch
 * @param descent how a step moves the parameters
 * @param evaluation when to evaluate and to stop early
 * @param seed of batches and noise
 * @param execution how the gradient of a batch is computed
 */
public record TrainingPlan(
        long steps, int batchSize, Descent descent, Evaluation evaluation, long seed, Execution execution) {
    public TrainingPlan {
        if (steps < 1 || batchSize < 1) {
            throw new IllegalArgumentException(
                    "TrainingPlan: steps and batchSize must be at least 1 but are " + steps + " and " + batchSize);
        }
        int shards = execution.shards();
        if (shards > 0 && batchSize % shards != 0) {
            throw new IllegalArgumentException(
                    "TrainingPlan: shards must divide the batch, or be 0 for a choice by the model, but are " + shards
                            + " of a batch of " + batchSize);
        }
    }

    /** Adam at a constant rate, a hundred evaluations, nothing else. */
    public static TrainingPlan of(long steps, int batchSize, double learningRate, long seed) {
        return new TrainingPlan(
                steps,
                batchSize,
                Descent.of(learningRate),
                new Evaluation(Math.max(1, steps / 100), 0),
                seed,
                new Execution(Recompute.all(Memory.CHECKPOINTED), 0));
    }

    /** With batches of another size. */
    public TrainingPlan withBatchSize(int rows) {
        return new TrainingPlan(steps, rows, descent, evaluation, seed, execution);
    }

    private TrainingPlan with(Descent other) {
        return new TrainingPlan(steps, batchSize, other, evaluation, seed, execution);
    }

    /** With another learning-rate schedule. */
    public TrainingPlan withSchedule(Schedule rates) {
        return with(new Descent(descent.optimizer(), rates, descent.clipNorm(), descent.emaDecay()));
    }

    /** With clipping of the gradient's global norm; zero for none. */
    public TrainingPlan withClipNorm(double limit) {
        return with(new Descent(descent.optimizer(), descent.schedule(), limit, descent.emaDecay()));
    }

    /** With a moving average of the parameters, which training then evaluates and keeps. */
    public TrainingPlan withEma(double decay) {
        return with(new Descent(descent.optimizer(), descent.schedule(), descent.clipNorm(), decay));
    }

    /** With evaluations on validation rows, and a stop after some without an improvement. */
    public TrainingPlan withEvaluation(long every, int patience) {
        return withEvaluation(new Evaluation(every, patience));
    }

    /** With another schedule of evaluations. */
    public TrainingPlan withEvaluation(Evaluation schedule) {
        return new TrainingPlan(steps, batchSize, descent, schedule, seed, execution);
    }

    /** With another seed of batches and noise. */
    public TrainingPlan withSeed(long number) {
        return new TrainingPlan(steps, batchSize, descent, evaluation, number, execution);
    }

    private TrainingPlan with(Execution other) {
        return new TrainingPlan(steps, batchSize, descent, evaluation, seed, other);
    }

    /** With other values that the backward pass computes again. */
    public TrainingPlan withRecompute(Recompute recompute) {
        return with(new Execution(recompute, execution.shards()));
    }

    /** With values of all segments computed again in one way. */
    @SuppressWarnings("exports") // for our own modules
    public TrainingPlan withMemory(Memory memory) {
        return withRecompute(Recompute.all(memory));
    }

    /** With batches that are cut into equal parts, which run side by side if there are threads for them. */
    public TrainingPlan withShards(int equal) {
        return with(new Execution(execution.recompute(), equal));
    }

    /**
     * Whether a run is at its end, by steps or by patience.
     *
     * @param step the number of steps done
     * @param stale the number of evaluations since the best one
     */
    public boolean isAtEnd(long step, int stale) {
        return step >= steps || evaluation.isOver(step, stale);
    }

    /** Whether patience can end training before the last step. */
    public boolean mayEndEarly() {
        return evaluation.patience() > 0 && evaluation.least() < (steps - 1) / evaluation.every();
    }

    /**
     * How a step moves the parameters.
     *
     * @param optimizer Adam and its constants
     * @param schedule the learning rate of each step
     * @param clipNorm limit of the gradient's global norm; zero for none
     * @param emaDecay decay of the moving average of the parameters; zero for none
     */
    @SuppressWarnings("exports") // the optimizer is for our own modules; others start from of
    public record Descent(Adam optimizer, Schedule schedule, double clipNorm, double emaDecay) {
        public Descent {
            if (!(clipNorm >= 0)) {
                throw new IllegalArgumentException(
                        "Descent: clipNorm must be positive, or 0 for none, but is " + clipNorm);
            }
            if (!(emaDecay >= 0 && emaDecay < 1)) {
                throw new IllegalArgumentException("Descent: emaDecay must be in [0, 1) but is " + emaDecay);
            }
        }

        /** Adam at a constant rate; no clipping, no moving average. */
        public static Descent of(double learningRate) {
            return new Descent(Adam.standard(), new Schedule.Constant(learningRate), 0, 0);
        }

        /** Whether a step clips the gradient. */
        public boolean clips() {
            return clipNorm > 0 && Double.isFinite(clipNorm);
        }

        /** Whether there is a moving average of the parameters. */
        public boolean averages() {
            return emaDecay > 0;
        }

        /** The moving average; its decay is zero if there is none. */
        public Ema ema() {
            return new Ema(emaDecay);
        }

        /** Sets the inputs of a program that change from step to step; steps count from zero. */
        public void prepare(Executable program, long step) {
            optimizer.prepare(program, step, schedule.at(step));
            if (averages()) {
                ema().prepare(program, step);
            }
        }
    }

    /**
     * When a training evaluates, and when it ends for want of a better bound: after half as many evaluations in vain as there were up to the best
     * one, within limits.
     *
     * @param every steps between evaluations on validation rows
     * @param patience the most evaluations without an improvement; zero for no early end
     * @param least the fewest that end training; {@code patience} for a number that does not depend on the best one
     */
    public record Evaluation(long every, int patience, int least) {
        public Evaluation {
            if (every < 1 || patience < 0) {
                throw new IllegalArgumentException(
                        "TrainingPlan.Evaluation: every must be at least 1 and patience at least 0 but are " + every
                                + " and " + patience);
            }
            if (least < Math.min(1, patience) || least > patience) {
                throw new IllegalArgumentException("TrainingPlan.Evaluation: least must be in " + Math.min(1, patience)
                        + " … " + patience + ", the patience, but is " + least);
            }
        }

        /** A schedule whose patience does not depend on the best evaluation. */
        public Evaluation(long every, int patience) {
            this(every, patience, patience);
        }

        /** Whether evaluations in vain end a training after some steps. */
        boolean isOver(long step, int stale) {
            long best = step / every - stale;
            return patience > 0
                    && stale >= Math.clamp(Math.ceilDiv(best, TrainingDefaults.PART_IN_VAIN), least, patience);
        }

        /** A schedule with one evaluation in place of some, and the same patience in steps. */
        public Evaluation rarer(int times) {
            return new Evaluation(times * every, Math.ceilDiv(patience, times), Math.ceilDiv(least, times));
        }

        /**
         * Evaluates every 4 epochs, because training fits a small table within a few dozen steps, at intervals of at least 5 steps and at most
         * steps/200. Patience counts epochs, so it does not depend on the interval. Half of it is the least.
         *
         * @param rows of the training data
         * @param batch rows of a step
         * @param steps of the plan
         * @param patience in evaluations at every fourth epoch; zero for never
         */
        public static Evaluation ofTable(int rows, int batch, long steps, int patience) {
            long passes = (long) TrainingDefaults.PASSES * rows / batch;
            long every = Math.clamp(
                    passes,
                    TrainingDefaults.FEWEST_STEPS,
                    Math.max(TrainingDefaults.FEWEST_STEPS, steps / TrainingDefaults.EVALUATIONS));
            long evaluations = Math.max(patience, Math.ceilDiv(patience * passes, every));
            int most = Math.clamp(evaluations, 0, Integer.MAX_VALUE);
            return new Evaluation(every, most, Math.ceilDiv(most, TrainingDefaults.LEAST_PATIENCE));
        }
    }

    /**
     * The values of the forward pass that the backward pass computes again instead of keeping them, where a model has {@linkplain
     * io.github.vflow.flow.bijector.layer.Checkpointed segments that can be computed again}.
     *
     * @param memory how they are computed again, or that all are kept
     * @param segments how many of the model's first segments; the values of the others are kept
     */
    @SuppressWarnings("exports") // gradients are for our own modules
    public record Recompute(Memory memory, int segments) {
        public Recompute {
            if (segments < 0) {
                throw new IllegalArgumentException("Recompute: segments must not be negative but are " + segments);
            }
        }

        /** All segments in one way. */
        public static Recompute all(Memory memory) {
            return new Recompute(memory, Integer.MAX_VALUE);
        }
    }

    /**
     * How the gradient of a batch is computed.
     *
     * @param recompute the values of the forward pass that the backward pass computes again
     * @param shards the number of equal parts of a batch, each with a separate gradient; the step follows their mean. Zero leaves the
     *     choice to the trainer
     */
    public record Execution(TrainingPlan.Recompute recompute, int shards) {
        public Execution {
            if (shards < 0) {
                throw new IllegalArgumentException("Execution: shards must not be negative but are " + shards);
            }
        }
    }
}
