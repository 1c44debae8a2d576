package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Long reductions, a work group for each result. Each work item takes every 128th number, and the items' results are combined in a
 * tree of halves. The shape fixes the tree. Its words are those of {@link Reduce}.
 */
public final class Tree {
    /** Work items of a group. */
    public static final int GROUP = 128;

    private Tree() {}

    /** The entry point that TornadoVM compiles. It has barriers, so it cannot run as Java. */
    public static void vfTree(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        float[] part = context.allocateFloatLocalArray(128);
        int pc = cursor.get(0);
        int item = context.localIdx;
        int i = context.groupIdx;
        int kind = code.get(pc + 1);
        int length = code.get(pc + 2);
        int inner = code.get(pc + 3);
        int first = i / inner * length * inner + i % inner;
        int x = code.get(pc + 4) + first;
        int y = code.get(pc + 5);
        float max = 0f;
        if (kind > 0) {
            float mine = m.get(x);
            for (int k = item; k < length; k += 128) {
                mine = KernelFunctions.larger(mine, m.get(x + k * inner));
            }
            part[item] = mine;
            for (int half = 64; half > 0; half = half / 2) {
                context.localBarrier();
                if (item < half) {
                    part[item] = KernelFunctions.larger(part[item], part[item + half]);
                }
            }
            context.localBarrier();
            max = kind == 1 ? part[0] : KernelFunctions.finite(part[0]);
            context.localBarrier();
        }
        float result = max;
        if (kind != 1) {
            float mine = 0f;
            for (int k = item; k < length; k += 128) {
                float v = m.get(x + k * inner);
                mine += kind == 0 ? v : TornadoMath.exp(v - max);
            }
            part[item] = mine;
            for (int half = 64; half > 0; half = half / 2) {
                context.localBarrier();
                if (item < half) {
                    part[item] = part[item] + part[item + half];
                }
            }
            context.localBarrier();
            result = part[0];
            if (kind > 1) {
                result = max + TornadoMath.log(result);
            }
        }
        if (kind == 3) {
            for (int k = item; k < length; k += 128) {
                m.set(y + first + k * inner, TornadoMath.exp(m.get(x + k * inner) - result));
            }
        } else {
            if (item == 0) {
                m.set(y + i, result);
            }
        }
    }
}
