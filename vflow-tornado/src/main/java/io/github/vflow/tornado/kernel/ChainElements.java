package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * A chain of elementwise operations and moves over one index space, one work item for each element. Its words: the number of
 * elements, of axes and of instructions; the sizes of the axes, innermost first; the instructions (see {@link Code}).
 */
public final class ChainElements {
    private ChainElements() {}

    /** The entry point that TornadoVM compiles; a work item computes one element. */
    public static void vfChain(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            element(m, code, pc, i);
        }
    }

    /** Computes one element of the index space. */
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
            int r0 = code.get(at + 1);
            int a = code.get(at + 2);
            int b = code.get(at + 3);
            int c = code.get(at + 4);
            if (what < 2) {
                int p = a + b * i;
                int n = code.get(at + 5);
                int map = code.get(at + 6);
                for (int d = 0; d < n; d++) {
                    p += index[d] * code.get(c + d);
                }
                if (what == 0) {
                    float x;
                    if (map == 0) {
                        x = m.get(p);
                    } else {
                        int adds = code.get(map + 1 + index[code.get(map)]);
                        float y = m.get(p + TornadoMath.max(adds, 0));
                        x = adds < 0 ? 0f : y;
                    }
                    r[r0] = x;
                } else {
                    m.set(p, r[r0]);
                }
            } else {
                float x = r[a];
                if (what == 2) {
                    float y = r[b];
                    float z = r[c];
                    r[r0] = x != 0f ? y : z;
                } else {
                    if (what < 32) {
                        r[r0] = KernelFunctions.unary(what, x);
                    } else {
                        r[r0] = KernelFunctions.binary(what, x, r[b]);
                    }
                }
            }
            at += 7;
        }
    }
}
