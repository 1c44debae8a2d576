package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The inverse of a mixture of logistics in log-odds form, in double precision, by Newton steps inside an exact bracket. The bracket
 * is halved where a step leaves it or does not halve the error. Its words are those of {@link LogOdds}.
 */
public final class MixtureRoot {
    private MixtureRoot() {}

    /** The entry point that TornadoVM compiles; a work item computes one root. */
    public static void vfMixtureRoot(KernelContext context, FloatArray m, IntArray code, IntArray cursor) {
        int i = context.globalIdx;
        int pc = cursor.get(0);
        if (i < code.get(pc)) {
            element(m, code, pc, i);
        }
    }

    /** Computes one root. */
    public static void element(FloatArray m, IntArray code, int pc, int i) {
        int n = code.get(pc + 1);
        int step = code.get(pc + 2);
        int first = i / step * n * step + i % step;
        int logits = code.get(pc + 4) + first;
        int means = code.get(pc + 5) + first;
        int scales = code.get(pc + 6) + first;
        double v = m.get(code.get(pc + 3) + i);
        double lo = 0;
        double hi = 0;
        double top = m.get(logits);
        for (int k = 0; k < n; k++) {
            double s = m.get(scales + k * step);
            double point = m.get(means + k * step) + TornadoMath.exp(s) * v;
            lo = (k == 0) | (point < lo) ? point : lo;
            hi = (k == 0) | (point > hi) ? point : hi;
            double logit = m.get(logits + k * step);
            top = logit > top ? logit : top;
        }
        double x = 0.5 * (lo + hi);
        double before = 1e300;
        boolean wide = lo < hi;
        x = wide ? x : lo;
        int rounds = wide ? 200 : 0;
        for (int round = 0; round < rounds; round++) {
            // with weights w: F = Σ wσ(z), 1 − F = Σ wσ(−z); both divided by their largest term
            double below = -1e300;
            double above = -1e300;
            for (int k = 0; k < n; k++) {
                double z = (x - m.get(means + k * step)) / TornadoMath.exp((double) m.get(scales + k * step));
                double away = z < 0 ? z : -z;
                double rest = TornadoMath.log(1.0 + TornadoMath.exp(away));
                double w = m.get(logits + k * step) - top;
                double b = w + (z < 0 ? z : 0) - rest;
                double a = w + (z < 0 ? 0 : -z) - rest;
                below = b > below ? b : below;
                above = a > above ? a : above;
            }
            double f = 0;
            double g = 0;
            double density = 0;
            double weight = 0;
            for (int k = 0; k < n; k++) {
                double s = m.get(scales + k * step);
                double z = (x - m.get(means + k * step)) / TornadoMath.exp(s);
                double away = z < 0 ? z : -z;
                double rest = TornadoMath.log(1.0 + TornadoMath.exp(away));
                double w = m.get(logits + k * step) - top;
                double b = (z < 0 ? z : 0) - rest;
                double a = (z < 0 ? 0 : -z) - rest;
                f += TornadoMath.exp(w + b - below);
                g += TornadoMath.exp(w + a - above);
                // the density, divided by both largest terms, one weight too few below
                density += TornadoMath.exp(w + a + b - s - below - above);
                weight += TornadoMath.exp(w);
            }
            double error = below + TornadoMath.log(f) - above - TornadoMath.log(g) - v;
            double slope = density * weight / (f * g);
            double next = x - error / slope;
            lo = error > 0 ? lo : x;
            hi = error > 0 ? x : hi;
            double size = error < 0 ? -error : error;
            boolean inside = (next > lo) & (next < hi) & (size < 0.5 * before);
            next = inside ? next : 0.5 * (lo + hi);
            before = size;
            double limit = v < 0 ? -v : v;
            limit = 1e-14 * (limit > 1 ? limit : 1);
            boolean go = (size > limit) & (next > lo) & (next < hi);
            x = go ? next : x;
            rounds = go ? rounds : 0;
        }
        m.set(code.get(pc + 7) + i, (float) x);
    }
}
