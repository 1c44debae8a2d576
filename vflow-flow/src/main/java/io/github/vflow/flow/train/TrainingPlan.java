package io.github.vflow.flow.train;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.optim.Adam;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.random.RandomGenerator;

/**
 * How a model is trained. A checkpoint stores it. Immutable.
 *
 * @param steps iterations in all
 * @param batchSize rows of a batch
 * @param optimizer Adam and its constants
 * @param schedule the learning rate of each step
 * @param clipNorm limit of the gradient's global norm; zero for none
 * @param emaDecay decay of the moving average of the parameters; zero for none
 * @param evaluation when to evaluate and to stop early
 * @param seed of batches and noise
 * @param recompute the values of the forward pass that the backward pass computes again
 * @param shards into how many equal parts a batch is cut, each with a gradient of its own; the step follows their mean. Zero leaves the
 *     choice to the {@link Trainer}
 */
public record TrainingPlan(
        long steps,
        int batchSize,
        Adam optimizer,
        Schedule schedule,
        double clipNorm,
        double emaDecay,
        Evaluation evaluation,
        long seed,
        Recompute recompute,
        int shards) {
    /** Checks the numbers. */
    public TrainingPlan {
        if (steps < 1 || batchSize < 1 || !(clipNorm >= 0)) {
            throw new IllegalArgumentException(
                    "TrainingPlan: steps and batchSize must be at least 1 and clipNorm positive, or 0 for none, but got "
                            + steps + ", " + batchSize + " and " + clipNorm);
        }
        if (!(emaDecay >= 0 && emaDecay < 1)) {
            throw new IllegalArgumentException("TrainingPlan: emaDecay must be in [0, 1) but is " + emaDecay);
        }
        if (shards < 0 || (shards > 0 && batchSize % shards != 0)) {
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
                Adam.standard(),
                new Schedule.Constant(learningRate),
                0,
                0,
                new Evaluation(Math.max(1, steps / 100), 0),
                seed,
                Recompute.all(Memory.CHECKPOINTED),
                0);
    }

    /** With batches of another size. */
    public TrainingPlan batchSize(int rows) {
        return new TrainingPlan(
                steps, rows, optimizer, schedule, clipNorm, emaDecay, evaluation, seed, recompute, shards);
    }

    /** With another learning-rate schedule. */
    public TrainingPlan schedule(Schedule s) {
        return new TrainingPlan(
                steps, batchSize, optimizer, s, clipNorm, emaDecay, evaluation, seed, recompute, shards);
    }

    /** With clipping of the gradient's global norm; zero for none. */
    public TrainingPlan clipNorm(double limit) {
        return new TrainingPlan(
                steps, batchSize, optimizer, schedule, limit, emaDecay, evaluation, seed, recompute, shards);
    }

    /** With a moving average of the parameters, which training then evaluates and keeps. */
    public TrainingPlan ema(double decay) {
        return new TrainingPlan(
                steps, batchSize, optimizer, schedule, clipNorm, decay, evaluation, seed, recompute, shards);
    }

    /** With evaluations on validation rows, and a stop after some without an improvement. */
    public TrainingPlan evaluate(long every, int patience) {
        Evaluation e = new Evaluation(every, patience);
        return new TrainingPlan(steps, batchSize, optimizer, schedule, clipNorm, emaDecay, e, seed, recompute, shards);
    }

    /** With another seed of batches and noise. */
    public TrainingPlan seed(long number) {
        return new TrainingPlan(
                steps, batchSize, optimizer, schedule, clipNorm, emaDecay, evaluation, number, recompute, shards);
    }

    /** With other values that the backward pass computes again. */
    public TrainingPlan recompute(Recompute r) {
        return new TrainingPlan(steps, batchSize, optimizer, schedule, clipNorm, emaDecay, evaluation, seed, r, shards);
    }

    /** With values of all segments computed again in one way. */
    @SuppressWarnings("exports") // gradients are for our own modules
    public TrainingPlan memory(Memory memory) {
        return recompute(Recompute.all(memory));
    }

    /**
     * With as many shards as are fastest for a model, unless a number was chosen. It does not depend on the number of threads. Images that
     * are to take little memory have one.
     */
    public TrainingPlan shardsFor(Model model) {
        boolean saves = model.images().isPresent() && recompute.memory() != Memory.STORED;
        return shards > 0 ? this : shards(saves ? 1 : TrainingProgram.shards(model, batchSize));
    }

    /** With batches that are cut into equal parts, which run side by side if there are threads for them. */
    public TrainingPlan shards(int equal) {
        return new TrainingPlan(
                steps, batchSize, optimizer, schedule, clipNorm, emaDecay, evaluation, seed, recompute, equal);
    }

    /** Whether a state is at the end of this plan, by steps or by patience. */
    public boolean isAtEnd(TrainingState state) {
        return state.step() >= steps || (evaluation.patience() > 0 && state.stale() >= evaluation.patience());
    }

    /** Whether patience can end training before the last step. */
    public boolean mayEndEarly() {
        return evaluation.patience() > 0 && evaluation.patience() < (steps - 1) / evaluation.every();
    }

    /** Rows of a shard. */
    int shardSize() {
        return batchSize / shards;
    }

    /** The noise of the bound in all steps. */
    RandomStream noise() {
        return Purpose.TRAINING_NOISE.stream(seed);
    }

    /** For the masks of dropout of a shard in a step. */
    RandomGenerator masks(long step, int shard) {
        return Purpose.DROPOUT_MASKS.stream(seed).generator(step * shards + shard);
    }

    boolean clips() {
        return clipNorm > 0 && Double.isFinite(clipNorm);
    }

    boolean averages() {
        return emaDecay > 0;
    }
}
