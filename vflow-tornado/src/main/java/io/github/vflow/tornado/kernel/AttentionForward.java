package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Attention of one query, of any width. Scores are not stored; they are computed for their largest, for their sum and for the
 * result. The words of all kernels of attention: work items, positions, heads, width; then the offsets of queries, keys and values
 * [b, t, 3f], cotangents [b, t, f], the result and, for each query, ln Σ eˢ and Σ p·slope.
 */
public final class AttentionForward {
    private AttentionForward() {}

    /** The entry point that TornadoVM compiles; a work item computes one query. */
    public static void vfAttend(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            query(m, code, pc, i);
        }
    }

    /** The offset of the features of a position: part 0 for queries, 1 for keys, 2 for values. */
    static int part(IntArray code, int pc, int row, int head, int position, int part) {
        int t = code.get(pc + 1);
        int heads = code.get(pc + 2);
        int width = code.get(pc + 3);
        return (((row * t + position) * 3 + part) * heads + head) * width;
    }

    static float dot(FloatArray m, int a, int b, int width) {
        float sum = 0f;
        for (int l = 0; l < width; l++) {
            sum += m.get(a + l) * m.get(b + l);
        }
        return sum;
    }

    static float scale(int width) {
        return 1f / TornadoMath.sqrt(width);
    }

    /** ln Σ eˢ over the keys of a query. */
    static float total(FloatArray m, IntArray code, int pc, int row, int head, int query) {
        int t = code.get(pc + 1);
        int width = code.get(pc + 3);
        int qkv = code.get(pc + 4);
        float scale = scale(width);
        int q = qkv + part(code, pc, row, head, query, 0);
        float max = scale * dot(m, q, qkv + part(code, pc, row, head, 0, 1), width);
        for (int k = 1; k < t; k++) {
            max = KernelFunctions.larger(max, scale * dot(m, q, qkv + part(code, pc, row, head, k, 1), width));
        }
        float sum = 0f;
        for (int k = 0; k < t; k++) {
            sum += TornadoMath.exp(scale * dot(m, q, qkv + part(code, pc, row, head, k, 1), width) - max);
        }
        return max + TornadoMath.log(sum);
    }

    /** Computes one query; i counts queries by position, then by head, then by row. */
    public static void query(FloatArray m, IntArray code, int pc, int i) {
        int t = code.get(pc + 1);
        int heads = code.get(pc + 2);
        int width = code.get(pc + 3);
        int qkv = code.get(pc + 4);
        int query = i % t;
        int head = i / t % heads;
        int row = i / t / heads;
        float scale = scale(width);
        float total = total(m, code, pc, row, head, query);
        int q = qkv + part(code, pc, row, head, query, 0);
        int y = code.get(pc + 6) + ((row * t + query) * heads + head) * width;
        for (int l = 0; l < width; l++) {
            m.set(y + l, 0f);
        }
        for (int k = 0; k < t; k++) {
            int key = qkv + part(code, pc, row, head, k, 1);
            int value = qkv + part(code, pc, row, head, k, 2);
            float p = TornadoMath.exp(scale * dot(m, q, key, width) - total);
            for (int l = 0; l < width; l++) {
                m.set(y + l, m.get(y + l) + p * m.get(value + l));
            }
        }
    }
}
