package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Attention in tiles: a work group computes 64 queries of a head. It brings 32 keys and values at a time into local memory. Each
 * work item keeps its query and its result in registers, and rescales the result when larger scores come (Dao et al., 2022). The
 * words are those of {@link AttentionForward}.
 */
public final class AttentionForwardTiles {
    /** Work items of a group. */
    public static final int GROUP = 64;

    /** The most features of a head; registers hold no more. */
    public static final int WIDEST = 32;

    private AttentionForwardTiles() {}

    /** The entry point that TornadoVM compiles. It has barriers, so it cannot run as Java. */
    public static void vfAttendTiles(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        float[] keys = context.allocateFloatLocalArray(1024);
        float[] values = context.allocateFloatLocalArray(1024);
        float[] q = new float[32];
        float[] sums = new float[32];
        float[] scores = new float[32];
        int pc = cursor.get(0);
        int item = context.localIdx;
        int t = code.get(pc + 1);
        int heads = code.get(pc + 2);
        int width = code.get(pc + 3);
        int qkv = code.get(pc + 4);
        int blocks = (t + 63) / 64;
        int block = context.groupIdx % blocks;
        int head = context.groupIdx / blocks % heads;
        int row = context.groupIdx / blocks / heads;
        int query = block * 64 + item;
        int mine = TornadoMath.min(query, t - 1);
        int from = qkv + AttentionForward.part(code, pc, row, head, mine, 0);
        float scale = AttentionForward.scale(width);
        for (int l = 0; l < width; l++) {
            q[l] = scale * m.get(from + l);
            sums[l] = 0f;
        }
        float max = -3.4e38f;
        float sum = 0f;
        for (int first = 0; first < t; first += 32) {
            int n = TornadoMath.min(32, t - first);
            for (int e = item; e < n * width; e += 64) {
                int at = qkv + AttentionForward.part(code, pc, row, head, first + e / width, 1) + e % width;
                keys[e] = m.get(at);
                values[e] = m.get(at + heads * width);
            }
            context.localBarrier();
            float larger = max;
            for (int k = 0; k < n; k++) {
                float score = 0f;
                for (int l = 0; l < width; l++) {
                    score += q[l] * keys[k * width + l];
                }
                scores[k] = score;
                larger = KernelFunctions.larger(larger, score);
            }
            float factor = TornadoMath.exp(max - larger);
            for (int l = 0; l < width; l++) {
                sums[l] = sums[l] * factor;
            }
            float part = 0f;
            for (int k = 0; k < n; k++) {
                float p = TornadoMath.exp(scores[k] - larger);
                part += p;
                for (int l = 0; l < width; l++) {
                    sums[l] += p * values[k * width + l];
                }
            }
            sum = sum * factor + part;
            max = larger;
            context.localBarrier();
        }
        if (query < t) {
            int y = code.get(pc + 6) + ((row * t + query) * heads + head) * width;
            for (int l = 0; l < width; l++) {
                m.set(y + l, sums[l] / sum);
            }
        }
    }
}
