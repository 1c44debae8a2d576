package io.github.vflow.flow.bound;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Arrays;

/**
 * Scores rows one at a time, in microseconds and without allocating. It has a copy of the parameters and memory of its own: make one for each
 * thread. The noise of the n-th row depends on the seed and n.
 */
public final class Scorer implements AutoCloseable {
    private static final long STREAM = 4;

    private final Model model;
    private final Executable program;
    private final RandomStream stream;
    private final float[] x;
    private final float[] noise;
    private final float[] normals;
    private final float[] bound;
    private final double[] logWeights;
    private long row;

    /**
     * For a model.
     *
     * @param samples importance samples of a row; one gives the ELBO. A plain flow takes none
     */
    public Scorer(Model model, Engine engine, int samples, long seed) {
        if (samples < 1) {
            throw new IllegalArgumentException("Scorer: samples must be at least 1 but is " + samples);
        }
        int batch = model.noise() == 0 ? 1 : samples;
        this.model = model;
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(batch, model.width()))));
        this.program = engine.compile(t.program());
        program.set(Parameters.INPUT, model.parameters().values());
        this.stream = new RandomStream(seed, STREAM);
        this.x = new float[batch * model.width()];
        this.noise = new float[batch * model.noise()];
        // whole blocks of the generator, which then needs no memory of its own
        this.normals = new float[Math.toIntExact(RandomStream.positions(noise.length) * RandomStream.BLOCK)];
        this.bound = new float[batch];
        this.logWeights = new double[batch];
    }

    /**
     * An estimate of ln p(x) in nats: with one sample the ELBO, for a plain flow exact.
     *
     * @throws IllegalArgumentException if the row has another number of features or a number that is not finite
     */
    public double score(float... features) {
        evaluate(features);
        return bound.length == 1 ? bound[0] : ImportanceEstimate.of(logWeights).logProb();
    }

    /** As {@link #score}, with standard error and effective sample size. */
    public ImportanceEstimate estimate(float... features) {
        evaluate(features);
        return ImportanceEstimate.of(logWeights);
    }

    private void evaluate(float[] features) {
        check(features);
        for (int i = 0; i < bound.length; i++) {
            System.arraycopy(features, 0, x, i * features.length, features.length);
        }
        program.set(Model.X, x);
        if (noise.length > 0) {
            stream.normal(row * RandomStream.positions(noise.length), normals);
            System.arraycopy(normals, 0, noise, 0, noise.length);
            program.set(Model.NOISE, noise);
            row++;
        }
        program.run();
        program.get("bound", bound);
        for (int i = 0; i < bound.length; i++) {
            logWeights[i] = bound[i];
        }
    }

    private void check(float[] features) {
        if (features.length != model.width()) {
            throw new IllegalArgumentException("Scorer.score: expected " + model.width() + " features but got "
                    + features.length + "; the model was built for rows of " + model.width());
        }
        for (float f : features) {
            if (!Float.isFinite(f)) {
                throw new IllegalArgumentException("Scorer.score: features must be finite but are "
                        + Arrays.toString(features) + "; impute or drop the row");
            }
        }
    }

    @Override
    public void close() {
        program.close();
    }
}
