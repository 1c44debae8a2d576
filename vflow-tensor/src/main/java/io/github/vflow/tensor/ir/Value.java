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
    public String toString() {
        return "%" + id;
    }
}
