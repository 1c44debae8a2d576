package io.github.vflow.tensor.kernel;

/**
 * A matrix product c = a · bᵀ by dot products: of row i at a + i·aRow with row j at b + j·bRow, each of n contiguous numbers, to
 * c + i·cRow + j.
 *
 * @param rows of a and of the result
 * @param columns of the result, rows of b
 * @param n a multiple of {@link ReductionKernels#LANES}
 */
public record Dots(int rows, int columns, int n, int aRow, int bRow, int cRow) {
    /** The floats that a kernel may use for itself. */
    public static final int ROOM = 256;

    /** Of contiguous matrices. */
    public static Dots plain(int rows, int columns, int n) {
        return new Dots(rows, columns, n, n, n, columns);
    }
}
