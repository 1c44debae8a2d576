package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The factors of a product. The left factor is a matrix with any strides, or the windows of images [b, h, w, c] under a kernel
 * [k_h, k_w] with one row for each position, read in place, or those windows transposed. So one kernel computes matrix products,
 * convolutions and their gradients.
 *
 * <p>The constants are the positions of a product's words.
 */
public final class Factors {
    /** Work items. */
    public static final int ITEMS = 0;

    /** Rows of the result. */
    public static final int M = 1;

    /** Columns of the result. */
    public static final int N = 2;

    /** Terms of a sum. */
    public static final int K = 3;

    /** The left factor, its steps from row to row, from column to column, and from matrix to matrix. */
    public static final int A = 4;

    /** The right factor, with its three steps. */
    public static final int B = 8;

    /** The result, row-major, one matrix after another. */
    public static final int C = 12;

    /** {@link #STRIDED}, {@link #WINDOWS} or {@link #TRANSPOSED}. */
    public static final int MODE = 13;

    /** Height, width and channels of the images, height and width of the kernel. */
    public static final int IMAGE = 14;

    /** The number of terms by which the sum of each next matrix starts later, where one sum is cut into several; else 0. */
    public static final int SHIFT = 19;

    /** The number of terms that each matrix sums. */
    public static final int TERMS = 20;

    /** Matrices in the stack. */
    public static final int STACK = 21;

    /** Words in all. */
    public static final int WORDS = 22;

    /** Mode: a matrix with strides. */
    public static final int STRIDED = 0;

    /** Mode: the windows of images, one row for each position. */
    public static final int WINDOWS = 1;

    /** Mode: the windows of images, one column for each position. */
    public static final int TRANSPOSED = 2;

    private Factors() {}

    static float left(FloatArray m, IntArray code, int pc, int matrix, int row, int term) {
        int mode = code.get(pc + 13);
        float x;
        if (mode == 0) {
            x = m.get(code.get(pc + 4) + row * code.get(pc + 5) + term * code.get(pc + 6) + matrix * code.get(pc + 7));
        } else {
            int position = mode == 1 ? row : term;
            int inside = mode == 1 ? term : row;
            x = window(m, code, pc, position, inside);
        }
        return x;
    }

    private static float window(FloatArray m, IntArray code, int pc, int position, int inside) {
        int h = code.get(pc + 14);
        int w = code.get(pc + 15);
        int c = code.get(pc + 16);
        int kh = code.get(pc + 17);
        int kw = code.get(pc + 18);
        int image = position / (h * w);
        int y = position / w % h + inside / (kw * c) - kh / 2;
        int x = position % w + inside / c % kw - kw / 2;
        boolean outside = (y < 0) | (y >= h) | (x < 0) | (x >= w);
        int at = code.get(pc + 4) + ((image * h + y) * w + x) * c + inside % c;
        float v = m.get(outside ? code.get(pc + 4) : at);
        return outside ? 0f : v;
    }

    static float right(FloatArray m, IntArray code, int pc, int matrix, int term, int column) {
        return m.get(
                code.get(pc + 8) + term * code.get(pc + 9) + column * code.get(pc + 10) + matrix * code.get(pc + 11));
    }
}
