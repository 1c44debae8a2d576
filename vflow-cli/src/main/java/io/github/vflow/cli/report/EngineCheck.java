package io.github.vflow.cli.report;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.random.RandomStream;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;

/**
 * Runs a small program on an engine for one second and compares its numbers with the oracle's: a layer, a softmax and a sum.
 *
 * @param error the largest difference from the oracle over the largest number
 * @param milliseconds the time of one run
 * @param start the milliseconds from compilation to the first result
 */
public record EngineCheck(double error, double milliseconds, double start) {
    private static final int SIZE = 128;
    private static final long NANOS = 300_000_000;
    private static final double TOLERANCE = 1e-4;

    public static EngineCheck of(Engine engine) {
        float[] x = normals(1);
        float[] w = normals(2);
        double[] expected = new double[SIZE];
        double[] got = new double[SIZE];
        try (Executable oracle = filled(Engines.reference(), x, w)) {
            oracle.run();
            oracle.get("y", expected);
        }
        long started = System.nanoTime();
        try (Executable e = filled(engine, x, w)) {
            e.run();
            e.get("y", got);
            long first = System.nanoTime();
            long runs = 0;
            while (System.nanoTime() - first < NANOS) {
                e.run();
                runs++;
            }
            double each = (System.nanoTime() - first) * 1e-6 / runs;
            return new EngineCheck(error(expected, got), each, (first - started) * 1e-6);
        }
    }

    public boolean passes() {
        return error <= TOLERANCE;
    }

    private static Executable filled(Engine engine, float[] x, float[] w) {
        Executable e = engine.compile(program());
        e.set("x", x);
        e.set("w", w);
        return e;
    }

    private static Program program() {
        Trace t = new Trace();
        Tensor x = t.batch("x", Shape.of(SIZE, SIZE));
        Tensor w = t.input("w", Shape.of(SIZE, SIZE));
        t.output("y", x.matmul(w).tanh().softmax(1).times(x).sum(1));
        return t.program();
    }

    private static float[] normals(long stream) {
        float[] values = new float[SIZE * SIZE];
        new RandomStream(1, stream).normal(0, values);
        return values;
    }

    private static double error(double[] expected, double[] got) {
        double largest = 0;
        double error = 0;
        for (int i = 0; i < expected.length; i++) {
            largest = Math.max(largest, Math.abs(expected[i]));
            error = Math.max(error, Math.abs(expected[i] - got[i]));
        }
        return error / largest;
    }
}
