package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A chain of elementwise operations and moves over one index space, one work item for each element. Its words: the number of
 * elements, of axes and of instructions; the sizes of the axes, the innermost first; the instructions (see {@link Code}).
 */
public final class Chain {
    private Chain() {}

    /** As a kernel. */
    public static void vfChain(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            element(m, code, pc, i);
        }
    }

    /** One element. */
    public static void element(FloatArray m, IntArray code, int pc, int i) {
        float[] r = new float[16];
        int[] index = new int[8];
        int axes = code.get(pc + 1);
        int count = code.get(pc + 2);
        int rest = i;
        for (int d = 0; d < axes; d++) {
            int size = code.get(pc + 3 + d);
            index[d] = rest % size;
            rest = rest / size;
        }
        int at = pc + 3 + axes;
        for (int k = 0; k < count; k++) {
            int what = code.get(at);
            int to = code.get(at + 1);
            int a = code.get(at + 2);
            int b = code.get(at + 3);
            int c = code.get(at + 4);
            if (what < 6) {
                int from = a;
                if (what == 0 || what == 4) {
                    from = a + i;
                }
                boolean zero = false;
                if (what == 2 || what == 3 || what == 5) {
                    for (int d = 0; d < axes; d++) {
                        from += index[d] * code.get(b + d);
                    }
                    if (what == 3) {
                        int extra = code.get(c + 1 + index[code.get(c)]);
                        zero = extra < 0;
                        from = zero ? a : from + extra;
                    }
                }
                if (what < 4) {
                    float x = m.get(from);
                    r[to] = zero ? 0f : x;
                } else {
                    m.set(from, r[to]);
                }
            } else {
                float x = r[a];
                if (what == 6) {
                    r[to] = x != 0f ? r[b] : r[c];
                } else if (what < 32) {
                    r[to] = Functions.unary(what, x);
                } else {
                    r[to] = Functions.binary(what, x, r[b]);
                }
            }
            at += 5;
        }
    }
}
