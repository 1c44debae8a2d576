package io.github.vflow.nn;

import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.shape.Shape;

/** A prefix of parameter names, under which a layer declares its parameters. */
public final class Scope {
    private final Parameters parameters;
    private final String prefix;

    Scope(Parameters parameters, String prefix) {
        this.parameters = parameters;
        this.prefix = prefix;
    }

    /** The scope inside this one: {@code name.…}. */
    public Scope in(String name) {
        return new Scope(parameters, prefix + name + ".");
    }

    /** The scope of a part with a number: {@code i.…}. */
    public Scope in(int index) {
        return in(Integer.toString(index));
    }

    /** The name of the scope, such as {@code p.steps.3}; empty for the root. */
    public String name() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /**
     * Declares a parameter whose full name is the prefix and this name.
     *
     * @throws IllegalArgumentException if the name is taken, or the parameters are too large
     */
    public Parameter parameter(String name, Shape shape, Initializer initializer) {
        return parameters.declare(prefix + name, shape, initializer, false);
    }

    /** Declares a parameter that training leaves as it is, such as a moment of the data; otherwise as {@link #parameter}. */
    public Parameter frozen(String name, Shape shape, Initializer initializer) {
        return parameters.declare(prefix + name, shape, initializer, true);
    }
}
