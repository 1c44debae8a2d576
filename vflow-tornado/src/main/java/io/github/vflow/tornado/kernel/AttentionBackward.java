package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The gradient of attention in two kernels, so that no two work items add to one number. The first computes the gradient of each
 * query and the sums that keys need of it. The second computes the gradient of each key and its value. The words are those of
 * {@link AttentionForward}.
 */
public final class AttentionBackward {
    private AttentionBackward() {}

    /** The entry point for queries that TornadoVM compiles. */
    public static void vfQueries(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            query(m, code, pc, i);
        }
    }

    /** The entry point for keys that TornadoVM compiles. */
    public static void vfKeys(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            key(m, code, pc, i);
        }
    }

    /** Computes the gradient of one query. */
    public static void query(FloatArray m, IntArray code, int pc, int i) {
        int t = code.get(pc + 1);
        int heads = code.get(pc + 2);
        int width = code.get(pc + 3);
        int qkv = code.get(pc + 4);
        int query = i % t;
        int head = i / t % heads;
        int row = i / t / heads;
        float scale = AttentionForward.scale(width);
        float total = AttentionForward.total(m, code, pc, row, head, query);
        int q = AttentionForward.part(code, pc, row, head, query, 0);
        int g = code.get(pc + 5) + ((row * t + query) * heads + head) * width;
        int y = code.get(pc + 6) + q;
        float mean = 0f;
        for (int k = 0; k < t; k++) {
            int key = qkv + AttentionForward.part(code, pc, row, head, k, 1);
            int value = qkv + AttentionForward.part(code, pc, row, head, k, 2);
            float p = TornadoMath.exp(scale * AttentionForward.dot(m, qkv + q, key, width) - total);
            mean += p * AttentionForward.dot(m, g, value, width);
        }
        for (int l = 0; l < width; l++) {
            m.set(y + l, 0f);
        }
        for (int k = 0; k < t; k++) {
            int key = qkv + AttentionForward.part(code, pc, row, head, k, 1);
            int value = qkv + AttentionForward.part(code, pc, row, head, k, 2);
            float p = TornadoMath.exp(scale * AttentionForward.dot(m, qkv + q, key, width) - total);
            float score = p * (AttentionForward.dot(m, g, value, width) - mean) * scale;
            for (int l = 0; l < width; l++) {
                m.set(y + l, m.get(y + l) + score * m.get(key + l));
            }
        }
        int known = code.get(pc + 7) + 2 * i;
        m.set(known, total);
        m.set(known + 1, mean);
    }

    /** Computes the gradients of one key and its value. */
    public static void key(FloatArray m, IntArray code, int pc, int i) {
        int t = code.get(pc + 1);
        int heads = code.get(pc + 2);
        int width = code.get(pc + 3);
        int qkv = code.get(pc + 4);
        int position = i % t;
        int head = i / t % heads;
        int row = i / t / heads;
        float scale = AttentionForward.scale(width);
        int key = AttentionForward.part(code, pc, row, head, position, 1);
        int value = AttentionForward.part(code, pc, row, head, position, 2);
        int y = code.get(pc + 6);
        for (int l = 0; l < width; l++) {
            m.set(y + key + l, 0f);
            m.set(y + value + l, 0f);
        }
        for (int k = 0; k < t; k++) {
            int q = qkv + AttentionForward.part(code, pc, row, head, k, 0);
            int g = code.get(pc + 5) + ((row * t + k) * heads + head) * width;
            int known = code.get(pc + 7) + 2 * ((row * heads + head) * t + k);
            float p = TornadoMath.exp(scale * AttentionForward.dot(m, q, qkv + key, width) - m.get(known));
            float score = p * (AttentionForward.dot(m, g, qkv + value, width) - m.get(known + 1)) * scale;
            for (int l = 0; l < width; l++) {
                m.set(y + key + l, m.get(y + key + l) + score * m.get(q + l));
                m.set(y + value + l, m.get(y + value + l) + p * m.get(g + l));
            }
        }
    }
}
