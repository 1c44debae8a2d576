package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.io.Serializable;

/**
 * A result in a {@link Program}, assigned once.
 *
 * @param id its number in the trace
 */
public record Value(int id, Shape shape) implements Serializable {
    @Override
    public boolean equals(Object o) {
        return o instanceof Value v && id == v.id && shape.equals(v.shape);
    }

    /** The number alone: passes keep values in hash tables, and no two values of a program have one number. */
    @Override
    public int hashCode() {
        return id;
    }

    @Override
    public String toString() {
        return "%" + id;
    }
}
