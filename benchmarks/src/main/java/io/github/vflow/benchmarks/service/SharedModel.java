package io.github.vflow.benchmarks.service;

import io.github.vflow.benchmarks.Agreement;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.table.TableModel;
import io.github.vflow.tensor.run.Engines;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/** What does it cost that threads share one model? An evaluator of its own for a thread is the yardstick. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SharedModel {
    private static final int ROWS = 1024;
    private static final int CHECKED = 64;
    private static final double TOLERANCE = 1e-4;

    /** The architecture. */
    @Param({"FLOW", "VFLOW"})
    public ServiceModel model;

    private double[][] rows;
    private TableModel shared;

    /** One model, checked against the reference engine and against an evaluator, bit for bit. */
    @Setup
    public void start() {
        rows = ServiceModel.rows(ROWS, 2);
        shared = model.fit();
        Model of = shared.model();
        long seed = Scoring.standard().seed();
        try (Evaluator reference = Evaluator.ofScores(of, Engines.reference(), model.samples(), seed);
                Evaluator alone = evaluator()) {
            for (int i = 0; i < CHECKED; i++) {
                double got = shared.logProb(rows[i]);
                Agreement.require("score of row " + i, reference.score(rows[i]), got, TOLERANCE);
                Agreement.require("bits of row " + i, alone.score(rows[i]), got, 0);
            }
        }
    }

    private Evaluator evaluator() {
        return Evaluator.ofScores(
                shared.model(),
                Engines.vector(1),
                model.samples(),
                Scoring.standard().seed());
    }

    /** What a thread has of its own. */
    @State(Scope.Thread)
    public static class Caller {
        private Evaluator alone;
        private int next;

        /** Makes an evaluator. */
        @Setup
        public void start(SharedModel of) {
            alone = of.evaluator();
        }

        private double[] row(SharedModel of) {
            next = (next + 1) % ROWS;
            return of.rows[next];
        }

        /** Gives the memory back. */
        @TearDown
        public void stop() {
            alone.close();
        }
    }

    /** One thread with an evaluator of its own. */
    @Benchmark
    @Threads(1)
    public double evaluator1(Caller caller, ProcessorTime time) {
        time.operations++;
        return caller.alone.score(caller.row(this));
    }

    /** One thread with the shared model. */
    @Benchmark
    @Threads(1)
    public double shared1(Caller caller, ProcessorTime time) {
        time.operations++;
        return shared.logProb(caller.row(this));
    }

    /** Two threads, each with an evaluator of its own. */
    @Benchmark
    @Threads(2)
    public double evaluator2(Caller caller, ProcessorTime time) {
        time.operations++;
        return caller.alone.score(caller.row(this));
    }

    /** Two threads with the shared model. */
    @Benchmark
    @Threads(2)
    public double shared2(Caller caller, ProcessorTime time) {
        time.operations++;
        return shared.logProb(caller.row(this));
    }
}
