package io.github.vflow.tensor.ir;

/**
 * A result in a {@link Program}, assigned once.
 *
 * @param id its number in the trace
 */
public record Value(int id, Shape shape) {
    @Override
    public String toString() {
        return "%" + id;
    }
}
