package io.github.vflow.flow.train;

import io.github.vflow.nn.optim.Adam;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.autodiff.Memory;

/**
 * A {@link TrainingPlan} in plain numbers, as a checkpoint stores it.
 *
 * @param steps iterations in all
 * @param batchSize rows of a batch
 * @param learningRate the highest learning rate
 * @param decay how it falls
 * @param warmUp steps at the start over which it rises from zero
 * @param clipNorm limit of the gradient's global norm; zero for none
 * @param emaDecay decay of the moving average of the parameters; zero for none
 * @param evaluateEvery steps between evaluations
 * @param patience evaluations without an improvement after which training stops; zero for never
 * @param seed of batches and noise
 * @param memory what the gradient of a model of images keeps
 * @param again of how many of its parts, from the first on; of the others it keeps all
 * @param shards into how many equal parts a batch is cut
 */
public record PlanSpec(
        long steps,
        int batchSize,
        double learningRate,
        Decay decay,
        long warmUp,
        double clipNorm,
        double emaDecay,
        long evaluateEvery,
        int patience,
        long seed,
        Memory memory,
        int again,
        int shards) {

    /** How the learning rate moves over all steps. */
    public enum Decay {
        /** Not at all. */
        CONSTANT,
        /** In a straight line to zero. */
        LINEAR,
        /** Along half a cosine to zero. */
        COSINE
    }

    /** Checks what {@link TrainingPlan} does not. */
    public PlanSpec {
        if (!(learningRate > 0) || !Double.isFinite(learningRate)) {
            throw new IllegalArgumentException(
                    "PlanSpec: the learning rate must be positive and finite but is " + learningRate + "; try 1e-3");
        }
        if (warmUp < 0) {
            throw new IllegalArgumentException("PlanSpec: warmUp must not be negative but is " + warmUp);
        }
        if (again < 0) {
            throw new IllegalArgumentException("PlanSpec: again must not be negative but is " + again);
        }
        if (!(clipNorm >= 0)) {
            throw new IllegalArgumentException(
                    "PlanSpec: clipNorm must be positive, or 0 for none, but is " + clipNorm);
        }
    }

    /** Adam at a rate, nothing else. */
    public static PlanSpec of(long steps, int batchSize, double learningRate, Decay decay, long seed) {
        return new PlanSpec(
                steps,
                batchSize,
                learningRate,
                decay,
                0,
                0,
                0,
                Math.max(1, steps / 100),
                0,
                seed,
                Memory.CHECKPOINTED,
                Integer.MAX_VALUE,
                1);
    }

    /** With another highest learning rate. */
    public PlanSpec withLearningRate(double rate) {
        return new PlanSpec(
                steps,
                batchSize,
                rate,
                decay,
                warmUp,
                clipNorm,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                memory,
                again,
                shards);
    }

    /** With another trade of memory for time. */
    public PlanSpec withMemory(Memory kept) {
        return new PlanSpec(
                steps,
                batchSize,
                learningRate,
                decay,
                warmUp,
                clipNorm,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                kept,
                Integer.MAX_VALUE,
                shards);
    }

    /** With batches in equal parts. */
    public PlanSpec withShards(int equal) {
        return new PlanSpec(
                steps,
                batchSize,
                learningRate,
                decay,
                warmUp,
                clipNorm,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                memory,
                again,
                equal);
    }

    /** With what the gradient keeps by a plan. */
    public PlanSpec keeping(TrainingPlan plan) {
        return new PlanSpec(
                steps,
                batchSize,
                learningRate,
                decay,
                warmUp,
                clipNorm,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                plan.memory(),
                plan.again(),
                plan.shards());
    }

    /** The plan. */
    public TrainingPlan plan() {
        return new TrainingPlan(
                steps,
                batchSize,
                Adam.standard(),
                schedule(),
                clipNorm == 0 ? Double.POSITIVE_INFINITY : clipNorm,
                emaDecay,
                evaluateEvery,
                patience,
                seed,
                memory,
                again,
                shards);
    }

    private Schedule schedule() {
        return warmUp == 0 ? decaying() : decaying().warmUp(warmUp);
    }

    private Schedule decaying() {
        return switch (decay) {
            case CONSTANT -> Schedule.constant(learningRate);
            case LINEAR -> Schedule.linear(learningRate, steps);
            case COSINE -> Schedule.cosine(learningRate, steps);
        };
    }
}
