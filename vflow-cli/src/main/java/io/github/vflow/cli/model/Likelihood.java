package io.github.vflow.cli.model;

import io.github.vflow.cli.console.ProgressMeter;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.bound.Bounds;
import io.github.vflow.flow.bound.ImportanceEstimate;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.tensor.engine.Engine;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/** Computes bounds of many rows in slices, so that memory does not grow with rows times samples. */
public final class Likelihood {
    private static final int PAIRS = 1 << 20;

    private final Bounds bounds;
    private final int samples;
    private final long seed;
    private final int chunk;
    private final int pairs;

    /**
     * Likelihoods under a model.
     *
     * @param engine an engine with one thread for each program
     * @param threads the number of threads that share the slices
     * @param samples the number S of importance samples
     */
    public Likelihood(Model model, Engine engine, int threads, int samples, long seed) {
        this(model, engine, threads, samples, seed, PAIRS);
    }

    /**
     * Likelihoods in slices of another size.
     *
     * @param pairs the pairs of a row and a sample in a slice
     */
    public Likelihood(Model model, Engine engine, int threads, int samples, long seed, int pairs) {
        this.bounds = new Bounds(model, engine, threads);
        this.samples = model.noise() == 0 ? 1 : samples;
        this.seed = seed;
        this.chunk = model.chunk();
        this.pairs = pairs;
    }

    /** Reports progress in pairs of a row and a sample. */
    public Likelihood metered(ProgressMeter meter) {
        AtomicLong done = new AtomicLong();
        bounds.onProgress(n -> meter.at(done.addAndGet(n), ""));
        return this;
    }

    /** One-sample ELBO of each row, in nats. */
    public double[] elbo(Rows rows) {
        double[] all = new double[rows.size()];
        slices(rows, 1, (part, first, noise) -> {
            double[] b = bounds.elbo(part, seed, noise);
            System.arraycopy(b, 0, all, first, b.length);
        });
        return all;
    }

    /** Importance-weighted ln p(x) of each row, with its effective sample size. */
    public ImportanceEstimate[] estimates(Rows rows) {
        ImportanceEstimate[] all = new ImportanceEstimate[rows.size()];
        slices(rows, samples, (part, first, noise) -> {
            ImportanceEstimate[] e = bounds.importanceWeighted(part, samples, seed, noise);
            System.arraycopy(e, 0, all, first, e.length);
        });
        return all;
    }

    /** Importance-weighted ln p(x) of each row in nats, with the same noise for all rows: the score of a row depends on the row only. */
    public double[] scores(Rows rows) {
        double[] all = new double[rows.size()];
        slices(rows, samples, (part, first, _) -> {
            ImportanceEstimate[] e = bounds.scores(part, samples, seed);
            for (int i = 0; i < e.length; i++) {
                all[first + i] = e[i].logProb();
            }
        });
        return all;
    }

    /** Importance-weighted ln p(x) of each row, in nats. */
    public double[] logProb(Rows rows) {
        return Arrays.stream(estimates(rows))
                .mapToDouble(ImportanceEstimate::logProb)
                .toArray();
    }

    private interface Slice {
        /** Handles a slice, given the index of its first row and the number of noise chunks of the rows before. */
        void of(Rows part, int first, long noise);
    }

    private void slices(Rows rows, int each, Slice body) {
        int size = Math.max(1, pairs / each);
        long chunks = Math.ceilDiv((long) size * each, chunk);
        for (int first = 0, slice = 0; first < rows.size(); first += size, slice++) {
            body.of(rows.slice(first, Math.min(rows.size(), first + size)), first, slice * chunks);
        }
    }
}
