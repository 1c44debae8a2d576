package io.github.vflow.benchmarks;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.tensor.run.Engines;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long does one row wait for its ELBO? The percentiles matter, so every call is timed. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SingleRowElbo {
    private static final int ROWS = 1024;
    private static final int CHECKED = 64;
    private static final double TOLERANCE = 1e-4;

    private double[][] rows;
    private Evaluator scorer;
    private int next;

    /** A 3-step VFlow on 10 dimensions. */
    @Setup
    public void start() {
        Rows points = ToyDensity.CHECKERBOARD.sample(ROWS, ToyModel.SEED);
        rows = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            rows[i] = points.copyRow(i);
        }
        Model model = ToyModel.VFLOW_3.create();
        check(model);
        scorer = Evaluator.ofScores(model, Engines.vector(1), 1, ToyModel.SEED);
    }

    /** Two scorers with one seed have the same noise. */
    private void check(Model model) {
        try (Evaluator reference = Evaluator.ofScores(model, Engines.reference(), 1, ToyModel.SEED);
                Evaluator fast = Evaluator.ofScores(model, Engines.vector(1), 1, ToyModel.SEED)) {
            for (int i = 0; i < CHECKED; i++) {
                Agreement.require("ELBO of row " + i, reference.score(rows[i]), fast.score(rows[i]), TOLERANCE);
            }
        }
    }

    /** The ELBO of the next row. */
    @Benchmark
    public double score() {
        next = (next + 1) % ROWS;
        return scorer.score(rows[next]);
    }

    /** Gives the memory back. */
    @TearDown
    public void stop() {
        scorer.close();
    }
}
