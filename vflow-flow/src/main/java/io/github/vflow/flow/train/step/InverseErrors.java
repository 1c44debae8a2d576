package io.github.vflow.flow.train.step;

import io.github.vflow.flow.Model;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.InverseError;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Measures the inverse error of each reversible step: the relative distance of its inverse from its input; see {@link InverseError}. */
public final class InverseErrors {
    /**
     * The largest accepted inverse error. Training stores the input of a step with a larger one, because the gradient would
     * be off by about as much.
     */
    public static final double LIMIT = 1e-3;

    private InverseErrors() {}

    /**
     * The inverse error of each reversible step, by its name.
     *
     * @param parameters [n] of the model
     * @param x a batch [b, inputWidth]
     * @param noise the noise of its bound [b, noise]
     */
    public static Map<String, Double> measure(
            Model model, Engine engine, float[] parameters, float[] x, float[] noise) {
        Trace t = new Trace();
        Map<String, Tensor> measured = InverseError.measured(t);
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(x.length / model.inputWidth(), model.inputWidth()))));
        measured.forEach(t::output);
        Map<String, Double> errors = new TreeMap<>();
        try (Executable e = engine.compile(t.program())) {
            e.set(Parameters.INPUT, parameters);
            e.set(Model.X, x);
            if (noise.length > 0) {
                e.set(Model.NOISE, noise);
            }
            e.run();
            measured.keySet().forEach(name -> errors.put(name, e.get(name)));
        }
        return errors;
    }

    /** The names of a model's reversible steps. */
    public static Set<String> steps(Model model) {
        Trace t = new Trace();
        Map<String, Tensor> measured = InverseError.measured(t);
        model.parameters().flat(t);
        t.output("bound", model.bound(t.batch(Model.X, Shape.of(1, model.inputWidth()))));
        return Set.copyOf(measured.keySet());
    }

    /** The steps whose inverse error is over the limit or not finite. */
    public static Map<String, Double> overLimit(Map<String, Double> errors) {
        Map<String, Double> over = new TreeMap<>(errors);
        over.values().removeIf(d -> d <= LIMIT);
        return over;
    }
}
