package io.github.vflow.tensor.testkit;

import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.run.VectorEngine;
import io.github.vflow.tensor.vector.VectorKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What is promised of the float32 engine for any program: near the reference under every layout; and for one layout the
 * same bits with scalar and vector kernels, on one thread and two, with shared memory and without, fused or not.
 */
public final class Contract {
    private static final Kernels SCALAR = Kernels.scalar();
    private static final Kernels VECTOR = VectorKernels.create();

    private Contract() {}

    /** Checks it for one program and its inputs. */
    public static void assertHolds(
            String what, Program program, Map<String, double[]> inputs, Approx.Tolerance tolerance) {
        Map<String, double[]> expected = Runs.reference(program, inputs);
        for (boolean batchLast : new boolean[] {true, false}) {
            VectorEngine plainest = new VectorEngine(SCALAR, 1, batchLast, false, false);
            Map<String, float[]> first = Runs.floats(plainest, program, inputs);
            first.forEach((name, y) -> Approx.assertClose(
                    what + ", " + describe(plainest) + ", output " + name, expected.get(name), widened(y), tolerance));
            others(batchLast).forEach(engine -> {
                Map<String, float[]> again = Runs.floats(engine, program, inputs);
                first.forEach((name, y) ->
                        Approx.assertSameBits(what + ", " + describe(engine) + ", output " + name, y, again.get(name)));
            });
        }
    }

    /** The same layout otherwise computed. */
    private static List<VectorEngine> others(boolean batchLast) {
        List<VectorEngine> engines = new ArrayList<>();
        for (Kernels kernels : new Kernels[] {SCALAR, VECTOR}) {
            for (int threads = 1; threads <= 2; threads++) {
                engines.add(new VectorEngine(kernels, threads, batchLast, false, false));
                engines.add(new VectorEngine(kernels, threads, batchLast, true, false));
                engines.add(new VectorEngine(kernels, threads, batchLast, true, true));
            }
        }
        return engines;
    }

    private static double[] widened(float[] y) {
        double[] wide = new double[y.length];
        Arrays.setAll(wide, i -> y[i]);
        return wide;
    }

    private static String describe(VectorEngine e) {
        return e.description()
                + (e.batchLast() ? ", batch last" : ", batch first")
                + (e.sharing() ? ", sharing" : ", not sharing")
                + (e.fusion() ? ", fused" : ", not fused");
    }
}
