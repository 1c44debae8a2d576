package io.github.vflow.benchmarks;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.execution.VectorEngine;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.vector.AvailableKernels;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What training steps would take on many threads: every chunk is timed on one thread, and handed out as the vector engine does it, each
 * thread its own part first and then what is left of others'. Threads are free of charge otherwise: memory and caches are not shared,
 * clocks do not fall.
 */
public final class ThreadsSimulated {
    /** To wake one helper, which takes the caller's time, and until the helper begins; what a step's end takes: nanoseconds. */
    private static final double UNPARK = 100;

    private static final double BEGIN = 500;
    private static final double END = 300;

    private static final int[] THREADS = {1, 2, 4, 8, 16, 32, 64, 128};
    private static final String ALL = "VFLOW_3, WIDE, DEEP, LARGE_BATCH, DIGITS, THIRD_OF_CIFAR";
    private static final int TOY_RUNS = 20_000;
    private static final int ROW_RUNS = 500;
    private static final int IMAGE_RUNS = 25;

    /** Kinds that take less of the time are left out. */
    private static final double SHOWN = 0.02;

    private final String name;
    private final List<Section> sections;

    private ThreadsSimulated(String name, List<Section> sections) {
        this.name = name;
        this.sections = sections;
    }

    /**
     * A program that runs once for each of some shards, side by side as far as there are threads.
     *
     * @param serial nanoseconds of a run that are not in chunks
     * @param steps those that are
     */
    private record Section(int shards, double serial, List<TimedWorkers.Timed> steps) {
        double nanos(int threads) {
            return rounds(threads) * serial + nanos(threads, _ -> true);
        }

        double nanos(int threads, Predicate<TimedWorkers.Timed> which) {
            int forEach = Math.max(1, threads / shards);
            return rounds(threads)
                    * steps.stream()
                            .filter(which)
                            .mapToDouble(s -> makespan(s.chunks(), forEach))
                            .sum();
        }

        private int rounds(int threads) {
            return Math.ceilDiv(shards, threads);
        }
    }

    /** Prints a table for each model that is named, or for all: {@value #ALL}. */
    public static void main(String... args) {
        List<String> names = args.length > 0 ? List.of(args) : List.of(ALL.split(", "));
        names.forEach(n -> of(n).print());
    }

    private static ThreadsSimulated of(String name) {
        if (isOf(name, ToyModel.values())) {
            TrainingPlan plan = TrainingPlan.of(1, ToyModel.BATCH, ImageModel.RATE, ImageModel.SEED)
                    .withClipNorm(1);
            FlowModel model = ToyModel.valueOf(name).create();
            return of(name, model, TrainingProgram.sharded(plan, model), 2, TOY_RUNS);
        }
        if (isOf(name, RowModel.values())) {
            RowModel m = RowModel.valueOf(name);
            FlowModel model = m.create();
            return of(name, model, m.plan(model), 2, ROW_RUNS);
        }
        ImageModel m = ImageModel.valueOf(name);
        FlowModel model = m.create();
        return of(name, model, m.plan(model), model.images().orElseThrow().levels(), IMAGE_RUNS);
    }

    private static boolean isOf(String name, Enum<?>[] models) {
        return Arrays.stream(models).anyMatch(m -> m.name().equals(name));
    }

    private static ThreadsSimulated of(String name, FlowModel model, TrainingPlan plan, int levels, int runs) {
        if (plan.execution().shards() == 1) {
            return new ThreadsSimulated(
                    name, List.of(section(1, TrainingProgram.of(model, plan), model, plan, levels, runs)));
        }
        return new ThreadsSimulated(
                name,
                List.of(
                        section(
                                plan.execution().shards(),
                                TrainingProgram.ofShard(model, plan),
                                model,
                                plan,
                                levels,
                                runs),
                        section(1, TrainingProgram.together(model, plan), model, plan, levels, runs)));
    }

    private static Section section(
            int shards, Program program, FlowModel model, TrainingPlan plan, int levels, int runs) {
        TimedWorkers workers = new TimedWorkers();
        double serial = Double.POSITIVE_INFINITY;
        try (Executable e = new VectorEngine(AvailableKernels.best(), 1).compile(program, workers)) {
            e.set(Parameters.INPUT, model.parameters().values());
            boolean ofRows = program.inputs().containsKey(Model.X);
            if (ofRows) {
                int rows = program.inputs().get(Model.X).shape().dim(0);
                SplittableRandom random = new SplittableRandom(ImageModel.SEED);
                float[] x = new float[rows * model.width()];
                for (int i = 0; i < x.length; i++) {
                    x[i] = random.nextInt(levels);
                }
                e.set(Model.X, x);
                if (model.noise() > 0) {
                    float[] noise = new float[rows * model.noise()];
                    new RandomStream(ImageModel.SEED, 1).normal(0, noise);
                    e.set(Model.NOISE, noise);
                }
            }
            boolean moves = program.inputs().containsKey(Adam.M);
            for (int i = 0; i < runs; i++) {
                if (moves) {
                    plan.descent().prepare(e, i);
                }
                workers.inChunks();
                long started = System.nanoTime();
                e.run();
                serial = Math.min(serial, System.nanoTime() - started - workers.inChunks());
            }
        }
        return new Section(shards, serial, workers.steps());
    }

    private double nanos(int threads) {
        return sections.stream().mapToDouble(s -> s.nanos(threads)).sum();
    }

    private void print() {
        double one = nanos(1);
        System.out.printf(
                "%n%s: %,.0f µs on one thread, %,.0f of them not in chunks%n%n| threads | µs | times as fast |%n|---|---|---|%n",
                name,
                one / 1e3,
                sections.stream().mapToDouble(s -> s.shards * s.serial).sum() / 1e3);
        for (int t : THREADS) {
            System.out.printf("| %d | %,.0f | %.1f |%n", t, nanos(t) / 1e3, one / nanos(t));
        }
        System.out.printf(
                "%n| made by | chunks | steps | of one thread's time | of 64 threads' | longest chunk, µs |%n|---|---|---|---|---|---|%n");
        int many = THREADS[THREADS.length - 1];
        Map<String, List<TimedWorkers.Timed>> kinds = sections.stream()
                .flatMap(s -> s.steps.stream())
                .collect(Collectors.groupingBy(ThreadsSimulated::kind, TreeMap::new, Collectors.toList()));
        kinds.forEach((kind, of) -> {
            double share = nanos(many, kind) / nanos(many);
            if (share >= SHOWN) {
                System.out.printf(
                        "| %s | %d | %.1f %% | %.1f %% | %.0f |%n",
                        kind,
                        of.size(),
                        100 * nanos(1, kind) / one,
                        100 * share,
                        of.stream()
                                        .flatMapToDouble(s -> DoubleStream.of(s.chunks()))
                                        .max()
                                        .orElseThrow()
                                / 1e3);
            }
        });
    }

    private double nanos(int threads, String kind) {
        return sections.stream()
                .mapToDouble(s -> s.nanos(threads, step -> kind(step).equals(kind)))
                .sum();
    }

    private static String kind(TimedWorkers.Timed step) {
        return step.kind() + " | " + some(step.chunks().length);
    }

    private static String some(int chunks) {
        return chunks == 1 ? "1" : chunks < 8 ? "2 to 7" : chunks < 64 ? "8 to 63" : "64 and more";
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
