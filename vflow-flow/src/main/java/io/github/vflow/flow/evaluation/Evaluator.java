package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.random.Purpose;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Estimates ln p(x) of rows by S importance samples (VFlow paper, Eq. 5). It scores one row in microseconds and without
 * allocation, and many rows on several threads. One sample gives the ELBO (Eq. 3). The score of a plain flow is exact
 * and needs no samples.
 *
 * <p>A score depends on the model, the row, S and the seed alone: a row has the same bits alone and among others, in
 * any order and on any number of threads. The score of a finite row is finite, or −∞ if float32 cannot represent the
 * density; it is never NaN.
 *
 * <p>An evaluator copies the parameters and compiles once. Only one thread at a time may use it, so make one for each
 * thread: a call throws {@link IllegalStateException} while another thread is in a call.
 */
public final class Evaluator implements AutoCloseable {
    /** The number of scores after which C2 has compiled the kernels, with the JVM's default thresholds. */
    private static final int WARM_UP = 10_000;

    private final Model model;
    private final int samples;
    private final Programs programs;
    private final AtomicBoolean busy = new AtomicBoolean();
    private int threads = 1;
    private IntConsumer onProgress = _ -> {};
    private @Nullable BoundProgram single;

    private Evaluator(Model model, Engine engine, int samples, Noise noise) {
        this.model = model;
        this.samples = samples;
        this.programs = new Programs(model, engine, noise, samples);
        programs.parameters(model.parameters().values());
    }

    /**
     * An evaluator for scores: all rows share S noise vectors, so that differences between rows have little noise.
     *
     * @param samples S, at least 1; a plain flow needs one
     * @throws IllegalArgumentException if S is below one
     * @throws ArithmeticException if a parameter of the model is not finite
     */
    public static Evaluator ofScores(Model model, Engine engine, int samples, long seed) {
        int s = needed(model, engine, samples);
        return new Evaluator(model, engine, s, Noise.Shared.of(Purpose.SCORE_NOISE, seed, s, model.noise()));
    }

    /**
     * An evaluator for means over many rows: the bits of a row are the key of its noise, so that the errors of rows
     * average out.
     *
     * @param samples S, at least 1; a plain flow needs one
     * @throws IllegalArgumentException if S is below one
     * @throws ArithmeticException if a parameter of the model is not finite
     */
    public static Evaluator ofMeans(Model model, Engine engine, int samples, long seed) {
        return ofMeans(model, engine, samples, seed, Purpose.EVALUATION_NOISE);
    }

    /** As {@link #ofMeans(Model, Engine, int, long)}, with noise for another purpose. */
    public static Evaluator ofMeans(Model model, Engine engine, int samples, long seed, Purpose purpose) {
        int s = needed(model, engine, samples);
        return new Evaluator(model, engine, s, new Noise.ByRow(purpose, seed, model.noise()));
    }

    private static int needed(Model model, Engine engine, int samples) {
        Objects.requireNonNull(model, "Evaluator: model");
        Objects.requireNonNull(engine, "Evaluator: engine");
        if (samples < 1) {
            throw new IllegalArgumentException("Evaluator: samples must be at least 1 but is " + samples);
        }
        return model.noise() == 0 ? 1 : samples;
    }

    /** Sets the number of threads for many rows, the caller's included. An engine with one thread fits this best. */
    public Evaluator threads(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("Evaluator: threads must be at least 1 but is " + count);
        }
        threads = count;
        return this;
    }

    /**
     * Calls the listener with the number of pairs of a row and a sample in each finished block, on the thread that
     * finished it.
     */
    public Evaluator onProgress(IntConsumer listener) {
        onProgress = listener;
        return this;
    }

    /**
     * Replaces the parameters for later calls.
     *
     * @param values [n] of the same architecture, which are copied
     * @throws ArithmeticException if one is not finite
     */
    public Evaluator parameters(float[] values) {
        enter();
        try {
            programs.parameters(values);
            return this;
        } finally {
            busy.set(false);
        }
    }

    /**
     * The estimate of ln p(x) of a row in nats.
     *
     * @param row [width], in the units of the data
     * @throws IllegalArgumentException if the row has another width or a number that is not finite
     * @throws IllegalStateException if the evaluator is closed, or another thread is in a call
     */
    public double score(double... row) {
        check(Objects.requireNonNull(row, "Evaluator: row"));
        enter();
        try {
            return score(run(row), 0);
        } finally {
            busy.set(false);
        }
    }

    /** As {@link #score}, with standard error and effective sample size. */
    public ImportanceEstimate estimate(double... row) {
        check(Objects.requireNonNull(row, "Evaluator: row"));
        enter();
        try {
            return ImportanceEstimate.of(run(row), 0, samples);
        } finally {
            busy.set(false);
        }
    }

    private double[] run(double[] row) {
        BoundProgram p = single;
        if (p == null) {
            p = programs.ofOneRow();
            single = p;
        }
        for (int i = 0; i < p.size(); i++) {
            System.arraycopy(row, 0, p.rows(), i * row.length, row.length);
        }
        return p.run();
    }

    private double score(double[] logWeights, int from) {
        return samples == 1 ? logWeights[from] : ImportanceEstimate.logMeanExp(logWeights, from, samples);
    }

    private void check(double[] row) {
        if (row.length != model.width()) {
            throw new IllegalArgumentException("Evaluator: expected a row of " + model.width() + " numbers but got "
                    + row.length + "; the model was built for rows of " + model.width());
        }
        for (double f : row) {
            if (!Double.isFinite(f)) {
                throw new IllegalArgumentException("Evaluator: the numbers of a row must be finite but are "
                        + Arrays.toString(row) + "; impute or drop the row");
            }
        }
    }

    /**
     * The estimates of ln p(x) of many rows.
     *
     * @throws IllegalArgumentException if the rows have another width
     */
    public ImportanceEstimate[] estimates(Rows rows) {
        ImportanceEstimate[] all = new ImportanceEstimate[rows.size()];
        each(rows, (row, w, from) -> all[row] = ImportanceEstimate.of(w, from, samples));
        return all;
    }

    /** As {@link #estimates}, without errors: the score of each row, in nats. */
    public double[] scores(Rows rows) {
        double[] all = new double[rows.size()];
        each(rows, (row, w, from) -> all[row] = score(w, from));
        return all;
    }

    /** The mean score of many rows, in nats. */
    public double mean(Rows rows) {
        return Arrays.stream(scores(rows)).average().orElse(Double.NaN);
    }

    private void each(Rows rows, Programs.Use use) {
        if (rows.features() != model.width()) {
            throw new IllegalArgumentException("Evaluator: expected rows of " + model.width() + " numbers but got "
                    + rows.features() + "; the model was built for rows of " + model.width());
        }
        enter();
        try {
            programs.each(rows, threads, use, onProgress);
        } finally {
            busy.set(false);
        }
    }

    /**
     * Scores rows of zeros for about a second, until the JVM has compiled the kernels. The first requests of a service
     * are then as fast as later ones.
     */
    public void warmUp() {
        double[] zeros = new double[model.width()];
        for (int i = 0; i < WARM_UP; i++) {
            score(zeros);
        }
    }

    private void enter() {
        if (!busy.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "Evaluator: another thread is in a call; an evaluator is for one thread at a time, so make one for each");
        }
        if (programs.areClosed()) {
            busy.set(false);
            throw new IllegalStateException("Evaluator: it was closed; make a new one");
        }
    }

    /** Frees the memory of the programs. */
    @Override
    public void close() {
        programs.close();
    }
}
