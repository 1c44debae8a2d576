package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Reductions along an axis of [outer, length, inner], one work item for each result. Its words: results, kind, length, inner,
 * operand, result.
 */
public final class Reduce {
    /** Σ x. */
    public static final int SUM = 0;

    /** The largest x. */
    public static final int MAX = 1;

    /** ln Σ eˣ. */
    public static final int LOG_SUM_EXP = 2;

    /** eˣ / Σ eˣ. */
    public static final int SOFTMAX = 3;

    private Reduce() {}

    /** The entry point that TornadoVM compiles; a work item computes one result. */
    public static void vfReduce(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            row(m, code, pc, i);
        }
    }

    /** Computes one result, or for softmax one row of results. */
    public static void row(FloatArray m, IntArray code, int pc, int i) {
        int kind = code.get(pc + 1);
        int length = code.get(pc + 2);
        int inner = code.get(pc + 3);
        int outer = i / inner;
        int first = outer * (length - 1) * inner + i;
        int x = code.get(pc + 4) + first;
        int y = code.get(pc + 5);
        if (kind == 0) {
            m.set(y + i, sum(m, x, inner, length));
        } else {
            float max = max(m, x, inner, length);
            if (kind == 1) {
                m.set(y + i, max);
            } else {
                float shift = KernelFunctions.finite(max);
                float total = shift + TornadoMath.log(exponentials(m, x, inner, length, shift));
                if (kind == 2) {
                    m.set(y + i, total);
                } else {
                    for (int k = 0; k < length; k++) {
                        m.set(y + first + k * inner, TornadoMath.exp(m.get(x + k * inner) - total));
                    }
                }
            }
        }
    }

    private static float max(FloatArray m, int x, int step, int length) {
        float max = m.get(x);
        for (int k = 1; k < length; k++) {
            max = KernelFunctions.larger(max, m.get(x + k * step));
        }
        return max;
    }

    private static float exponentials(FloatArray m, int x, int step, int length, float max) {
        float sum = 0f;
        for (int k = 0; k < length; k++) {
            sum += TornadoMath.exp(m.get(x + k * step) - max);
        }
        return sum;
    }

    /** Sums with sixteen running sums, which divides the rounding error by about sixteen. */
    private static float sum(FloatArray m, int x, int step, int length) {
        float sum = 0f;
        for (int from = 0; from < length; from += 16) {
            int to = TornadoMath.min(from + 16, length);
            float part = 0f;
            for (int k = from; k < to; k++) {
                part += m.get(x + k * step);
            }
            sum += part;
        }
        return sum;
    }
}
