package io.github.vflow.benchmarks;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import java.util.SplittableRandom;
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
 * How do the engines compare, on all processors and on a device? Results are first compared between engines.
 *
 * <p>The device is asked for by {@code -p engine=vector,tornado}; the JVM then needs {@code @$TORNADOVM_HOME/tornado-argfile}, and the
 * jar of vflow-tornado beside this one on the class path.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class EnginesCompared {
    private static final double TOLERANCE = 1e-3;

    /** The name of the engine. */
    @Param("vector")
    public String engine;

    /** What is computed. */
    @Param
    public EngineWork work;

    private Executable program;

    /** Prepares and checks. */
    @Setup
    public void start() {
        Program p = work.program();
        program = filled(Engines.named(engine, Runtime.getRuntime().availableProcessors()), p);
        double got = result();
        try (Executable other = filled(Engines.fastest(), p)) {
            other.run();
            Agreement.require("result", other.get("y"), got, TOLERANCE);
        }
    }

    private static Executable filled(Engine engine, Program p) {
        Executable e = engine.compile(p);
        SplittableRandom random = new SplittableRandom(1);
        p.inputs()
                .forEach((name, v) ->
                        e.set(name, random.doubles(v.shape().size(), -0.5, 0.5).toArray()));
        return e;
    }

    private double result() {
        program.run();
        return program.get("y");
    }

    /** One number of it. */
    @Benchmark
    public double run() {
        return result();
    }

    /** Gives the memory back. */
    @TearDown
    public void stop() {
        program.close();
    }
}
