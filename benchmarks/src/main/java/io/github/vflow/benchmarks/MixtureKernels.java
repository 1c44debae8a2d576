package io.github.vflow.benchmarks;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long do {@value #MIXTURES} mixtures of {@value #COMPONENTS} logistics take on one thread: log-odds with the logarithm of
 * their slope, the gradient, and the inverse? Results are first compared with the reference engine's.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MixtureKernels {
    private static final int MIXTURES = 4096;
    private static final int COMPONENTS = 32;
    private static final double TOLERANCE = 1e-5;

    /** What is computed. */
    public enum Work {
        /** g and ln g′. */
        LOG_ODDS,
        /** Their gradient in all parameters. */
        GRADIENT,
        /** The x where g has a value. */
        INVERSE
    }

    /** Which. */
    @Param
    public Work work;

    /** Whether components are contiguous, as in images, or mixtures are. */
    @Param({"false", "true"})
    public boolean columns;

    private Executable program;

    private Program program() {
        Trace t = new Trace();
        int axis = columns ? 0 : 1;
        Tensor x = t.input("x", Shape.of(MIXTURES, MIXTURES).with(axis, 1));
        Shape wide = x.shape().with(axis, COMPONENTS);
        Tensor logits = t.input("logits", wide);
        Tensor means = t.input("means", wide);
        Tensor logScales = t.input("logScales", wide);
        Tensor y = switch (work) {
            case LOG_ODDS ->
                t.append(new Mixture.LogOdds(
                        x.value(), logits.value(), means.value(), logScales.value(), axis, Mixture.NO_FLOOR));
            case GRADIENT -> {
                Tensor g = t.input("g", x.shape().with(axis, 2));
                yield t.append(new Mixture.LogOddsGradient(
                        x.value(),
                        logits.value(),
                        means.value(),
                        logScales.value(),
                        g.value(),
                        axis,
                        Mixture.NO_FLOOR));
            }
            case INVERSE ->
                t.append(new Mixture.Inverse(
                        x.value(), logits.value(), means.value(), logScales.value(), axis, Mixture.NO_FLOOR));
        };
        t.output("y", y);
        return t.program();
    }

    /** Prepares and checks. */
    @Setup
    public void start() {
        Program p = program();
        program = filled(Engines.vector(1), p);
        int size = p.outputs().values().iterator().next().shape().size();
        Agreement.require("result", result(filled(Engines.reference(), p), size), result(program, size), TOLERANCE);
    }

    private static Executable filled(Engine engine, Program p) {
        Executable e = engine.compile(p);
        SplittableRandom random = new SplittableRandom(1);
        p.inputs().forEach((name, v) -> {
            float[] values = new float[v.shape().size()];
            for (int i = 0; i < values.length; i++) {
                double z = random.nextGaussian();
                values[i] = (float) (name.equals("logScales") ? 0.7 * z - 1 : z);
            }
            e.set(name, values);
        });
        return e;
    }

    private static double[] result(Executable e, int size) {
        e.run();
        double[] y = new double[size];
        e.get("y", y);
        return y;
    }

    /** One run. */
    @Benchmark
    public void run() {
        program.run();
    }
}
