package io.github.vflow.flow.train;

import java.util.OptionalInt;

/**
 * Training diverged: a loss or a parameter stopped being finite. The message names the step at which it happened, the learning rate, and
 * where they can be found the layer and the row.
 */
public final class DivergedException extends ArithmeticException {
    private final long step;
    private final OptionalInt row;

    DivergedException(String message, long step, OptionalInt row) {
        super(message);
        this.step = step;
        this.row = row;
    }

    /** The step, counted from 1. */
    public long step() {
        return step;
    }

    /** The row of the training data, counted from 0 as its {@link BatchSource} counts them; empty if it has no numbers for them. */
    public OptionalInt row() {
        return row;
    }
}
