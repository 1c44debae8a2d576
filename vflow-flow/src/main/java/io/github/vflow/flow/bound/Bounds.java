package io.github.vflow.flow.bound;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Arrays;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The ELBO and the importance-weighted log-likelihood of many rows. Numbers depend on the seed and the row's position,
 * not on the number of threads.
 */
public final class Bounds {
    private static final long STREAM = 2;

    private final Model model;
    private final Engine engine;
    private final int threads;
    private final int chunk;
    private final Program program;
    private IntConsumer onProgress = _ -> {};

    /**
     * Of a model on an engine.
     *
     * @param threads chunks worked on at once
     */
    public Bounds(Model model, Engine engine, int threads) {
        this.model = model;
        this.engine = engine;
        this.threads = threads;
        this.chunk = model.chunk();
        Trace t = new Trace();
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(chunk, model.width()))));
        this.program = t.program();
    }

    /** Told, by any thread, that so many more pairs of a row and a sample are done. */
    public Bounds onProgress(IntConsumer listener) {
        onProgress = listener;
        return this;
    }

    /** One-sample ELBO of each row in nats (Eq. 3); for a plain flow ln p(x). */
    public double[] elbo(Rows rows, long seed) {
        return elbo(rows, seed, 0);
    }

    /**
     * As {@link #elbo(Rows, long)}, by noise from further on in the same stream: for rows that do not all come at once.
     *
     * @param from chunks of noise that were taken before, of which each is for {@link Model#chunk()} pairs of a row and a sample
     */
    public double[] elbo(Rows rows, long seed, long from) {
        return logWeights(rows, 1, seed, from);
    }

    /**
     * ln p(x) of each row by S importance samples (Eq. 5). A plain flow needs one and has no error.
     */
    public ImportanceEstimate[] importanceWeighted(Rows rows, int samples, long seed) {
        return importanceWeighted(rows, samples, seed, 0);
    }

    /**
     * As {@link #importanceWeighted(Rows, int, long)}, by noise from further on in the same stream.
     *
     * @param from as for {@link #elbo(Rows, long, long)}
     */
    public ImportanceEstimate[] importanceWeighted(Rows rows, int samples, long seed, long from) {
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "Bounds.importanceWeighted: samples must be at least 1 but is " + samples);
        }
        int s = model.noise() == 0 ? 1 : samples;
        double[] w = logWeights(rows, s, seed, from);
        return IntStream.range(0, rows.size())
                .mapToObj(i -> ImportanceEstimate.of(Arrays.copyOfRange(w, i * s, (i + 1) * s)))
                .toArray(ImportanceEstimate[]::new);
    }

    /** The mean. */
    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private double[] logWeights(Rows rows, int samples, long seed, long from) {
        if (rows.features() != model.width()) {
            throw new IllegalArgumentException("Bounds: expected rows of " + model.width() + " features but got "
                    + rows.features() + "; the model was built for rows of " + model.width());
        }
        int pairs = Math.multiplyExact(rows.size(), samples);
        int chunks = (pairs + chunk - 1) / chunk;
        double[] all = new double[pairs];
        int workers = Math.min(threads, chunks);
        IntStream.range(0, workers).parallel().forEach(worker -> {
            try (Executable e = engine.compile(program)) {
                e.set(Parameters.INPUT, model.parameters().values());
                for (int c = worker; c < chunks; c += workers) {
                    compute(e, rows, samples, seed, from, c, all);
                }
            }
        });
        return all;
    }

    private void compute(Executable e, Rows rows, int samples, long seed, long from, int number, double[] all) {
        int d = model.width();
        float[] x = new float[chunk * d];
        int first = number * chunk;
        int n = Math.min(chunk, all.length - first);
        for (int i = 0; i < chunk; i++) {
            rows.copyRow((first + Math.min(i, n - 1)) / samples, x, i * d);
        }
        e.set(Model.X, x);
        if (model.noise() > 0) {
            float[] noise = new float[chunk * model.noise()];
            new RandomStream(seed, STREAM).normal((from + number) * RandomStream.positions(noise.length), noise);
            e.set(Model.NOISE, noise);
        }
        e.run();
        double[] bound = new double[chunk];
        e.get("bound", bound);
        System.arraycopy(bound, 0, all, first, n);
        onProgress.accept(n);
    }
}
