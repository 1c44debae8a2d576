package io.github.vflow.benchmarks;

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

/** How long does a training step of a toy model take on each engine? Checked against the reference engine; run as {@link EnginesCompared}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class EngineTrainingStep {
    /** The name of the engine. */
    @Param("vector")
    public String engine;

    private TrainingLoop loop;

    /** Fresh parameters, checked. */
    @Setup
    public void start() {
        loop = new TrainingLoop(ToyModel.VFLOW_3, Engines.named(engine, 1));
        loop.check();
    }

    /** The loss. */
    @Benchmark
    public double step() {
        return loop.step();
    }
}
