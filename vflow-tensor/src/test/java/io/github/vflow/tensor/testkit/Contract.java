package io.github.vflow.tensor.testkit;

import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.execution.VectorEngine;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.vector.VectorKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is promised of the float32 engine for any program: near the reference under every layout; and for one layout the
 * same bits with scalar and vector kernels, on one thread and two, with shared memory and without, fused or not, and in the
 * next run, whatever the last one left in memory; and inputs stay as they are.
 */
public final class Contract {
    private static final Kernels SCALAR = ScalarKernels.create();
    private static final Kernels VECTOR = VectorKernels.create();

    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");

    private Contract() {}

    /** Checks it for one program and its inputs. */
    public static void assertHolds(
            String what, Program program, Map<String, double[]> inputs, Approx.Tolerance tolerance) {
        Map<String, double[]> expected = Runs.reference(program, inputs);
        for (boolean layout : new boolean[] {true, false}) {
            VectorEngine plainest = new VectorEngine(SCALAR, 1, layout, false, false);
            Map<String, float[]> first = results(what, plainest, program, inputs);
            first.forEach((name, y) -> Approx.assertClose(
                    what + ", " + describe(plainest) + ", output " + name, expected.get(name), widened(y), tolerance));
            others(layout).forEach(engine -> {
                Map<String, float[]> again = results(what, engine, program, inputs);
                first.forEach((name, y) ->
                        Approx.assertSameBits(what + ", " + describe(engine) + ", output " + name, y, again.get(name)));
            });
        }
    }

    /** Checks that a number of threads changes no bit. */
    public static void assertSameOnThreads(String what, Program program, Map<String, double[]> inputs, int threads) {
        Map<String, float[]> one = results(what, new VectorEngine(VECTOR, 1, true, true, true), program, inputs);
        VectorEngine engine = new VectorEngine(VECTOR, threads, true, true, true);
        Map<String, float[]> many = results(what, engine, program, inputs);
        one.forEach((name, y) ->
                Approx.assertSameBits(what + ", " + describe(engine) + ", output " + name, y, many.get(name)));
    }

    /** What the first run makes, and the second as well: a chunk that is too long may write where only that shows. */
    private static Map<String, float[]> results(
            String what, VectorEngine engine, Program program, Map<String, double[]> inputs) {
        try (Executable e = engine.compile(program)) {
            inputs.forEach(e::set);
            Map<String, float[]> before = read(e, program.inputs());
            e.run();
            Map<String, float[]> first = read(e, program.outputs());
            if (program.updates().isEmpty()) {
                assertSame(what + ", " + describe(engine) + ", after a run, input ", before, read(e, program.inputs()));
                e.run();
                assertSame(what + ", " + describe(engine) + ", second run, output ", first, read(e, program.outputs()));
            }
            return first;
        }
    }

    private static Map<String, float[]> read(Executable e, Map<String, Value> values) {
        Map<String, float[]> all = new LinkedHashMap<>();
        values.forEach((name, v) -> {
            float[] y = new float[v.shape().size()];
            e.get(name, y);
            all.put(name, y);
        });
        return all;
    }

    private static void assertSame(String what, Map<String, float[]> expected, Map<String, float[]> actual) {
        expected.forEach((name, y) -> Approx.assertSameBits(what + name, y, actual.get(name)));
    }

    /** The same layout otherwise computed: by night in all ways, by day so that each two of kernels, threads and memory meet. */
    private static List<VectorEngine> others(boolean layout) {
        List<VectorEngine> engines = new ArrayList<>();
        for (Kernels kernels : new Kernels[] {SCALAR, VECTOR}) {
            for (int threads = 1; threads <= 2; threads++) {
                boolean isDiagonal = kernels.equals(SCALAR) == (threads == 1);
                if (NIGHTLY || (kernels.equals(VECTOR) && threads == 2)) {
                    engines.add(new VectorEngine(kernels, threads, layout, false, false));
                }
                if (NIGHTLY || !isDiagonal) {
                    engines.add(new VectorEngine(kernels, threads, layout, true, false));
                }
                if (NIGHTLY || isDiagonal) {
                    engines.add(new VectorEngine(kernels, threads, layout, true, true));
                }
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
                + (e.layout() ? ", laid out" : ", as traced")
                + (e.sharing() ? ", sharing" : ", not sharing")
                + (e.fusion() ? ", fused" : ", not fused");
    }
}
