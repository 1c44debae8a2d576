package io.github.vflow.benchmarks.service;

import com.sun.management.ThreadMXBean;
import io.github.vflow.benchmarks.Agreement;
import io.github.vflow.table.TableModel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Does a model leak memory or threads in a service, and has a row always the same score? Prints a table, and stops with an error where the
 * answer is not the one that {@code docs/guide/service.md} gives. It takes about a minute.
 */
public final class ServiceSoak {
    private static final int ROWS = 1024;
    private static final int CALLERS = 500;
    private static final int SCORES_OF_A_CALLER = 64;
    private static final int MANY = 1_000_000;
    private static final int CYCLES = 200;
    private static final int COPIES = 50;
    private static final int ROUNDS = 10;
    private static final int SCORES_OF_A_ROUND = 1_000;

    /** What the JVM itself, such as its compiler, may add to the heap meanwhile. */
    private static final long HEAP_NOISE = 256 << 10;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ServiceModel kind;
    private final TableModel model;
    private final double[][] rows = ServiceModel.rows(ROWS, 2);
    private final double[] first = new double[ROWS];

    private ServiceSoak(ServiceModel kind) {
        this.kind = kind;
        this.model = kind.fit();
        for (int i = 0; i < ROWS; i++) {
            first[i] = model.logProb(rows[i]);
        }
    }

    /** Heap in use after a collection, and platform threads. */
    private record State(long heap, int threads) {
        static State now() {
            long least = Long.MAX_VALUE;
            for (int i = 0; i < 4; i++) {
                System.gc();
                least = Math.min(
                        least,
                        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
            }
            return new State(least, THREADS.getThreadCount());
        }

        void requireNoMore(String after, State before) {
            System.out.printf(
                    "| %s | heap %,d → %,d KiB, platform threads %d → %d |%n",
                    after, before.heap >> 10, heap >> 10, before.threads, threads);
            if (heap > before.heap + HEAP_NOISE || threads > before.threads) {
                throw new IllegalStateException(
                        "ServiceSoak: %s left memory or threads behind: %s, before %s".formatted(after, this, before));
            }
        }
    }

    /** Soaks both models, or those named. */
    public static void main(String... args) throws IOException, InterruptedException, ExecutionException {
        List<ServiceModel> kinds = args.length == 0
                ? List.of(ServiceModel.values())
                : Arrays.stream(args).map(ServiceModel::valueOf).toList();
        for (ServiceModel kind : kinds) {
            System.out.printf("%n| %s | |%n|---|---|%n", kind);
            ServiceSoak soak = new ServiceSoak(kind);
            soak.callers();
            soak.manyScores();
            soak.loadAndDrop();
            soak.allocation();
            soak.sizes();
        }
    }

    /** Many virtual threads that score rows in an order of their own. */
    private void callers() throws InterruptedException, ExecutionException {
        inVirtualThreads(SCORES_OF_A_CALLER);
    }

    private void inVirtualThreads(int scores) throws InterruptedException, ExecutionException {
        List<Future<Integer>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int c = 0; c < CALLERS; c++) {
                SplittableRandom random = new SplittableRandom(c);
                all.add(threads.submit(() -> wrong(random, scores)));
            }
        }
        int wrong = 0;
        for (Future<Integer> f : all) {
            wrong += f.get();
        }
        System.out.printf(
                "| %,d scores in %d virtual threads | %d with other bits than the first |%n",
                CALLERS * scores, CALLERS, wrong);
        if (wrong > 0) {
            throw new IllegalStateException("ServiceSoak: " + kind + ": " + wrong + " scores had other bits");
        }
    }

    private int wrong(SplittableRandom random, int scores) {
        int wrong = 0;
        for (int i = 0; i < scores; i++) {
            int row = random.nextInt(ROWS);
            double got = model.logProb(rows[row]);
            wrong += Double.doubleToRawLongBits(got) == Double.doubleToRawLongBits(first[row]) ? 0 : 1;
        }
        return wrong;
    }

    private void manyScores() throws InterruptedException, ExecutionException {
        State before = State.now();
        inVirtualThreads(MANY / CALLERS);
        State.now().requireNoMore("%,d scores".formatted(MANY), before);
    }

    private void loadAndDrop() throws IOException {
        byte[] bytes = bytes();
        loadAndDrop(bytes, CYCLES / 10);
        State before = State.now();
        loadAndDrop(bytes, CYCLES);
        State.now().requireNoMore("%d times load, score, drop".formatted(CYCLES), before);
    }

    private void loadAndDrop(byte[] bytes, int cycles) throws IOException {
        for (int i = 0; i < cycles; i++) {
            TableModel loaded = TableModel.read(new ByteArrayInputStream(bytes));
            Agreement.require("score of a loaded model", first[i], loaded.logProb(rows[i]), 0);
        }
    }

    private byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        model.write(out);
        return out.toByteArray();
    }

    /** By the last round. C2 may leave a vector on the heap, depending on what it compiled before; the flags of ./vflow prevent that. */
    private void allocation() {
        double last = 0;
        for (int r = 0; r < ROUNDS; r++) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < SCORES_OF_A_ROUND; i++) {
                int row = i % ROWS;
                Agreement.require("score", first[row], model.logProb(rows[row]), 0);
            }
            last = (double) (THREADS.getCurrentThreadAllocatedBytes() - before) / SCORES_OF_A_ROUND;
        }
        System.out.printf("| bytes allocated in a score | %.1f |%n", last);
    }

    /** Of many models, so that what the JVM does besides hardly counts. */
    private void sizes() throws IOException {
        byte[] bytes = bytes();
        TableModel[] all = new TableModel[COPIES];
        long empty = State.now().heap;
        for (int i = 0; i < COPIES; i++) {
            all[i] = TableModel.read(new ByteArrayInputStream(bytes));
        }
        long loaded = State.now().heap;
        for (int i = 0; i < COPIES; i++) {
            Agreement.require("score of a copy", first[i], all[i].logProb(rows[i]), 0);
        }
        long scoring = State.now().heap;
        for (TableModel copy : all) {
            Agreement.require("score in a batch", first[0], copy.logProb(rows)[0], 0);
        }
        long batches = State.now().heap;
        System.out.printf(
                "| file, model, an idle evaluator, the same after a batch of %,d rows | %,d, %,d, %,d, %,d KiB |%n",
                ROWS,
                bytes.length >> 10,
                kibibytes(loaded - empty),
                kibibytes(scoring - loaded),
                kibibytes(batches - loaded));
        // They are in use until here, so the collector has left them alone.
        Agreement.require("score of a copy", first[0], all[COPIES - 1].logProb(rows[0]), 0);
    }

    /** Of one of the copies. */
    private static long kibibytes(long bytesOfAll) {
        return (bytesOfAll / COPIES) >> 10;
    }
}
