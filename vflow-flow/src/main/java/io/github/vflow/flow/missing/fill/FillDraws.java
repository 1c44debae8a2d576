package io.github.vflow.flow.missing.fill;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Samples of a model under random masks, one batch for each step. Not thread-safe. */
final class FillDraws implements AutoCloseable {
    private static final String V = "v";
    private static final String CODES = "codes";

    private final FlowModel model;
    private final int batch;
    private final int[] columns;
    private final Executable program;
    private final float[] noise;
    private final RandomStream normals;
    private final RandomStream masks;
    /** Two, so that one step learns from a batch while the next one is drawn. */
    private final Drawn[] drawn;

    /**
     * A batch.
     *
     * @param v lifted columns
     * @param codes of the discrete columns
     * @param known 1 where a value is known
     */
    record Drawn(float[] v, float[] codes, float[] known) {}

    /**
     * Samples of the model's present parameters.
     *
     * @param columns of each lifted dimension
     */
    FillDraws(FlowModel model, int batch, int[] columns, Engine engine, long seed) {
        this.model = model;
        this.batch = batch;
        this.columns = columns;
        program = engine.compile(program());
        program.set(Parameters.INPUT, model.parameters().values());
        noise = new float[batch * noise()];
        normals = Purpose.FILL_SAMPLES.stream(seed);
        masks = Purpose.FILL_MASKS.stream(seed);
        drawn = new Drawn[] {empty(), empty()};
    }

    private Drawn empty() {
        return new Drawn(
                new float[batch * columns.length], new float[batch * codes(model)], new float[batch * columns.length]);
    }

    /** The batch of a step. It lasts until the one after the next is drawn. */
    Drawn of(long step) {
        Drawn d = drawn[(int) (step % drawn.length)];
        normals.normal(step * RandomStream.positions(noise.length), noise);
        program.set(Model.NOISE, noise);
        program.run();
        program.get(V, d.v);
        mask(masks.generator(step), d.known);
        leaveOutFarRows(d.v, d.known);
        if (d.codes.length > 0) {
            program.get(CODES, d.codes);
        }
        return d;
    }

    /** Hides each cell of a row with a probability that is uniform over rows. */
    private void mask(RandomGenerator random, float[] known) {
        int d = columns.length;
        int width = columns[d - 1] + 1;
        boolean[] hidden = new boolean[width];
        for (int i = 0; i < batch; i++) {
            double rate = random.nextDouble();
            for (int j = 0; j < width; j++) {
                hidden[j] = random.nextDouble() < rate;
            }
            for (int j = 0; j < d; j++) {
                known[i * d + j] = hidden[columns[j]] ? 0 : 1;
            }
        }
    }

    /** A sample far out, or beyond float32, would outweigh all others: it hides nothing, so it has no term in the loss. */
    private void leaveOutFarRows(float[] v, float[] known) {
        int d = columns.length;
        for (int i = 0; i < batch; i++) {
            for (int j = i * d; j < (i + 1) * d; j++) {
                if (!(Math.abs(v[j]) <= GapDefaults.FILL_FAR)) {
                    Arrays.fill(v, i * d, (i + 1) * d, 0);
                    Arrays.fill(known, i * d, (i + 1) * d, 1);
                    break;
                }
            }
        }
    }

    static int codes(FlowModel model) {
        return model.discrete().map(d -> d.chain().codes()).orElse(0);
    }

    private int noise() {
        return model.baseNoise() + model.discrete().map(d -> d.chain().noise()).orElse(0);
    }

    /** Samples of the lifted columns, without augmented dimensions, and the codes of the discrete columns on which they are conditioned. */
    private Program program() {
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor normal = t.batch(Model.NOISE, Shape.of(batch, noise()));
        int base = model.baseNoise();
        Condition condition = model.discrete()
                .map(d -> {
                    Tensor drawn = d.chain().sample(normal.slice(1, base, noise()), Condition.none());
                    Tensor codes = d.chain().codes(drawn);
                    t.output(CODES, codes);
                    return Condition.ofRow(codes);
                })
                .orElse(Condition.none());
        Tensor v = model.flow(condition).sample(normal.slice(1, 0, base));
        t.output(V, v.slice(1, 0, columns.length));
        return t.program();
    }

    @Override
    public void close() {
        program.close();
    }
}
