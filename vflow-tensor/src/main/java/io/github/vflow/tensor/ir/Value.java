package io.github.vflow.tensor.ir;

/** A result in a {@link Program}: assigned once, named by its number. */
public record Value(int id, Shape shape) {
    @Override
    public String toString() {
        return "%" + id;
    }
}
