package io.github.vflow.benchmarks;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.UnaryKernels;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.vector.AvailableKernels;
import java.util.Arrays;
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
 * How fast are the loops by themselves, on one thread and in the cache? Calls are timed one by one: the median does not
 * care what else the machine does. A call is one product, {@value #ELEMENTS} elements, or {@value #NORMALS} numbers.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 2, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class Kernels {
    private static final int ELEMENTS = 4096;
    private static final int NORMALS = 512;

    /** Where arrays start: behind the header of a Java array, a cache line begins here. */
    private static final int START = 12;

    /** Not a multiple of 4,096 bytes behind the operand, which would make loads wait for stores elsewhere. */
    private static final int RESULT = START + ELEMENTS + 16;

    /** A product c = aᵀ·b, or a·b. */
    @State(Scope.Thread)
    public static class Product {
        /** Batch, outputs and inputs of a layer, or the side of square matrices. */
        @Param({"512x512x512", "64x50x50"})
        public String shape;

        private float[] memory;
        private Gemm gemm;
        private int right;
        private int result;
        private int free;

        /** Fills and checks. */
        @Setup
        public void start() {
            int[] s = Arrays.stream(shape.split("x", -1))
                    .mapToInt(Integer::parseInt)
                    .toArray();
            boolean square = s[0] == s[1];
            // a layer has its batch in the lanes: outputs × inputs, times inputs × batch
            int m = square ? s[0] : s[1];
            int n = square ? s[1] : s[0];
            int k = s[2];
            int b = START + m * k;
            int c = b + k * n;
            gemm = Gemm.plain(m, n, k, square ? k : 1, square ? 1 : m, n);
            right = b;
            result = c;
            free = c + m * n;
            memory = random(free + gemm.room() + Limits.SLACK, -1, 1);
            float[] expected = memory.clone();
            io.github.vflow.tensor.kernel.scalar.ScalarKernels.create()
                    .matrices()
                    .multiply(expected, gemm, START, b, c, 0, m, free);
            AvailableKernels.best().matrices().multiply(memory, gemm, START, b, c, 0, m, free);
            requireSame("product", Arrays.copyOf(expected, free), Arrays.copyOf(memory, free));
        }
    }

    /** Elementwise functions. */
    @State(Scope.Thread)
    public static class Elementwise {
        private final UnaryKernels fast = AvailableKernels.best().unary();
        private final UnaryKernels slow =
                io.github.vflow.tensor.kernel.scalar.ScalarKernels.create().unary();
        private final float[] memory = random(RESULT + ELEMENTS, 0.01, 4);

        /** Checks all of them, bit for bit. */
        @Setup
        public void check() {
            float[] m = memory.clone();
            int y = RESULT;
            fast.exp(memory, START, y, ELEMENTS);
            slow.exp(m, START, y, ELEMENTS);
            requireSame("exp", m, memory);
            fast.log(memory, START, y, ELEMENTS);
            slow.log(m, START, y, ELEMENTS);
            requireSame("log", m, memory);
            fast.tanh(memory, START, y, ELEMENTS);
            slow.tanh(m, START, y, ELEMENTS);
            requireSame("tanh", m, memory);
            fast.sigmoid(memory, START, y, ELEMENTS);
            slow.sigmoid(m, START, y, ELEMENTS);
            requireSame("sigmoid", m, memory);
            fast.softplus(memory, START, y, ELEMENTS);
            slow.softplus(m, START, y, ELEMENTS);
            requireSame("softplus", m, memory);
            Agreement.require("exp", Math.exp(memory[START]), FloatMath.exp(memory[START]), 1e-6);
        }
    }

    /** Normal numbers. */
    @State(Scope.Thread)
    public static class Normals {
        private final RandomStream stream = new RandomStream(1, 2);
        private final float[] into = new float[NORMALS];
        private long position;

        /** The first block, bit for bit. */
        @Setup
        public void check() {
            float[] expected = new float[NORMALS];
            io.github.vflow.tensor.kernel.scalar.ScalarKernels.create()
                    .random()
                    .normal(1, 2, 0, expected, 0, NORMALS / RandomStream.BLOCK);
            stream.normal(0, into);
            requireSame("normal", expected, into);
        }
    }

    private static float[] random(int n, double from, double to) {
        SplittableRandom random = new SplittableRandom(1);
        float[] m = new float[n];
        for (int i = 0; i < n; i++) {
            m[i] = (float) random.nextDouble(from, to);
        }
        return m;
    }

    private static void requireSame(String what, float[] expected, float[] got) {
        int at = Arrays.mismatch(expected, got);
        if (at >= 0) {
            throw new IllegalStateException(
                    what + ": scalar and vector kernels differ at " + at + ": " + expected[at] + " and " + got[at]);
        }
    }

    /** A product; divide 2·m·n·k by the time for the rate. */
    @Benchmark
    public float[] product(Product p) {
        AvailableKernels.best().matrices().multiply(p.memory, p.gemm, START, p.right, p.result, 0, p.gemm.m(), p.free);
        return p.memory;
    }

    /** eˣ, of 4,096 elements. */
    @Benchmark
    public float[] exp(Elementwise e) {
        e.fast.exp(e.memory, START, RESULT, ELEMENTS);
        return e.memory;
    }

    /** ln x, of 4,096 elements. */
    @Benchmark
    public float[] log(Elementwise e) {
        e.fast.log(e.memory, START, RESULT, ELEMENTS);
        return e.memory;
    }

    /** tanh x, of 4,096 elements. */
    @Benchmark
    public float[] tanh(Elementwise e) {
        e.fast.tanh(e.memory, START, RESULT, ELEMENTS);
        return e.memory;
    }

    /** σ(x), of 4,096 elements. */
    @Benchmark
    public float[] sigmoid(Elementwise e) {
        e.fast.sigmoid(e.memory, START, RESULT, ELEMENTS);
        return e.memory;
    }

    /** ln(1 + eˣ), of 4,096 elements. */
    @Benchmark
    public float[] softplus(Elementwise e) {
        e.fast.softplus(e.memory, START, RESULT, ELEMENTS);
        return e.memory;
    }

    /** 512 normal numbers. */
    @Benchmark
    public float[] normals(Normals n) {
        n.position += RandomStream.positions(NORMALS);
        n.stream.normal(n.position, n.into);
        return n.into;
    }
}
