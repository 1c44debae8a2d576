package io.github.vflow.flow.bound;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Scores rows one at a time, in microseconds and without allocating. It has a copy of the parameters and memory of its own: make one for each
 * thread. A call while another thread is in one is refused. The noise of the n-th row depends on the seed and n. A finite row has a finite
 * score or −∞, never NaN.
 */
public final class Scorer implements AutoCloseable {
    private final Model model;
    private final Executable program;
    private final RandomStream stream;
    private final double[] raw;
    private final float[] standard;
    private final float[] x;
    private final float[] noise;
    private final float[] normals;
    private final float[] bound;
    private final double[] logWeights;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean closed;
    private long row;

    /**
     * For a model.
     *
     * @param samples importance samples of a row; one gives the ELBO. A plain flow takes none
     * @throws ArithmeticException if a parameter of the model is not finite
     */
    public Scorer(Model model, Engine engine, int samples, long seed) {
        Objects.requireNonNull(engine, "Scorer: engine");
        if (samples < 1) {
            throw new IllegalArgumentException("Scorer: samples must be at least 1 but is " + samples);
        }
        int batch = Objects.requireNonNull(model, "Scorer: model").noise() == 0 ? 1 : samples;
        this.model = model;
        FiniteParameters.require("Scorer", model, model.parameters().values());
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(batch, model.width()))));
        this.program = engine.compile(t.program());
        program.set(Parameters.INPUT, model.parameters().values());
        this.stream = Purpose.SCORE_NOISE.stream(seed);
        this.raw = new double[model.width()];
        this.standard = new float[model.width()];
        this.x = new float[batch * model.width()];
        this.noise = new float[batch * model.noise()];
        // whole blocks of the generator, which then needs no memory of its own
        this.normals = new float[Math.toIntExact(RandomStream.positions(noise.length) * RandomStream.BLOCK)];
        this.bound = new float[batch];
        this.logWeights = new double[batch];
    }

    /**
     * An estimate of ln p(x) in nats: with one sample the ELBO, for a plain flow exact; −∞ where float32 has no number for it.
     *
     * @param features of the row, in the units of the data
     * @throws IllegalArgumentException if the row has another number of features or a number that is not finite
     * @throws IllegalStateException if the scorer is closed, or another thread is in a call
     */
    public double score(double... features) {
        enter(features);
        try {
            evaluate();
            return logWeights.length == 1
                    ? logWeights[0]
                    : ImportanceEstimate.of(logWeights).logProb();
        } finally {
            busy.set(false);
        }
    }

    /** As {@link #score}, with standard error and effective sample size. */
    public ImportanceEstimate estimate(double... features) {
        enter(features);
        try {
            evaluate();
            return ImportanceEstimate.of(logWeights);
        } finally {
            busy.set(false);
        }
    }

    private void enter(double[] features) {
        check(Objects.requireNonNull(features, "Scorer: features"));
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "Scorer: another thread is scoring with it; a scorer is for one thread at a time, so make one for each");
        }
        if (closed) {
            busy.set(false);
            throw new IllegalStateException("Scorer: it was closed; make a new one");
        }
        System.arraycopy(features, 0, raw, 0, raw.length);
    }

    private void evaluate() {
        model.standardization().forward(raw, standard, standard.length);
        for (int i = 0; i < bound.length; i++) {
            System.arraycopy(standard, 0, x, i * standard.length, standard.length);
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
            logWeights[i] = ImportanceEstimate.logWeight(bound[i]);
        }
    }

    private void check(double[] features) {
        if (features.length != model.width()) {
            throw new IllegalArgumentException("Scorer.score: expected " + model.width() + " features but got "
                    + features.length + "; the model was built for rows of " + model.width());
        }
        for (double f : features) {
            if (!Double.isFinite(f)) {
                throw new IllegalArgumentException("Scorer.score: features must be finite but are "
                        + Arrays.toString(features) + "; impute or drop the row");
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        program.close();
    }
}
