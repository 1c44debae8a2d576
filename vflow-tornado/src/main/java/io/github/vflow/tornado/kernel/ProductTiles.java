package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Products of larger matrices. A work group computes a tile of 64×64: it brings 16 columns of the left factor and 16 rows of the
 * right factor into local memory, and each of its 256 work items keeps 4×4 sums in registers. Its words are those of {@link
 * Factors}.
 */
public final class ProductTiles {
    /** Rows and columns of a tile. */
    public static final int SIDE = 64;

    /** Work items of a group. */
    public static final int GROUP = 256;

    private ProductTiles() {}

    /** The entry point that TornadoVM compiles. It has barriers, so it cannot run as Java. */
    public static void vfTiles(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        float[] left = context.allocateFloatLocalArray(1024);
        float[] right = context.allocateFloatLocalArray(1024);
        int pc = cursor.get(0);
        int item = context.localIdx;
        int group = context.groupIdx;
        int rows = code.get(pc + 1);
        int columns = code.get(pc + 2);
        int across = (columns + 63) / 64;
        int down = (rows + 63) / 64;
        int firstColumn = group % across * 64;
        int firstRow = group / across % down * 64;
        int matrix = group / across / down;
        int from = matrix * code.get(pc + 19);
        int to = from + code.get(pc + 20);
        int k = code.get(pc + 3);
        to = to < k ? to : k;
        int myRow = item / 16 * 4;
        int myColumn = item % 16 * 4;
        float s00 = 0f, s01 = 0f, s02 = 0f, s03 = 0f;
        float s10 = 0f, s11 = 0f, s12 = 0f, s13 = 0f;
        float s20 = 0f, s21 = 0f, s22 = 0f, s23 = 0f;
        float s30 = 0f, s31 = 0f, s32 = 0f, s33 = 0f;
        for (int term = from; term < to; term += 16) {
            for (int q = 0; q < 4; q++) {
                int at = q * 256 + item;
                // neighbours in memory for neighbouring work items, as far as the factor's layout allows
                boolean byTerm = (code.get(pc + 13) == 1) | (code.get(pc + 6) == 1);
                int r = byTerm ? at / 16 : at % 64;
                int t = byTerm ? at % 16 : at / 64;
                float a = 0f;
                if ((firstRow + r < rows) & (term + t < to)) {
                    a = Factors.left(m, code, pc, matrix, firstRow + r, term + t);
                }
                left[t * 64 + r] = a;
                int u = at / 64;
                int c = at % 64;
                float b = 0f;
                if ((firstColumn + c < columns) & (term + u < to)) {
                    b = Factors.right(m, code, pc, matrix, term + u, firstColumn + c);
                }
                right[u * 64 + c] = b;
            }
            context.localBarrier();
            for (int t = 0; t < 16; t++) {
                int a = t * 64 + myRow;
                int b = t * 64 + myColumn;
                float a0 = left[a];
                float a1 = left[a + 1];
                float a2 = left[a + 2];
                float a3 = left[a + 3];
                float b0 = right[b];
                float b1 = right[b + 1];
                float b2 = right[b + 2];
                float b3 = right[b + 3];
                s00 += a0 * b0;
                s01 += a0 * b1;
                s02 += a0 * b2;
                s03 += a0 * b3;
                s10 += a1 * b0;
                s11 += a1 * b1;
                s12 += a1 * b2;
                s13 += a1 * b3;
                s20 += a2 * b0;
                s21 += a2 * b1;
                s22 += a2 * b2;
                s23 += a2 * b3;
                s30 += a3 * b0;
                s31 += a3 * b1;
                s32 += a3 * b2;
                s33 += a3 * b3;
            }
            context.localBarrier();
        }
        int row = firstRow + myRow;
        int column = firstColumn + myColumn;
        int c = code.get(pc + 12) + (matrix * rows + row) * columns + column;
        store(m, c, row, rows, column, columns, s00, s01, s02, s03);
        store(m, c + columns, row + 1, rows, column, columns, s10, s11, s12, s13);
        store(m, c + 2 * columns, row + 2, rows, column, columns, s20, s21, s22, s23);
        store(m, c + 3 * columns, row + 3, rows, column, columns, s30, s31, s32, s33);
    }

    private static void store(
            FloatArray m, int c, int row, int rows, int column, int columns, float x0, float x1, float x2, float x3) {
        if (row < rows) {
            if (column < columns) {
                m.set(c, x0);
            }
            if (column + 1 < columns) {
                m.set(c + 1, x1);
            }
            if (column + 2 < columns) {
                m.set(c + 2, x2);
            }
            if (column + 3 < columns) {
                m.set(c + 3, x3);
            }
        }
    }
}
