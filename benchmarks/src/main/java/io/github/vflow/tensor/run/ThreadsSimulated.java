package io.github.vflow.tensor.run;

import io.github.vflow.benchmarks.ImageModel;
import io.github.vflow.benchmarks.ToyModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.TrainingPlan;
import io.github.vflow.flow.train.TrainingProgram;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.Adam;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.TimedWorkers.Timed;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What training steps would take on many threads: every chunk is timed on one thread, and handed out as {@link Workers} do it, each
 * thread its own part first and then what is left of others'. Threads are free of charge otherwise: memory and caches are not shared,
 * clocks do not fall.
 */
public final class ThreadsSimulated {
    /** To wake one helper, which takes the caller's time, and until the helper begins; what a step's end takes: nanoseconds. */
    private static final double UNPARK = 100;

    private static final double BEGIN = 500;
    private static final double END = 300;

    private static final int[] THREADS = {1, 2, 4, 8, 16, 32, 64};
    private static final double RATE = 1e-5;
    private static final int ROW_RUNS = 20_000;
    private static final int IMAGE_RUNS = 25;

    /** Kinds that take less of the time are left out. */
    private static final double SHOWN = 0.02;

    private final String name;
    private final double serial;
    private final List<Timed> steps;

    private ThreadsSimulated(String name, double serial, List<Timed> steps) {
        this.name = name;
        this.serial = serial;
        this.steps = steps;
    }

    /** Prints a table for each model that is named, or for all: VFLOW_3, DIGITS, THIRD_OF_CIFAR. */
    public static void main(String... args) {
        List<String> names = args.length > 0 ? List.of(args) : List.of("VFLOW_3", "DIGITS", "THIRD_OF_CIFAR");
        for (String n : names) {
            if (Arrays.stream(ToyModel.values()).anyMatch(t -> t.name().equals(n))) {
                of(n, ToyModel.valueOf(n).create(), ToyModel.BATCH, 2, ROW_RUNS).print();
            } else {
                ImageModel m = ImageModel.valueOf(n);
                of(n, m.create(), m.batch(), m.create().spec().orElseThrow().levels(), IMAGE_RUNS)
                        .print();
            }
        }
    }

    private static ThreadsSimulated of(String name, Model model, int batch, int levels, int runs) {
        TrainingPlan plan = TrainingPlan.of(1, batch, RATE, ImageModel.SEED).clipNorm(1);
        TimedWorkers workers = new TimedWorkers();
        double serial = Double.POSITIVE_INFINITY;
        try (Executable e = new VectorEngine(Machine.kernels(), 1)
                .compile(TrainingProgram.of(model, TrainingProgram.fitted(model, plan, 1L << 30)), workers)) {
            SplittableRandom random = new SplittableRandom(ImageModel.SEED);
            float[] x = new float[batch * model.width()];
            for (int i = 0; i < x.length; i++) {
                x[i] = random.nextInt(levels);
            }
            float[] noise = new float[batch * model.noise()];
            new RandomStream(ImageModel.SEED, 1).normal(0, noise);
            e.set(Parameters.INPUT, model.parameters().values());
            e.set(Model.X, x);
            e.set(Model.NOISE, noise);
            for (int i = 0; i < runs; i++) {
                Adam.standard().prepare(e, i, RATE);
                workers.inChunks();
                long started = System.nanoTime();
                e.run();
                serial = Math.min(serial, System.nanoTime() - started - workers.inChunks());
            }
        }
        return new ThreadsSimulated(name, serial, workers.steps());
    }

    private void print() {
        double one = serial + steps.stream().mapToDouble(Timed::sum).sum();
        System.out.printf(
                "%n%s: %,.0f µs on one thread, %,.0f of them not in chunks%n%n| threads | µs | times as fast |%n|---|---|---|%n",
                name, one / 1e3, serial / 1e3);
        for (int t : THREADS) {
            double all = serial + time(steps, t);
            System.out.printf("| %d | %,.0f | %.1f |%n", t, all / 1e3, one / all);
        }
        System.out.printf(
                "%n| made by | chunks | steps | of one thread's time | of 64 threads' | longest chunk, µs |%n|---|---|---|---|---|---|%n");
        double most = serial + time(steps, THREADS[THREADS.length - 1]);
        Map<String, List<Timed>> kinds = steps.stream()
                .collect(Collectors.groupingBy(
                        s -> s.kind() + " | " + some(s.chunks().length), TreeMap::new, Collectors.toList()));
        kinds.forEach((kind, of) -> {
            double share = time(of, THREADS[THREADS.length - 1]) / most;
            if (share >= SHOWN) {
                System.out.printf(
                        "| %s | %d | %.1f %% | %.1f %% | %.0f |%n",
                        kind,
                        of.size(),
                        100 * time(of, 1) / one,
                        100 * share,
                        of.stream()
                                        .flatMapToDouble(s -> DoubleStream.of(s.chunks()))
                                        .max()
                                        .orElseThrow()
                                / 1e3);
            }
        });
    }

    private static String some(int chunks) {
        return chunks == 1 ? "1" : chunks < 8 ? "2 to 7" : chunks < 64 ? "8 to 63" : "64 and more";
    }

    private static double time(List<Timed> steps, int threads) {
        return steps.stream().mapToDouble(s -> makespan(s.chunks(), threads)).sum();
    }

    /** Until the last chunk of a step is done, in nanoseconds. */
    private static double makespan(double[] chunks, int threads) {
        if (chunks.length == 1 || threads == 1) {
            return DoubleStream.of(chunks).sum();
        }
        int[] next = new int[threads];
        double[] free = new double[threads];
        for (int t = 0; t < threads; t++) {
            next[t] = (int) ((long) t * chunks.length / threads);
            free[t] = t == 0 ? UNPARK * (threads - 1) : UNPARK * t + BEGIN;
        }
        double end = 0;
        for (int left = chunks.length; left > 0; left--) {
            int who = 0;
            for (int t = 1; t < threads; t++) {
                who = free[t] < free[who] ? t : who;
            }
            int part = who;
            while (next[part] >= (int) ((part + 1L) * chunks.length / threads)) {
                part = (part + 1) % threads;
            }
            free[who] += chunks[next[part]++];
            end = Math.max(end, free[who]);
        }
        return end + END;
    }
}
