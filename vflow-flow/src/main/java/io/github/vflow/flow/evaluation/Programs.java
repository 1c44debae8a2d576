package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.defaults.GapDefaults;
import io.github.vflow.tensor.engine.Engine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The compiled programs of an evaluator: one for a single row, one for a few rows, and one for each thread that evaluates many rows. Not
 * thread-safe.
 */
final class Programs implements AutoCloseable {
    private final Model model;
    private final Engine engine;
    private final Noise noise;
    private final int samples;
    private final int rows;
    private final int pairs;
    private final List<BoundProgram> all = new ArrayList<>();
    private final Map<Integer, List<BoundProgram>> byRows = new HashMap<>();
    private float[] parameters = new float[0];
    private volatile boolean closed;

    Programs(Model model, Engine engine, Noise noise, int samples) {
        this.model = model;
        this.engine = engine;
        this.noise = noise;
        this.samples = samples;
        this.rows = Math.max(1, model.chunk() / samples);
        this.pairs = samples <= model.chunk() ? rows * samples : model.chunk();
    }

    /** Receives the log-weights of a row, which begin at {@code from}; any thread may call it. */
    interface Use {
        void of(int row, double[] logWeights, int from);
    }

    /** Copies a row, in the units of the data. */
    interface Source {
        void copyRow(int row, double[] into, int at);
    }

    void parameters(float[] values) {
        Checks.parameters(model, values);
        parameters = values.clone();
        all.forEach(p -> p.parameters(parameters));
    }

    float[] parameters() {
        return parameters;
    }

    /** A single image uses the program of many images, because the bits of a convolution depend on the batch size. */
    BoundProgram ofOneRow() {
        return model.hasPositions() ? compiled(rows, pairs) : compiled(1, Math.min(samples, pairs));
    }

    private BoundProgram compiled(int rowsOfRun, int pairsOfRun) {
        BoundProgram p = new BoundProgram(model, engine, noise, samples, rowsOfRun, pairsOfRun);
        p.parameters(parameters);
        all.add(p);
        return p;
    }

    /** Evaluates many rows, on threads that end with the call. */
    void each(Source data, int size, int threads, Use use, IntConsumer onProgress) {
        int ofBlock = size < rows && !model.hasPositions() ? Math.min(GapDefaults.FEW_ROWS, rows) : rows;
        int blocks = Math.ceilDiv(size, ofBlock);
        int workers = Math.clamp(threads, 1, Math.max(1, blocks));
        List<BoundProgram> ofWorkers = byRows.computeIfAbsent(ofBlock, _ -> new ArrayList<>());
        while (ofWorkers.size() < workers) {
            ofWorkers.add(compiled(ofBlock, Math.min(pairs, ofBlock * samples)));
        }
        AtomicInteger next = new AtomicInteger();
        onThreads(workers, worker -> {
            BoundProgram p = ofWorkers.get(worker);
            for (int block = next.getAndIncrement(); block < blocks; block = next.getAndIncrement()) {
                onProgress.accept(
                        evaluated(p, data, block * ofBlock, Math.min(ofBlock, size - block * ofBlock), use) * samples);
            }
        });
    }

    /** Evaluates a block of rows; copies of the last row fill an incomplete block. */
    private int evaluated(BoundProgram p, Source data, int first, int n, Use use) {
        for (int i = 0; i < p.size(); i++) {
            data.copyRow(first + Math.min(i, n - 1), p.rows(), i * model.width());
        }
        double[] logWeights = p.run();
        for (int i = 0; i < n; i++) {
            use.of(first + i, logWeights, i * samples);
        }
        return n;
    }

    /** Runs each worker on its own thread, the first one on the caller's. Rethrows a worker's exception unchanged. */
    private static void onThreads(int workers, IntConsumer work) {
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
            throw new IllegalStateException("Evaluator: interrupted while other threads evaluate rows", e);
        }
    }

    boolean areClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
        all.forEach(BoundProgram::close);
    }
}
