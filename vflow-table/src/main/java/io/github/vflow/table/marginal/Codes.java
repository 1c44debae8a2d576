package io.github.vflow.table.marginal;

import java.util.function.IntUnaryOperator;

/** The places of values as bytes, whose squared distances are whole: 256 for normal scores that differ by one. */
final class Codes {
    /** The code of the normal score one. */
    static final int OF_ONE = 16;
    /** The squared distance of normal scores that differ by one, and of two labels. */
    static final int ONE = OF_ONE * OF_ONE;
    /** The greatest code; there are twice as many and one. */
    static final int MOST = Byte.MAX_VALUE;

    private Codes() {}

    /**
     * The squared distances of a value from all codes [256], by the code as an unsigned byte.
     *
     * @param from the squared distance from a code
     * @param gap the squared distance from a missing cell, which is the mean of that from all rows
     */
    static int[] squares(IntUnaryOperator from, int gap) {
        int[] all = new int[1 << Byte.SIZE];
        for (int code = -MOST; code <= MOST; code++) {
            all[code & 0xff] = from.applyAsInt(code);
        }
        all[Marginal.GAP & 0xff] = gap;
        return all;
    }
}
