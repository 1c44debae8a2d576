package io.github.vflow.benchmarks;

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
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a training step of a toy model take on one thread? A step is a batch of 64 points, noise, bound, gradient
 * and Adam. Steps are timed one by one, since their median does not care what else the machine does. The warm-up is long
 * because a program is hundreds of small kernels, and C2 comes to the last of them after some three seconds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 8, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ToyTrainingStep {
    /** Which model. */
    @Param
    public ToyModel model;

    private TrainingLoop loop;

    /** Fresh parameters, checked against the reference engine. */
    @Setup
    public void start() {
        loop = new TrainingLoop(model);
        loop.check();
    }

    /** The loss. */
    @Benchmark
    public double step() {
        return loop.step();
    }

    /** The step is still right after all that training. */
    @TearDown
    public void check() {
        loop.check();
    }
}
