package io.github.vflow.tensor.table;

/** Sizes of axes. */
final class Dims {
    private Dims() {}

    /** A number of rows in front. */
    static int[] batched(int rows, int... row) {
        int[] dims = new int[row.length + 1];
        dims[0] = rows;
        System.arraycopy(row, 0, dims, 1, row.length);
        return dims;
    }
}
