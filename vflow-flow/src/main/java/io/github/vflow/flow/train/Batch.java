package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Optional;
import java.util.function.Supplier;

/** The buffers for the rows and the noise of one batch; {@link #fill} overwrites them, and {@link GapDraws} completes labels. Not thread-safe. */
final class Batch implements AutoCloseable {
    /** Standardised rows [b, inputWidth]. */
    final float[] x;

    /** Noise of the bound [b, noise]. */
    final float[] noise;

    private final Model model;
    private final BatchSource source;
    private final RandomStream normals;
    private final double[] rows;
    private final Optional<GapDraws> draws;

    /**
     * Allocates the buffers for batches of a source.
     *
     * @throws IllegalArgumentException if the source has rows of another width than the model
     */
    private Batch(FlowModel model, BatchSource source, int size, RandomStream normals, Optional<GapDraws> draws) {
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
        this.draws = draws;
    }

    /** The buffers of a training run, with the noise of all its steps, and the last draws of missing labels. */
    static Batch of(FlowModel model, BatchSource source, TrainingPlan plan, Engine engine, float[] labels) {
        return new Batch(
                model,
                source,
                plan.batchSize(),
                Purpose.TRAINING_NOISE.stream(plan.seed()),
                GapDraws.of(model, engine, plan.seed(), source.rows(), labels));
    }

    /** The buffers of an initialisation. */
    static Batch ofStart(FlowModel model, BatchSource source, int size, Engine engine, long seed) {
        return new Batch(
                model,
                source,
                size,
                Purpose.INITIALISATION_NOISE.stream(seed),
                GapDraws.of(model, engine, seed, 0, new float[0]));
    }

    /** Fills the buffers with the batch of a number. Labels are drawn by the model with some parameters, which are asked for if one is missing. */
    void fill(long number, Supplier<float[]> parameters) {
        fill(number, Optional.of(parameters));
    }

    /** Fills the buffers with the first batch. Labels are drawn by their frequencies. */
    void fillFirst() {
        fill(0, Optional.empty());
    }

    private void fill(long number, Optional<Supplier<float[]>> parameters) {
        source.fill(number, rows);
        normals.normal(number * RandomStream.positions(noise.length), noise);
        draws.ifPresent(d -> d.complete(
                number,
                rows,
                position -> source.row(number, rows.length / model.width(), position),
                noise,
                parameters));
        model.standardize(rows, x);
    }

    /** The last draws of missing labels, see {@link TrainingState#labels}. */
    float[] labels() {
        return draws.map(GapDraws::kept).orElseGet(() -> new float[0]);
    }

    /** Goes back to earlier draws of missing labels. */
    void labels(float[] earlier) {
        draws.ifPresent(d -> d.keep(earlier));
    }

    @Override
    public void close() {
        draws.ifPresent(GapDraws::close);
    }
}
