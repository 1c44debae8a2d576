package io.github.vflow.flow.train;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Drift;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Measures the drift of each reversible step: the distance of its inverse from its input; see {@link Drift}. */
public final class DriftCheck {
    /**
     * The largest accepted drift. Training stores the input of a step that drifts further, because the gradient would
     * be off by about as much.
     */
    public static final double LIMIT = 1e-3;

    private DriftCheck() {}

    /**
     * The drift of each reversible step, by its name.
     *
     * @param parameters [n] of the model
     * @param x a batch [b, width]
     * @param noise the noise of its bound [b, noise]
     */
    public static Map<String, Double> measure(
            Model model, Engine engine, float[] parameters, float[] x, float[] noise) {
        Trace t = new Trace();
        Map<String, Tensor> measured = Drift.measured(t);
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(x.length / model.width(), model.width()))));
        measured.forEach(t::output);
        Map<String, Double> drift = new TreeMap<>();
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, parameters);
            e.set(Model.X, x);
            if (noise.length > 0) {
                e.set(Model.NOISE, noise);
            }
            e.run();
            measured.keySet().forEach(name -> drift.put(name, e.get(name)));
        }
        return drift;
    }

    /** The names of a model's reversible steps. */
    public static Set<String> steps(Model model) {
        Trace t = new Trace();
        Map<String, Tensor> measured = Drift.measured(t);
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(1, model.width()))));
        return Set.copyOf(measured.keySet());
    }

    /** The steps whose drift is over the limit or not finite. */
    static Map<String, Double> overLimit(Map<String, Double> drift) {
        Map<String, Double> over = new TreeMap<>(drift);
        over.values().removeIf(d -> d <= LIMIT);
        return over;
    }
}
