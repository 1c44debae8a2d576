package io.github.vflow.flow.train;

import io.github.vflow.nn.optim.Adam;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.random.RandomGenerator;

/**
 * How to train.
 *
 * @param steps iterations in all
 * @param batchSize rows of a batch
 * @param optimizer the optimizer
 * @param schedule the learning rate of each step
 * @param clipNorm limit of the gradient's global norm; infinity for none
 * @param emaDecay decay of the moving average of the parameters; zero for none
 * @param evaluateEvery steps between evaluations on the validation rows and progress reports
 * @param patience evaluations without an improvement after which training stops; zero for never
 * @param seed of batches and noise
 * @param memory what the gradient keeps of the way forward, where a model has {@linkplain
 *     io.github.vflow.flow.bijector.Checkpointed parts that can be computed again}
 * @param again of how many of these parts, from the first on: of the others it keeps all
 * @param shards into how many equal parts a batch is cut, each with a gradient of its own; the step goes along their mean
 */
public record TrainingPlan(
        long steps,
        int batchSize,
        Adam optimizer,
        Schedule schedule,
        double clipNorm,
        double emaDecay,
        long evaluateEvery,
        int patience,
        long seed,
        Memory memory,
        int again,
        int shards) {
    /** Checks the numbers. */
    public TrainingPlan {
        if (steps < 1 || batchSize < 1 || evaluateEvery < 1 || patience < 0 || !(clipNorm > 0)) {
            throw new IllegalArgumentException(
                    "TrainingPlan: steps, batchSize and evaluateEvery must be at least 1, patience at"
                            + " least 0 and clipNorm positive but got " + steps + ", " + batchSize + ", "
                            + evaluateEvery + ", "
                            + patience + ", " + clipNorm);
        }
        if (!(emaDecay >= 0 && emaDecay < 1)) {
            throw new IllegalArgumentException("TrainingPlan: emaDecay must be in [0, 1) but is " + emaDecay);
        }
        if (shards < 1 || batchSize % shards != 0) {
            throw new IllegalArgumentException("TrainingPlan: shards must be at least 1 and divide the batch, but are "
                    + shards + " of a batch of " + batchSize);
        }
    }

    /** Adam at a constant rate, nothing else. */
    public static TrainingPlan of(long steps, int batchSize, double learningRate, long seed) {
        return new TrainingPlan(
                steps,
                batchSize,
                Adam.standard(),
                Schedule.constant(learningRate),
                Double.POSITIVE_INFINITY,
                0,
                Math.max(1, steps / 100),
                0,
                seed,
                Memory.CHECKPOINTED,
                Integer.MAX_VALUE,
                1);
    }

    /** With another learning-rate schedule. */
    public TrainingPlan schedule(Schedule schedule) {
        return new TrainingPlan(
                steps,
                batchSize,
                optimizer,
                schedule,
                clipNorm,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                memory,
                again,
                shards);
    }

    /** With clipping of the gradient's global norm. */
    public TrainingPlan clipNorm(double limit) {
        return new TrainingPlan(
                steps,
                batchSize,
                optimizer,
                schedule,
                limit,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                memory,
                again,
                shards);
    }

    /** With a moving average of the parameters, which is then what is evaluated and kept. */
    public TrainingPlan ema(double decay) {
        return new TrainingPlan(
                steps,
                batchSize,
                optimizer,
                schedule,
                clipNorm,
                decay,
                evaluateEvery,
                patience,
                seed,
                memory,
                again,
                shards);
    }

    /** With evaluations, and stopping early, on validation rows. */
    public TrainingPlan evaluate(long every, int patience) {
        return new TrainingPlan(
                steps, batchSize, optimizer, schedule, clipNorm, emaDecay, every, patience, seed, memory, again,
                shards);
    }

    /** With another trade of memory for time. */
    public TrainingPlan memory(Memory kept) {
        return new TrainingPlan(
                steps,
                batchSize,
                optimizer,
                schedule,
                clipNorm,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                kept,
                Integer.MAX_VALUE,
                shards);
    }

    /** With the values of the model's first parts computed again, and those of the rest kept. */
    public TrainingPlan again(int parts) {
        return new TrainingPlan(
                steps,
                batchSize,
                optimizer,
                schedule,
                clipNorm,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                memory,
                parts,
                shards);
    }

    /** With batches that are cut into equal parts, which run side by side where there are threads for them. */
    public TrainingPlan shards(int equal) {
        return new TrainingPlan(
                steps,
                batchSize,
                optimizer,
                schedule,
                clipNorm,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                memory,
                again,
                equal);
    }

    /** Whether a state is at the end of this plan, by steps or by patience. */
    public boolean isAtEnd(TrainingState state) {
        return state.step() >= steps || (patience > 0 && state.stale() >= patience);
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
        return Double.isFinite(clipNorm);
    }

    boolean averages() {
        return emaDecay > 0;
    }
}
