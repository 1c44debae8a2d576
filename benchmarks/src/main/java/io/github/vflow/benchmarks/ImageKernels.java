package io.github.vflow.benchmarks;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Attention;
import io.github.vflow.tensor.ir.Convolution;
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

/** How long do a convolution, attention and their gradients take on one thread? Results are first compared with the reference engine's. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ImageKernels {
    private static final double TOLERANCE = 1e-4;

    /** What is computed. */
    public enum Work {
        /** A 3×3 convolution of 8 images 32×16, 64 channels to 32: 75.5 million multiply-adds. */
        CONVOLUTION_64_32,
        /** The gradient of its kernel: as many. */
        KERNEL_GRADIENT_64_32,
        /** A 3×3 convolution of 64 images 8×4, 32 channels to 16: 9.4 million, as the digits model has it. */
        CONVOLUTION_32_16,
        /** Four heads of eight features over 512 positions of 8 rows: 8.4 million scores. */
        ATTENTION,
        /** Its gradient. */
        ATTENTION_GRADIENT;

        private Tensor result(Trace t) {
            return switch (this) {
                case CONVOLUTION_64_32 ->
                    t.input("x", Shape.of(8, 32, 16, 64)).conv2d(t.input("k", Shape.of(3, 3, 64, 32)));
                case KERNEL_GRADIENT_64_32 -> {
                    Tensor x = t.input("x", Shape.of(8, 32, 16, 64));
                    Tensor g = t.input("g", Shape.of(8, 32, 16, 32));
                    yield t.append(new Convolution.KernelGradient(x.value(), g.value(), 3, 3));
                }
                case CONVOLUTION_32_16 ->
                    t.input("x", Shape.of(64, 8, 4, 32)).conv2d(t.input("k", Shape.of(3, 3, 32, 16)));
                case ATTENTION -> t.input("x", Shape.of(8, 512, 96)).attention(4);
                case ATTENTION_GRADIENT -> {
                    Tensor qkv = t.input("x", Shape.of(8, 512, 96));
                    Tensor g = t.input("g", Shape.of(8, 512, 32));
                    yield t.append(new Attention.AttendGradient(
                            qkv.value(), qkv.attention(4).value(), g.value(), 4));
                }
            };
        }

        Program program() {
            Trace t = new Trace();
            t.output("y", result(t));
            return t.program();
        }
    }

    /** Which. */
    @Param
    public Work work;

    private Executable program;

    /** Prepares and checks. */
    @Setup
    public void start() {
        Program p = work.program();
        program = filled(Engines.vector(1), p);
        int size = p.outputs().values().iterator().next().shape().size();
        Agreement.require("result", result(filled(Engines.reference(), p), size), result(program, size), TOLERANCE);
    }

    private static Executable filled(Engine engine, Program p) {
        Executable e = engine.compile(p);
        SplittableRandom random = new SplittableRandom(1);
        p.inputs()
                .forEach((name, v) ->
                        e.set(name, random.doubles(v.shape().size(), -0.5, 0.5).toArray()));
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
