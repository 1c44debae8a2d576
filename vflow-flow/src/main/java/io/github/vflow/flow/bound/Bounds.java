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
        return elbo(model.parameters().values(), rows, seed);
    }

    /** As {@link #elbo(Rows, long)}, by other parameters [n] of the same architecture. */
    public double[] elbo(float[] parameters, Rows rows, long seed) {
        return logWeights(parameters, rows, 1, seed);
    }

    /**
     * ln p(x) of each row by S importance samples (Eq. 5). A plain flow needs one and has no error.
     *
     * @throws ArithmeticException if a parameter of the model is not finite
     */
    public ImportanceEstimate[] importanceWeighted(Rows rows, int samples, long seed) {
        if (samples < 1) {
            throw new IllegalArgumentException(
                    "Bounds.importanceWeighted: samples must be at least 1 but is " + samples);
        }
        int s = model.noise() == 0 ? 1 : samples;
        double[] w = logWeights(model.parameters().values(), rows, s, seed);
        return IntStream.range(0, rows.size())
                .mapToObj(i -> ImportanceEstimate.of(Arrays.copyOfRange(w, i * s, (i + 1) * s)))
                .toArray(ImportanceEstimate[]::new);
    }

    /** The mean. */
    public static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    private double[] logWeights(float[] parameters, Rows rows, int samples, long seed) {
        if (rows.features() != model.width()) {
            throw new IllegalArgumentException("Bounds: expected rows of " + model.width() + " features but got "
                    + rows.features() + "; the model was built for rows of " + model.width());
        }
        FiniteParameters.require("Bounds", model, parameters);
        int pairs = Math.multiplyExact(rows.size(), samples);
        int chunks = (pairs + chunk - 1) / chunk;
        double[] all = new double[pairs];
        int workers = Math.min(threads, chunks);
        each(workers, worker -> {
            try (Executable e = engine.compile(program)) {
                e.set(Parameters.INPUT, parameters);
                for (int c = worker; c < chunks; c += workers) {
                    compute(e, rows, samples, seed, c, all);
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

    private void compute(Executable e, Rows rows, int samples, long seed, int number, double[] all) {
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
            float[] noise = new float[chunk * model.noise()];
            Purpose.EVALUATION_NOISE.stream(seed).normal(number * RandomStream.positions(noise.length), noise);
            e.set(Model.NOISE, noise);
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
