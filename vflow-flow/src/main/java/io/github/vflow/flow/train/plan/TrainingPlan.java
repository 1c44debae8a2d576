package io.github.vflow.flow.train.plan;

import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;

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
        long steps, int batchSize, Descent descent, EvaluationSchedule evaluation, long seed, Execution execution) {
    /** Checks the numbers. */
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
                new EvaluationSchedule(Math.max(1, steps / 100), 0),
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
        return withEvaluation(new EvaluationSchedule(every, patience));
    }

    /** With another schedule of evaluations. */
    public TrainingPlan withEvaluation(EvaluationSchedule schedule) {
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
        return step >= steps || (evaluation.patience() > 0 && stale >= evaluation.patience());
    }

    /** Whether patience can end training before the last step. */
    public boolean mayEndEarly() {
        return evaluation.patience() > 0 && evaluation.patience() < (steps - 1) / evaluation.every();
    }
}
