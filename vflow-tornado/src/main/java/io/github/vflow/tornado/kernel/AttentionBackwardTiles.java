package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The gradient of attention in tiles like {@link AttentionForwardTiles}: first for 64 queries of a head, then for 64 keys. The
 * words are those of {@link AttentionForward}.
 */
public final class AttentionBackwardTiles {
    private AttentionBackwardTiles() {}

    /** The entry point for queries that TornadoVM compiles. It has barriers, so it cannot run as Java. */
    public static void vfQueriesTiles(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        float[] keys = context.allocateFloatLocalArray(1024);
        float[] values = context.allocateFloatLocalArray(1024);
        float[] q = new float[32];
        float[] g = new float[32];
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
        int part = AttentionForward.part(code, pc, row, head, mine, 0);
        int cotangent = code.get(pc + 5) + ((row * t + mine) * heads + head) * width;
        float scale = AttentionForward.scale(width);
        for (int l = 0; l < width; l++) {
            q[l] = scale * m.get(qkv + part + l);
            g[l] = m.get(cotangent + l);
            sums[l] = 0f;
        }
        float max = -3.4e38f;
        float sum = 0f;
        float mean = 0f;
        float total = 0f;
        // once for ln Σ eˢ and the mean slope, once for the gradient
        for (int pass = 0; pass < 2; pass++) {
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
                float partOfSum = 0f;
                float partOfMean = 0f;
                for (int k = 0; k < n; k++) {
                    float slope = 0f;
                    for (int l = 0; l < width; l++) {
                        slope += g[l] * values[k * width + l];
                    }
                    if (pass == 0) {
                        float p = TornadoMath.exp(scores[k] - larger);
                        partOfSum += p;
                        partOfMean += p * slope;
                    } else {
                        float p = TornadoMath.exp(scores[k] - total) * (slope - mean) * scale;
                        for (int l = 0; l < width; l++) {
                            sums[l] += p * keys[k * width + l];
                        }
                    }
                }
                if (pass == 0) {
                    float factor = TornadoMath.exp(max - larger);
                    sum = sum * factor + partOfSum;
                    mean = mean * factor + partOfMean;
                    max = larger;
                }
                context.localBarrier();
            }
            if (pass == 0) {
                total = max + TornadoMath.log(sum);
                mean = mean / sum;
            }
        }
        if (query < t) {
            int y = code.get(pc + 6) + part;
            for (int l = 0; l < width; l++) {
                m.set(y + l, sums[l]);
            }
            int known = code.get(pc + 7) + 2 * ((row * heads + head) * t + query);
            m.set(known, total);
            m.set(known + 1, mean);
        }
    }

    /** The entry point for keys and values that TornadoVM compiles. It has barriers, so it cannot run as Java. */
    public static void vfKeysTiles(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        float[] queries = context.allocateFloatLocalArray(1024);
        float[] cotangents = context.allocateFloatLocalArray(1024);
        float[] totals = context.allocateFloatLocalArray(32);
        float[] means = context.allocateFloatLocalArray(32);
        float[] key = new float[32];
        float[] value = new float[32];
        float[] ofKey = new float[32];
        float[] ofValue = new float[32];
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
        int position = block * 64 + item;
        int part = AttentionForward.part(code, pc, row, head, TornadoMath.min(position, t - 1), 1);
        float scale = AttentionForward.scale(width);
        for (int l = 0; l < width; l++) {
            key[l] = scale * m.get(qkv + part + l);
            value[l] = m.get(qkv + part + heads * width + l);
            ofKey[l] = 0f;
            ofValue[l] = 0f;
        }
        for (int first = 0; first < t; first += 32) {
            int n = TornadoMath.min(32, t - first);
            for (int e = item; e < n * width; e += 64) {
                int query = first + e / width;
                queries[e] = m.get(qkv + AttentionForward.part(code, pc, row, head, query, 0) + e % width);
                cotangents[e] = m.get(code.get(pc + 5) + ((row * t + query) * heads + head) * width + e % width);
            }
            if (item < n) {
                int known = code.get(pc + 7) + 2 * ((row * heads + head) * t + first + item);
                totals[item] = m.get(known);
                means[item] = m.get(known + 1);
            }
            context.localBarrier();
            for (int k = 0; k < n; k++) {
                float score = 0f;
                float slope = 0f;
                for (int l = 0; l < width; l++) {
                    score += key[l] * queries[k * width + l];
                    slope += value[l] * cotangents[k * width + l];
                }
                float p = TornadoMath.exp(score - totals[k]);
                float s = p * (slope - means[k]) * scale;
                for (int l = 0; l < width; l++) {
                    ofKey[l] += s * queries[k * width + l];
                    ofValue[l] += p * cotangents[k * width + l];
                }
            }
            context.localBarrier();
        }
        if (position < t) {
            int y = code.get(pc + 6) + part;
            for (int l = 0; l < width; l++) {
                m.set(y + l, ofKey[l]);
                m.set(y + heads * width + l, ofValue[l]);
            }
        }
    }
}
