package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.DoubleArray;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * ln |det w| and w⁻¹ of a small square matrix, by Gauss-Jordan elimination with row exchanges in double precision, in one work
 * item. Its words: 1, size, offset of the matrix, offset of the result, 1 for the inverse, offset of ln |det w|.
 */
public final class Elimination {
    private Elimination() {}

    /** The entry point that TornadoVM compiles; {@code wide} holds the matrix and its inverse. */
    public static void vfElimination(
            KernelContext context, FloatArray m, IntArray code, IntArray cursor, DoubleArray wide) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            matrix(m, code, pc, wide);
        }
    }

    /** Computes determinant and inverse. */
    public static void matrix(FloatArray m, IntArray code, int pc, DoubleArray wide) {
        int n = code.get(pc + 1);
        int w = code.get(pc + 2);
        int y = code.get(pc + 3);
        int columns = n;
        if (code.get(pc + 4) == 1) {
            columns = 2 * n;
        }
        for (int r = 0; r < n; r++) {
            for (int c = 0; c < columns; c++) {
                double unit = c == r + n ? 1.0 : 0.0;
                wide.set(r * columns + c, c < n ? m.get(w + r * n + (c < n ? c : 0)) : unit);
            }
        }
        double log = 0;
        for (int p = 0; p < n; p++) {
            int best = p;
            for (int r = p + 1; r < n; r++) {
                double mine = wide.get(r * columns + p);
                double largest = wide.get(best * columns + p);
                mine = mine < 0 ? -mine : mine;
                largest = largest < 0 ? -largest : largest;
                best = mine > largest ? r : best;
            }
            double pivot = wide.get(best * columns + p);
            log += TornadoMath.log(pivot < 0 ? -pivot : pivot);
            for (int c = 0; c < columns; c++) {
                double exchanged = wide.get(best * columns + c);
                wide.set(best * columns + c, wide.get(p * columns + c));
                wide.set(p * columns + c, exchanged);
            }
            for (int r = 0; r < n; r++) {
                int rest = columns > n ? r - p : TornadoMath.max(r - p, 0);
                if (rest != 0) {
                    double factor = wide.get(r * columns + p) / pivot;
                    for (int c = p; c < columns; c++) {
                        wide.set(r * columns + c, wide.get(r * columns + c) - factor * wide.get(p * columns + c));
                    }
                }
            }
        }
        m.set(code.get(pc + 5), (float) log);
        if (columns == n) {
            m.set(y, (float) log);
        } else {
            for (int r = 0; r < n; r++) {
                double pivot = wide.get(r * columns + r);
                for (int c = 0; c < n; c++) {
                    m.set(y + r * n + c, (float) (wide.get(r * columns + n + c) / pivot));
                }
            }
        }
    }
}
