package io.github.vflow.nn;

import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;

/**
 * A named array, which training changes unless it is frozen: a slice of the flat buffer of its {@link Parameters}. Immutable; its values are in the
 * buffer.
 */
public final class Parameter {
    private final Parameters owner;
    private final String name;
    private final Shape shape;
    private final int offset;
    private final Initializer initializer;
    private final boolean frozen;

    Parameter(Parameters owner, String name, Shape shape, int offset, Initializer initializer, boolean frozen) {
        this.owner = owner;
        this.name = name;
        this.shape = shape;
        this.offset = offset;
        this.initializer = initializer;
        this.frozen = frozen;
    }

    /** The full name, such as {@code p.0.mlp.W.1}. */
    public String name() {
        return name;
    }

    /** The shape of the array. */
    public Shape shape() {
        return shape;
    }

    /** The index of its first value in the flat buffer. */
    public int offset() {
        return offset;
    }

    /** The initialiser that draws its values. */
    public Initializer initializer() {
        return initializer;
    }

    /** Whether training leaves it as it is. */
    public boolean isFrozen() {
        return frozen;
    }

    /** The tensor that stands for it in a trace. */
    public Tensor in(Trace trace) {
        return in(trace, owner.flat(trace), offset);
    }

    /** The same tensor as a part of an input, from a place on; once it is in a trace, its place there stays. */
    Tensor in(Trace trace, Tensor input, int from) {
        return trace.note(
                this, () -> trace.leaf(input.slice(0, from, from + shape.size()).reshape(shape)));
    }
}
