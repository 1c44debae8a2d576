package io.github.vflow.flow.bound;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Scores rows one at a time, in microseconds and without allocating. It has a copy of the parameters and memory of its own: make one for each
 * thread. A call while another thread is in one is refused. All rows are scored with the same noise, so a score depends on the model, the
 * seed and the row alone. A finite row has a finite score or −∞, never NaN.
 */
public final class Scorer implements AutoCloseable {
    /** Scores after which C2 has compiled the kernels, with the default thresholds of the JVM. */
    private static final int WARM_UP = 10_000;

    private final Model model;
    private final Executable program;
    private final double[] raw;
    private final float[] standard;
    private final float[] x;
    private final float[] bound;
    private final double[] logWeights;
    private final AtomicBoolean busy = new AtomicBoolean();
    private volatile boolean closed;

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
        this.raw = new double[model.width()];
        this.standard = new float[model.width()];
        this.x = new float[batch * model.width()];
        if (model.noise() > 0) {
            float[] noise = new float[batch * model.noise()];
            Purpose.SCORE_NOISE.stream(seed).normal(0, noise);
            program.set(Model.NOISE, noise);
        }
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

    /**
     * Scores rows of zeros until the compiler is done with the kernels, for about a second: the first requests of a service are then as
     * fast as the later ones.
     */
    public void warmUp() {
        double[] zeros = new double[raw.length];
        for (int i = 0; i < WARM_UP; i++) {
            score(zeros);
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
