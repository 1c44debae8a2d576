package io.github.vflow.nn.testkit;

import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/** Runs traced functions once, in double. */
public final class Eval {
    private Eval() {}

    /** f(x), with the parameters if f uses any. */
    public static double[] of(Parameters parameters, Shape shape, double[] x, UnaryOperator<Tensor> f) {
        Trace t = new Trace();
        if (parameters.size() > 0) {
            parameters.flat(t);
        }
        t.output("y", f.apply(t.batch("x", shape)));
        return of(parameters, t, Map.of("x", x));
    }

    /** The output "y" of a trace. */
    public static double[] of(Parameters parameters, Trace t, Map<String, double[]> inputs) {
        try (Executable e = new ReferenceEngine().compile(t.program())) {
            if (parameters.size() > 0) {
                e.set(Parameters.INPUT, parameters.values());
            }
            inputs.forEach(e::set);
            e.run();
            double[] y = new double[t.program().outputs().get("y").shape().size()];
            e.get("y", y);
            return y;
        }
    }

    /** Standard normal numbers times a scale. */
    public static double[] normal(int n, double scale, SplittableRandom random) {
        double[] x = new double[n];
        Arrays.setAll(x, _ -> scale * random.nextGaussian());
        return x;
    }
}
