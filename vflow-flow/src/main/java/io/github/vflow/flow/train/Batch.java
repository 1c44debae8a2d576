package io.github.vflow.flow.train;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;

/** The buffers for the rows and the noise of one batch; {@link #fill} overwrites them. Not thread-safe. */
final class Batch {
    /** Standardised rows [b, inputWidth]. */
    final float[] x;

    /** Noise of the bound [b, noise]. */
    final float[] noise;

    private final Model model;
    private final BatchSource source;
    private final RandomStream normals;
    private final double[] rows;

    /**
     * Allocates the buffers for batches of a source.
     *
     * @throws IllegalArgumentException if the source has rows of another width than the model
     */
    Batch(Model model, BatchSource source, int size, RandomStream normals) {
        if (source.width() != model.width()) {
            throw new IllegalArgumentException(
                    "BatchSource: rows have " + source.width() + " numbers but the model takes " + model.width()
                            + "; give rows like those that the model was built for");
        }
        this.model = model;
        this.source = source;
        this.normals = normals;
        this.rows = new double[Math.multiplyExact(size, model.width())];
        this.x = new float[Math.multiplyExact(size, model.inputWidth())];
        this.noise = new float[Math.multiplyExact(size, model.noise())];
    }

    /** The buffers of a training run, with the noise of all its steps. */
    static Batch of(Model model, BatchSource source, TrainingPlan plan) {
        return new Batch(model, source, plan.batchSize(), Purpose.TRAINING_NOISE.stream(plan.seed()));
    }

    /** Fills the buffers with the batch of a number. */
    void fill(long number) {
        source.fill(number, rows);
        model.standardize(rows, x);
        normals.normal(number * RandomStream.positions(noise.length), noise);
    }
}
