package io.github.vflow.tensor.testkit;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** Declares the inputs x0, x1, … of a small program, and draws numbers for them. */
public final class Inputs {
    private final Trace trace = new Trace();
    private final SplittableRandom random;
    private final List<Tensor> differentiable = new ArrayList<>();
    private final Map<String, double[]> values = new LinkedHashMap<>();

    /** With numbers from a seed. */
    public Inputs(long seed) {
        this.random = new SplittableRandom(seed);
    }

    /** An input without a batch axis. */
    public Tensor plain(Domain domain, int... dims) {
        return declare(domain, Shape.of(dims), false);
    }

    /** An input whose axis 0 counts rows. */
    public Tensor batch(Domain domain, int... dims) {
        return declare(domain, Shape.of(dims), true);
    }

    private Tensor declare(Domain domain, Shape shape, boolean batched) {
        String name = "x" + values.size();
        Tensor x = batched ? trace.batch(name, shape) : trace.input(name, shape);
        values.put(name, domain.draw(shape, random));
        if (domain != Domain.MASK) {
            differentiable.add(x);
        }
        return x;
    }

    /** Where they are declared. */
    public Trace trace() {
        return trace;
    }

    /** For whatever else must be drawn. */
    public SplittableRandom random() {
        return random;
    }

    /** The inputs in which the program is differentiable. */
    public List<Tensor> differentiable() {
        return List.copyOf(differentiable);
    }

    /** What was drawn, by the name of the input. */
    public Map<String, double[]> values() {
        return values;
    }
}
