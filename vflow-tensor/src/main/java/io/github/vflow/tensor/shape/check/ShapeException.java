package io.github.vflow.tensor.shape.check;

/** Thrown where shapes do not fit; the message names the operation, the shapes and what would fit. */
public final class ShapeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** The message should say which sizes would fit. */
    public ShapeException(String message) {
        super(message);
    }
}
