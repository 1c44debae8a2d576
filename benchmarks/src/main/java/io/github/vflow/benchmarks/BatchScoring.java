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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long do {@value #ROWS} rows wait for their ELBOs? Compiling the program is part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class BatchScoring {
    private static final int ROWS = 65_536;
    private static final int CHECKED = 256;
    private static final double TOLERANCE = 1e-4;

    /** Chunks of rows worked on at once. */
    @Param({"1", "2"})
    public int threads;

    private Rows rows;
    private Evaluator evaluator;

    /** A 3-step VFlow on 10 dimensions, checked against the reference engine. */
    @Setup
    public void start() {
        rows = ToyDensity.CHECKERBOARD.sample(ROWS, ToyModel.SEED);
        Model model = ToyModel.VFLOW_3.create();
        evaluator =
                Evaluator.ofMeans(model, Engines.vector(1), 1, ToyModel.SEED).threads(threads);
        Rows some = rows.slice(0, CHECKED);
        double[] expected;
        try (Evaluator reference = Evaluator.ofMeans(model, Engines.reference(), 1, ToyModel.SEED)) {
            expected = reference.scores(some);
        }
        double[] got = evaluator.scores(some);
        for (int i = 0; i < CHECKED; i++) {
            Agreement.require("ELBO of row " + i, expected[i], got[i], TOLERANCE);
        }
    }

    /** The ELBO of each row. */
    @Benchmark
    public double[] elbo() {
        return evaluator.scores(rows);
    }
}
