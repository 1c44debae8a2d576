package io.github.vflow.nn;

import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.ir.Shape;

/** A prefix of parameter names. */
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

    /** The scope of a numbered part: {@code i.…}. */
    public Scope in(int index) {
        return in(Integer.toString(index));
    }

    /** Its name, such as {@code p.steps.3}. */
    public String name() {
        return prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
    }

    /** Declares a parameter. */
    public Parameter parameter(String name, Shape shape, Initializer initializer) {
        return parameters.declare(prefix + name, shape, initializer);
    }
}
