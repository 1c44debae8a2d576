package io.github.vflow.tensor.kernel;

/** One mixture after another. */
final class ScalarMixture implements MixtureKernels {
    /** Where a mixture and its parameters are. */
    private record At(float[] m, int logits, int means, int logScales, int n, int step, float[] work) {
        At(float[] m, int logits, int means, int logScales, float[] work, Columns c, int i) {
            this(m, logits + i, means + i, logScales + i, c.components(), c.step(), work);
        }

        float mean(int k) {
            return m[means + k * step];
        }

        float weight(int k) {
            return work[k];
        }

        float rate(int k) {
            return work[n + k];
        }

        /** Makes weights and rates, and answers the largest rate. */
        float prepare() {
            float max = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < n; k++) {
                float logit = m[logits + k * step];
                max = logit > max ? logit : max;
            }
            float steepest = 0;
            for (int k = 0; k < n; k++) {
                work[k] = FloatMath.expOfNegative(m[logits + k * step] - max);
                float s = -m[logScales + k * step];
                float rate = FloatMath.expOfNegative(s > LARGEST_LOG_RATE ? LARGEST_LOG_RATE : s);
                work[n + k] = rate;
                steepest = rate > steepest ? rate : steepest;
            }
            return steepest;
        }
    }

    private record Sums(float below, float above, float density) {
        static Sums of(At at, float x) {
            float a = 0;
            float b = 0;
            float c = 0;
            for (int k = 0; k < at.n; k++) {
                float z = (x - at.mean(k)) * at.rate(k);
                float e = FloatMath.expOfNegative(-Math.abs(z));
                float large = 1f / (1f + e);
                float small = e * large;
                float u = at.weight(k);
                a = Math.fma(u, z < 0f ? small : large, a);
                b = Math.fma(u, z < 0f ? large : small, b);
                c = Math.fma(u * (large * small), at.rate(k), c);
            }
            return new Sums(a, b, c);
        }

        boolean areSafe(float steepest) {
            return below >= SMALLEST
                    && above >= SMALLEST
                    && density >= SMALLEST * (steepest > 1f ? steepest : 1f)
                    && steepest <= STEEPEST;
        }
    }

    @Override
    public void logOdds(float[] m, int x, int logits, int means, int logScales, int y, float[] work, Columns c) {
        for (int i = 0; i < c.mixtures(); i++) {
            At at = new At(m, logits, means, logScales, work, c, i);
            float steepest = at.prepare();
            Sums s = Sums.of(at, m[x + i]);
            boolean safe = s.areSafe(steepest);
            m[y + i] = safe ? FloatMath.log(s.below / s.above) : Float.NaN;
            m[y + c.step() + i] = safe ? FloatMath.log(s.density / s.below + s.density / s.above) : Float.NaN;
        }
    }

    @Override
    public void gradient(
            float[] m, int x, int logits, int means, int logScales, int g, int y, float[] work, Columns c) {
        int n = c.components();
        for (int i = 0; i < c.mixtures(); i++) {
            At at = new At(m, logits, means, logScales, work, c, i);
            float steepest = at.prepare();
            Sums s = Sums.of(at, m[x + i]);
            float one = s.areSafe(steepest) ? 1f : Float.NaN;
            float byBelow = one / s.below;
            float byAbove = one / s.above;
            float byDensity = one / s.density;
            float byTotal = one / (s.below + s.above);
            float gv = m[g + i];
            float gs = m[g + c.step() + i];
            for (int k = 0; k < n; k++) {
                float z = (m[x + i] - at.mean(k)) * at.rate(k);
                float e = FloatMath.expOfNegative(-Math.abs(z));
                float large = 1f / (1f + e);
                float small = e * large;
                float lower = z < 0f ? small : large;
                float upper = z < 0f ? large : small;
                float u = at.weight(k);
                float p = u * lower * byBelow;
                float q = u * upper * byAbove;
                float r = u * (lower * upper) * (at.rate(k) * byDensity) * gs;
                float byZ = Math.fma(q * lower, gv + gs, Math.fma(p * upper, gv - gs, r * (upper - lower)));
                int to = y + k * c.step() + i;
                m[to] = Math.fma(gs, u * byTotal - (p + q), Math.fma(gv, p - q, r));
                m[to + n * c.step()] = -(byZ * at.rate(k));
                m[to + 2 * n * c.step()] = -Math.fma(z, byZ, r);
            }
        }
    }

    @Override
    public void inverse(float[] m, int v, int logits, int means, int logScales, int x, float[] work, Columns c) {
        for (int i = 0; i < c.mixtures(); i++) {
            At at = new At(m, logits, means, logScales, work, c, i);
            m[x + i] = inverse(at, m[v + i], at.prepare());
        }
    }

    private static float inverse(At at, float v, float steepest) {
        float lo = Float.POSITIVE_INFINITY;
        float hi = Float.NEGATIVE_INFINITY;
        float sum = 0;
        float weights = 0;
        for (int k = 0; k < at.n; k++) {
            float alone = at.mean(k) + v / at.rate(k);
            lo = alone < lo ? alone : lo;
            hi = alone > hi ? alone : hi;
            sum = Math.fma(at.weight(k), alone, sum);
            weights += at.weight(k);
        }
        float x = sum / weights;
        float before = 0;
        for (int t = 0; t < STEPS; t++) {
            Sums s = Sums.of(at, x);
            float below = s.below < SMALLEST ? SMALLEST : s.below;
            float above = s.above < SMALLEST ? SMALLEST : s.above;
            float error = FloatMath.log(below / above) - v;
            float step = error / (s.density / below + s.density / above);
            float next = x - step;
            lo = error > 0f ? lo : x;
            hi = error > 0f ? x : hi;
            boolean inside = next > lo && next < hi;
            float size = Math.abs(error);
            float middle = 0.5f * lo + 0.5f * hi;
            boolean found = size <= RESIDUAL * (Math.abs(v) < 1f ? 1f : Math.abs(v))
                    || Math.abs(step) <= DIGIT * Math.abs(x)
                    || middle == lo
                    || middle == hi;
            if (found) {
                return s.areSafe(steepest) ? inside ? next : x : Float.NaN;
            }
            boolean worse = error * before < 0f && size > Math.abs(before);
            before = error;
            x = inside && !worse ? next : middle;
        }
        return Float.NaN;
    }
}
