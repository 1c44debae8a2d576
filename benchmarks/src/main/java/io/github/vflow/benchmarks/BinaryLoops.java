package io.github.vflow.benchmarks;

import io.github.vflow.tensor.kernel.BinaryKernels;
import io.github.vflow.tensor.kernel.operand.BroadcastGrid;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.vector.AvailableKernels;
import java.util.Arrays;
import java.util.List;
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
 * Measures functions of two operands on 4,096 elements in the cache. Before the measurement, each function sees operands of
 * every kind, as in a training step: a loop that has seen one kind only is compiled for that kind.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class BinaryLoops {
    private static final int ELEMENTS = 4096;

    /** A cache line begins here, behind the header of a Java array. */
    private static final int START = 12;

    /** Not a multiple of 4,096 bytes behind the first operand, which would make loads wait for stores elsewhere. */
    private static final int RIGHT = START + ELEMENTS + 16;

    private static final int RESULT = RIGHT + ELEMENTS + 16;

    /** Rows, and an operand that is one number per row, or none. */
    @SuppressWarnings("ImmutableEnumChecker") // a grid has an array, which nobody changes
    public enum Kind {
        /** One long row. */
        LONG(1, 1, 1),
        /** Rows of 100 elements, whose last vector overlaps. */
        ROWS(41, 1, 1),
        /** The first operand is one number per row. */
        LEFT(32, 0, 1),
        /** The second operand is one number per row. */
        RIGHT(32, 1, 0),
        /** Rows of two vectors. */
        NARROW(128, 1, 1),
        /** Rows of two vectors and one number. */
        NARROW_RIGHT(128, 1, 0);

        private final BroadcastGrid grid;

        Kind(int rows, int aColumn, int bColumn) {
            int columns = rows == 41 ? 100 : ELEMENTS / rows;
            this.grid = new BroadcastGrid(
                    rows, columns, columns, aColumn == 0 ? 1 : columns, aColumn, bColumn == 0 ? 1 : columns, bColumn);
        }
    }

    /** The shape of the operands. */
    @Param
    public Kind kind;

    private final BinaryKernels fast = AvailableKernels.best().binary();
    private final float[] memory = random();

    /** Runs each function on each kind, and checks it bit for bit. */
    @Setup
    public void start() {
        List<Loop> all = List.of(
                BinaryKernels::add,
                BinaryKernels::sub,
                BinaryKernels::mul,
                BinaryKernels::div,
                BinaryKernels::max,
                BinaryKernels::min,
                BinaryKernels::greater,
                BinaryKernels::gate);
        for (Loop loop : all) {
            for (int i = 0; i < 3000; i++) {
                for (Kind k : Kind.values()) {
                    loop.run(fast, memory, START, RIGHT, RESULT, k.grid);
                }
            }
            for (Kind k : Kind.values()) {
                float[] expected = memory.clone();
                loop.run(ScalarKernels.create().binary(), expected, START, RIGHT, RESULT, k.grid);
                loop.run(fast, memory, START, RIGHT, RESULT, k.grid);
                if (!Arrays.equals(expected, memory)) {
                    throw new IllegalStateException("scalar and vector loops differ for " + k);
                }
            }
        }
    }

    private interface Loop {
        void run(BinaryKernels kernels, float[] m, int a, int b, int y, BroadcastGrid g);
    }

    private static float[] random() {
        SplittableRandom random = new SplittableRandom(1);
        float[] m = new float[RESULT + ELEMENTS + 16];
        for (int i = 0; i < m.length; i++) {
            m[i] = (float) random.nextDouble(-2, 2);
        }
        return m;
    }

    /** a + b. */
    @Benchmark
    public float[] add() {
        fast.add(memory, START, RIGHT, RESULT, kind.grid);
        return memory;
    }

    /** a·b. */
    @Benchmark
    public float[] mul() {
        fast.mul(memory, START, RIGHT, RESULT, kind.grid);
        return memory;
    }

    /** The larger of a and b. */
    @Benchmark
    public float[] max() {
        fast.max(memory, START, RIGHT, RESULT, kind.grid);
        return memory;
    }

    /** a where b &gt; 0. */
    @Benchmark
    public float[] gate() {
        fast.gate(memory, START, RIGHT, RESULT, kind.grid);
        return memory;
    }
}
