package io.github.vflow.tornado.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Binary;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Unary;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Runs;
import io.github.vflow.tornado.testkit.SealedOps;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The functions of the kernels against the oracle, for every record of the sealed interfaces: a code that a kernel lacks fails here. */
final class KernelFunctionsTest {
    private static final double[] X = {-2.5, -1, -0.3, 0.4, 1.7, 3, 0};
    private static final double[] Y = {1.5, -2, 0.7, -0.4, 1.6, 3, 2};

    @Test
    void everyUnaryOperationIsComputed() {
        List<Unary> all = SealedOps.unary();
        for (int i = 0; i < all.size(); i++) {
            double[] expected = oracle(all.get(i));
            for (int j = 0; j < X.length; j++) {
                float actual = KernelFunctions.unary(Code.UNARY + i, (float) X[j]);
                assertClose(all.get(i) + " of " + X[j], expected[j], actual);
            }
        }
        assertEquals(
                1.7f, KernelFunctions.unary(Code.UNARY + all.size(), 1.7f), "the code behind the last is the identity");
    }

    @Test
    void everyBinaryOperationIsComputed() {
        List<Binary> all = SealedOps.binary();
        for (int i = 0; i < all.size(); i++) {
            double[] expected = oracle(all.get(i));
            for (int j = 0; j < X.length; j++) {
                float actual = KernelFunctions.binary(Code.BINARY + i, (float) X[j], (float) Y[j]);
                assertClose(all.get(i) + " of " + X[j] + ", " + Y[j], expected[j], actual);
            }
        }
    }

    private static double[] oracle(Op op) {
        Trace t = SealedOps.traceOf(op);
        return Runs.reference(t.program(), op.operands().size() == 1 ? Map.of("x", X) : Map.of("x", X, "y", Y))
                .get("out");
    }

    private static void assertClose(String what, double expected, float actual) {
        Approx.assertClose(what, new double[] {expected}, new double[] {actual}, Approx.PROGRAMS);
    }
}
