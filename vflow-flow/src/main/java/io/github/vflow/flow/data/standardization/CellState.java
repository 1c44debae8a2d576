package io.github.vflow.flow.data.standardization;

/**
 * The state of a cell of a row. In programs it stands beside the number, so that every number of a user is a number.
 *
 * <p>In rows in the units of the data NaN is a missing cell. An infinite number is a missing cell that is known to be no atom; rows of users
 * have finite numbers.
 */
public enum CellState {
    /** The number is an atom of its column; −k stands for the k-th one. */
    AT_ATOM(-1),

    /** The number is known, and not an atom. */
    KNOWN(0),

    /** The number is missing, but known to be no atom of its column. */
    NOT_AT_ATOM(1),

    /** Nothing is known. */
    MISSING(2);

    /** Stands in rows in the units of the data for a cell that is {@link #NOT_AT_ATOM}. */
    public static final double ANOTHER_NUMBER = Double.POSITIVE_INFINITY;

    private final float code;

    CellState(float code) {
        this.code = code;
    }

    /**
     * The state of a cell.
     *
     * @param x in the units of the data
     * @param isAtom whether it is an atom of its column
     */
    public static CellState of(double x, boolean isAtom) {
        return Double.isNaN(x) ? MISSING : x == ANOTHER_NUMBER ? NOT_AT_ATOM : isAtom ? AT_ATOM : KNOWN;
    }

    /** The number that stands for the state in programs; states in their order have ascending codes. */
    public float code() {
        return code;
    }

    /** Whether there is a number. */
    boolean hasNumber() {
        return this == AT_ATOM || this == KNOWN;
    }
}
