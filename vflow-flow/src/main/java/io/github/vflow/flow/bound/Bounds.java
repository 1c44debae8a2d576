package io.github.vflow.flow.bound;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.random.RandomStream;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The ELBO and the importance-weighted log-likelihood of many rows. Numbers depend on the seed and the row's position,
 * not on the number of threads. A finite row has a finite bound or −∞, never NaN.
 */
public final class Bounds {
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

    /**
     * One-sample ELBO of each row in nats (Eq. 3); for a plain flow ln p(x).
     *
     * @throws ArithmeticException if a parameter of the model is not finite
     */
    public double[] elbo(Rows rows, long seed) {
        return elbo(rows, seed, 0);
    }

    /**
     * As {@link #elbo(Rows, long)}, by noise from further on in the same stream: for rows that do not all come at once.
     *
     * @param from chunks of noise that were taken before, of which each is for {@link Model#chunk()} pairs of a row and a sample
     */
    public double[] elbo(Rows rows, long seed, long from) {
        return logWeights(model.parameters().values(), rows, 1, ofPlace(seed, from));
    }

    /** As {@link #elbo(Rows, long)}, by other parameters [n] of the same architecture. */
    public double[] elbo(float[] parameters, Rows rows, long seed) {
        return logWeights(parameters, rows, 1, ofPlace(seed, 0));
    }

    /**
     * ln p(x) of each row by S importance samples (Eq. 5), each row by noise of its own. A plain flow needs one and has no error.
     *
     * @throws ArithmeticException if a parameter of the model is not finite
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
        return estimates(rows, needed("importanceWeighted", samples), ofPlace(seed, from));
    }

    /**
     * ln p(x) of each row by S importance samples (Eq. 5) with the same noise for all rows, that of a {@link Scorer} with this seed: a
     * row's number depends on the row alone, not on its place or its neighbours.
     *
     * @throws ArithmeticException if a parameter of the model is not finite
     */
    public ImportanceEstimate[] scores(Rows rows, int samples, long seed) {
        int s = needed("scores", samples);
        return estimates(rows, s, ofSample(seed, s));
    }

    private int needed(String where, int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("Bounds." + where + ": samples must be at least 1 but is " + samples);
        }
        return model.noise() == 0 ? 1 : samples;
    }

    private ImportanceEstimate[] estimates(Rows rows, int samples, Noise noise) {
        double[] w = logWeights(model.parameters().values(), rows, samples, noise);
        return IntStream.range(0, rows.size())
                .mapToObj(i -> ImportanceEstimate.of(Arrays.copyOfRange(w, i * samples, (i + 1) * samples)))
                .toArray(ImportanceEstimate[]::new);
    }

    /** The mean. */
    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** The noise of a chunk of pairs, by its number. */
    private interface Noise {
        void fill(int number, float[] into);
    }

    /** Each pair has noise of its own. */
    private static Noise ofPlace(long seed, long from) {
        RandomStream stream = Purpose.EVALUATION_NOISE.stream(seed);
        return (number, into) -> stream.normal((from + number) * RandomStream.positions(into.length), into);
    }

    /** The samples of a row have noise of their own, all rows have the same. */
    private Noise ofSample(long seed, int samples) {
        int width = model.noise();
        float[] each = new float[Math.multiplyExact(samples, width)];
        Purpose.SCORE_NOISE.stream(seed).normal(0, each);
        return (number, into) -> {
            for (int i = 0; i < chunk; i++) {
                int sample = (int) (((long) number * chunk + i) % samples);
                System.arraycopy(each, sample * width, into, i * width, width);
            }
        };
    }

    private double[] logWeights(float[] parameters, Rows rows, int samples, Noise noise) {
        if (rows.features() != model.width()) {
            throw new IllegalArgumentException("Bounds: expected rows of " + model.width() + " features but got "
                    + rows.features() + "; the model was built for rows of " + model.width());
        }
        FiniteParameters.require("Bounds", model, parameters);
        int pairs = Math.multiplyExact(rows.size(), samples);
        int chunks = Math.ceilDiv(pairs, chunk);
        double[] all = new double[pairs];
        int workers = Math.min(threads, chunks);
        each(workers, worker -> {
            try (Executable e = engine.compile(program)) {
                e.set(Parameters.INPUT, parameters);
                for (int c = worker; c < chunks; c += workers) {
                    compute(e, rows, samples, noise, c, all);
                }
            }
        });
        return all;
    }

    /** Runs the work of each worker on a thread of its own, the first on this one; what one of them throws is thrown as it is. */
    private static void each(int workers, IntConsumer work) {
        if (workers == 1) {
            work.accept(0);
            return;
        }
        try (ExecutorService pool = Executors.newFixedThreadPool(workers - 1)) {
            List<Future<?>> others = IntStream.range(1, workers)
                    .<Future<?>>mapToObj(i -> pool.submit(() -> work.accept(i)))
                    .toList();
            work.accept(0);
            for (Future<?> f : others) {
                f.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Bounds: interrupted while other threads evaluate rows", e);
        }
    }

    private void compute(Executable e, Rows rows, int samples, Noise noise, int number, double[] all) {
        int d = model.width();
        double[] raw = new double[chunk * d];
        int first = number * chunk;
        int n = Math.min(chunk, all.length - first);
        for (int i = 0; i < chunk; i++) {
            rows.copyRow((first + Math.min(i, n - 1)) / samples, raw, i * d);
        }
        float[] x = new float[chunk * d];
        model.standardization().forward(raw, x, d);
        e.set(Model.X, x);
        if (model.noise() > 0) {
            float[] normals = new float[chunk * model.noise()];
            noise.fill(number, normals);
            e.set(Model.NOISE, normals);
        }
        e.run();
        double[] bound = new double[chunk];
        e.get("bound", bound);
        for (int i = 0; i < n; i++) {
            all[first + i] = ImportanceEstimate.logWeight(bound[i]);
        }
        onProgress.accept(n);
    }
}
