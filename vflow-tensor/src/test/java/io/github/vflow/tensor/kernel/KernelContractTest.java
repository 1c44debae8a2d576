package io.github.vflow.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Seeds;
import io.github.vflow.tensor.vector.VectorKernels;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every kernel there is, found by reflection: in lanes it makes the same bits as one element at a time, and touches no
 * more memory. The build runs this at the machine's widest lanes, and at 128 and 256 bits.
 */
@Tag("lanes")
final class KernelContractTest {
    private static final Kernels SCALAR = ScalarKernels.create();
    private static final Kernels VECTOR = VectorKernels.create();

    /** Rounds: kernels are interpreted at first and compiled later, and both must agree. */
    private static final int ROUNDS = Boolean.getBoolean("vflow.nightly") ? 20 : 8;

    /** A method of a family of kernels. */
    record Kernel(RecordComponent family, Method method) {
        Object of(Kernels kernels) {
            try {
                return family.getAccessor().invoke(kernels);
            } catch (ReflectiveOperationException e) {
                throw new LinkageError("no kernels of " + family, e);
            }
        }

        @Override
        public String toString() {
            return family.getName() + "." + method.getName();
        }
    }

    static Stream<Kernel> kernels() {
        return Arrays.stream(Kernels.class.getRecordComponents())
                .filter(c -> c.getType().isInterface())
                .flatMap(c -> Arrays.stream(c.getType().getDeclaredMethods())
                        .sorted(Comparator.comparing(Method::getName))
                        .map(m -> new Kernel(c, m)));
    }

    @Test
    void kernelsAreFound() {
        assertTrue(kernels().count() >= 25, () -> "found only " + kernels().toList());
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void lanesMakeTheSameBits(Kernel kernel) {
        for (int round = 0; round < ROUNDS; round++) {
            long seed = Seeds.of(kernel.toString()) + round;
            for (KernelCalls.Call call : KernelCalls.of(kernel.method, new SplittableRandom(seed))) {
                Approx.assertSameBits(
                        kernel + " " + call + ", " + VECTOR.description() + ", seed " + seed,
                        call.run(kernel.of(SCALAR), kernel.method),
                        call.run(kernel.of(VECTOR), kernel.method));
            }
        }
    }
}
