package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** Products of small matrices, one work item for each element of the result; its words are those of {@link Factors}. */
public final class ProductElements {
    private ProductElements() {}

    /** The entry point that TornadoVM compiles; a work item computes one element. */
    public static void vfProduct(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            element(m, code, pc, i);
        }
    }

    /** Computes one element of the result. */
    public static void element(FloatArray m, IntArray code, int pc, int i) {
        int rows = code.get(pc + 1);
        int columns = code.get(pc + 2);
        int column = i % columns;
        int row = i / columns % rows;
        int matrix = i / columns / rows;
        int from = matrix * code.get(pc + 19);
        int to = from + code.get(pc + 20);
        int k = code.get(pc + 3);
        to = to < k ? to : k;
        float sum = 0f;
        for (int term = from; term < to; term++) {
            sum += Factors.left(m, code, pc, matrix, row, term) * Factors.right(m, code, pc, matrix, term, column);
        }
        m.set(code.get(pc + 12) + i, sum);
    }
}
