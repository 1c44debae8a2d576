package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Mixtures of logistics in log-odds form, one work item for each: g and ln g′, or the gradient in the parameters. All sums are in
 * log space, so the tails are safe. The words of all kernels of mixtures: mixtures, components, inner; then the offsets of
 * arguments, logits, means, log-scales, the result and cotangents.
 */
public final class LogOdds {
    private LogOdds() {}

    /** The entry point for g and ln g′ that TornadoVM compiles. */
    public static void vfLogOdds(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            value(m, code, pc, i);
        }
    }

    /** The entry point for the gradient that TornadoVM compiles. */
    public static void vfLogOddsGradient(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            gradient(m, code, pc, i);
        }
    }

    /** ln (1 + e^{−|z|}). */
    private static float rest(float z) {
        return KernelFunctions.log1p(TornadoMath.exp(z < 0f ? z : -z));
    }

    private static float lower(float z, float rest) {
        return (z < 0f ? z : 0f) - rest;
    }

    private static float upper(float z, float rest) {
        return (z < 0f ? 0f : -z) - rest;
    }

    private static float top(FloatArray m, int logits, int n, int step) {
        float top = m.get(logits);
        for (int k = 1; k < n; k++) {
            top = KernelFunctions.larger(top, m.get(logits + k * step));
        }
        return KernelFunctions.finite(top);
    }

    /** The logarithms of Σ wσ(z), Σ wσ(−z), Σ wσ(z)σ(−z)e^{−s} and Σ w, less the largest logit. */
    private static void sums(FloatArray m, IntArray code, int pc, int i, float top, float[] sums) {
        int n = code.get(pc + 1);
        int step = code.get(pc + 2);
        int first = i / step * n * step + i % step;
        float x = m.get(code.get(pc + 3) + i);
        float below = -3.4e38f;
        float above = -3.4e38f;
        float density = -3.4e38f;
        for (int k = 0; k < n; k++) {
            int at = first + k * step;
            float w = m.get(code.get(pc + 4) + at) - top;
            float s = m.get(code.get(pc + 6) + at);
            float z = (x - m.get(code.get(pc + 5) + at)) * TornadoMath.exp(-s);
            float rest = rest(z);
            float l = w + lower(z, rest);
            float u = w + upper(z, rest);
            below = KernelFunctions.larger(below, l);
            above = KernelFunctions.larger(above, u);
            density = KernelFunctions.larger(density, l + u - w - s);
        }
        float f = 0f;
        float g = 0f;
        float p = 0f;
        float total = 0f;
        for (int k = 0; k < n; k++) {
            int at = first + k * step;
            float w = m.get(code.get(pc + 4) + at) - top;
            float s = m.get(code.get(pc + 6) + at);
            float z = (x - m.get(code.get(pc + 5) + at)) * TornadoMath.exp(-s);
            float rest = rest(z);
            float l = w + lower(z, rest);
            float u = w + upper(z, rest);
            f += TornadoMath.exp(l - below);
            g += TornadoMath.exp(u - above);
            p += TornadoMath.exp(l + u - w - s - density);
            total += TornadoMath.exp(w);
        }
        sums[0] = below + TornadoMath.log(f);
        sums[1] = above + TornadoMath.log(g);
        sums[2] = density + TornadoMath.log(p);
        sums[3] = TornadoMath.log(total);
    }

    /** g and ln g′ of one mixture. */
    public static void value(FloatArray m, IntArray code, int pc, int i) {
        float[] sums = new float[4];
        int n = code.get(pc + 1);
        int step = code.get(pc + 2);
        int first = i / step * n * step + i % step;
        float top = top(m, code.get(pc + 4) + first, n, step);
        sums(m, code, pc, i, top, sums);
        int y = code.get(pc + 7) + i / step * 2 * step + i % step;
        m.set(y, sums[0] - sums[1]);
        m.set(y + step, sums[2] + sums[3] - sums[0] - sums[1]);
    }

    /** The gradient in the parameters of one mixture. */
    public static void gradient(FloatArray m, IntArray code, int pc, int i) {
        float[] sums = new float[4];
        int n = code.get(pc + 1);
        int step = code.get(pc + 2);
        int first = i / step * n * step + i % step;
        float top = top(m, code.get(pc + 4) + first, n, step);
        sums(m, code, pc, i, top, sums);
        float x = m.get(code.get(pc + 3) + i);
        int g = code.get(pc + 8) + i / step * 2 * step + i % step;
        float ofValue = m.get(g);
        float ofSlope = m.get(g + step);
        int y = code.get(pc + 7) + i / step * 3 * n * step + i % step;
        for (int k = 0; k < n; k++) {
            int at = first + k * step;
            float w = m.get(code.get(pc + 4) + at) - top;
            float s = m.get(code.get(pc + 6) + at);
            float rate = TornadoMath.exp(-s);
            float z = (x - m.get(code.get(pc + 5) + at)) * rate;
            float rest = rest(z);
            float l = lower(z, rest);
            float u = upper(z, rest);
            float inBelow = TornadoMath.exp(w + l - sums[0]);
            float inAbove = TornadoMath.exp(w + u - sums[1]);
            float inDensity = ofSlope * TornadoMath.exp(w + l + u - s - sums[2]);
            float inTotal = ofSlope * TornadoMath.exp(w - sums[3]);
            float lower = TornadoMath.exp(l);
            float upper = TornadoMath.exp(u);
            float byZ = (ofValue - ofSlope) * inBelow * upper
                    + (ofValue + ofSlope) * inAbove * lower
                    + inDensity * (upper - lower);
            int to = y + k * step;
            m.set(to, ofValue * (inBelow - inAbove) + inDensity + inTotal - ofSlope * (inBelow + inAbove));
            m.set(to + n * step, -byZ * rate);
            m.set(to + 2 * n * step, -z * byZ - inDensity);
        }
    }
}
