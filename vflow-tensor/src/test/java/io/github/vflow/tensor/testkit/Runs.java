package io.github.vflow.tensor.testkit;

import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.reference.ReferenceEngine;
import java.util.LinkedHashMap;
import java.util.Map;

/** Runs a program once. */
public final class Runs {
    private static final Engine REFERENCE = new ReferenceEngine();

    private Runs() {}

    /** All outputs by name, from the oracle. */
    public static Map<String, double[]> reference(Program p, Map<String, double[]> inputs) {
        return doubles(REFERENCE, p, inputs);
    }

    /** All outputs by name, widened to double. */
    public static Map<String, double[]> doubles(Engine engine, Program p, Map<String, double[]> inputs) {
        Map<String, double[]> results = new LinkedHashMap<>();
        try (Executable e = ran(engine, p, inputs)) {
            p.outputs().forEach((name, v) -> {
                double[] y = new double[size(v)];
                e.get(name, y);
                results.put(name, y);
            });
        }
        return results;
    }

    /** All outputs by name, in float32. */
    public static Map<String, float[]> floats(Engine engine, Program p, Map<String, double[]> inputs) {
        Map<String, float[]> results = new LinkedHashMap<>();
        try (Executable e = ran(engine, p, inputs)) {
            p.outputs().forEach((name, v) -> {
                float[] y = new float[size(v)];
                e.get(name, y);
                results.put(name, y);
            });
        }
        return results;
    }

    private static int size(Value v) {
        return v.shape().size();
    }

    private static Executable ran(Engine engine, Program p, Map<String, double[]> inputs) {
        Executable e = engine.compile(p);
        inputs.forEach(e::set);
        e.run();
        return e;
    }
}
