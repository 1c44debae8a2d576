package io.github.vflow.flow.testkit;

import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Runs traced functions once. */
public final class Eval {
    /** The oracle, in double. */
    public static final Engine REFERENCE = new ReferenceEngine();

    private static final double KERNELS = 1.2;

    private Eval() {}

    /** All outputs of a trace. */
    public static Map<String, double[]> of(Engine engine, Trace trace, Map<String, double[]> inputs) {
        Program program = trace.program();
        Map<String, double[]> results = new LinkedHashMap<>();
        try (Executable e = engine.compile(program)) {
            inputs.forEach(e::set);
            e.run();
            program.outputs().forEach((name, v) -> {
                double[] y = new double[v.shape().size()];
                e.get(name, y);
                results.put(name, y);
            });
        }
        return results;
    }

    /** f(x) in double, for an x of a shape. */
    public static double[] of(Shape shape, double[] x, UnaryOperator<Tensor> f) {
        Trace t = new Trace();
        t.output("y", f.apply(t.batch("x", shape)));
        return of(REFERENCE, t, Map.of("x", x)).get("y");
    }

    /** The flat buffer in double. */
    public static double[] values(Parameters parameters) {
        return widen(parameters.values());
    }

    /** The same numbers in double. */
    public static double[] widen(float[] numbers) {
        double[] wide = new double[numbers.length];
        Arrays.setAll(wide, i -> numbers[i]);
        return wide;
    }

    /** The same numbers in float. */
    public static float[] narrow(double[] numbers) {
        float[] narrow = new float[numbers.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) numbers[i];
        }
        return narrow;
    }

    /** Standard normal numbers times a scale, rounded to float32 so that all engines see the same. */
    public static double[] normal(int n, double scale, SplittableRandom random) {
        double[] x = new double[n];
        Arrays.setAll(x, _ -> (float) (scale * random.nextGaussian()));
        return x;
    }

    /**
     * Makes every parameter random, whatever it starts as: shifts and weights normal, scales and matrices not near zero,
     * kernels so that they keep the size of what they are applied to.
     */
    public static void randomise(Parameters parameters, double scale, SplittableRandom random) {
        parameters.all().forEach(p -> {
            double[] v = normal(p.shape().size(), scale, random);
            String kind = p.name().substring(p.name().lastIndexOf('.') + 1);
            int n = p.shape().dim(0);
            int fanIn = p.shape().product(0, p.shape().rank() - 1);
            if (kind.equals("g0") || kind.equals("g1")) {
                Arrays.setAll(v, i -> Math.exp(v[i]));
            } else if (kind.equals("W") && p.shape().rank() == 4) {
                Arrays.setAll(v, i -> KERNELS * v[i] / Math.sqrt(fanIn));
            } else if (kind.equals("g")) {
                Arrays.setAll(v, i -> Math.exp(v[i]) * (random.nextBoolean() ? 1 : -1));
            } else if (kind.equals("W") || kind.equals("W0") || kind.equals("W1")) {
                Arrays.setAll(v, i -> 0.5 * v[i] + (i / n == i % n ? 1.3 : 0));
            }
            parameters.set(p, narrow(v));
        });
    }
}
