package io.github.vflow.flow.train.step;

/**
 * Thrown if a validation row has no density and no evaluation before was finite, so that no parameters can be chosen.
 */
public final class ValidationRowException extends ArithmeticException {
    private final int row;

    /** Names the row. */
    public ValidationRowException(int row, int bad, int rows) {
        super(
                "Trainer: validation row " + row
                        + " (counted from 0) has no density that float32 can hold: its bound is −∞, and so is"
                        + " the mean, as for " + bad + " of " + rows
                        + " rows; repair or remove the row, standardise the data, or use a bounded coupling such as AFFINE_TANH");
        this.row = row;
    }

    /** The number of the row in the validation data, counted from 0. */
    public int row() {
        return row;
    }
}
