package io.github.vflow.tensor.kernel.scalar;

import io.github.vflow.tensor.kernel.FloatMath;
import io.github.vflow.tensor.kernel.MixtureKernels;
import io.github.vflow.tensor.kernel.operand.Columns;
import io.github.vflow.tensor.kernel.operand.ComponentRows;
import io.github.vflow.tensor.kernel.operand.Limits;
import java.util.Arrays;

/** Mixtures one after another; these loops define the bits. */
final class ScalarMixture implements MixtureKernels {
    /** The places of a mixture, of its parameters, and of its weights with its rates behind them. */
    private record At(
            float[] m,
            int logits,
            int means,
            int logScales,
            int n,
            int step,
            float mostLogRate,
            float[] work,
            int weights) {
        static At column(float[] m, int logits, int means, int logScales, float[] work, Columns c, int i) {
            return new At(m, logits + i, means + i, logScales + i, c.components(), c.step(), c.mostLogRate(), work, 0);
        }

        static At row(float[] m, int logits, int means, int logScales, int work, ComponentRows r, int i) {
            int wide = i * r.row();
            return new At(
                    m, logits + wide, means + wide, logScales + wide, r.components(), 1, r.mostLogRate(), m, work);
        }

        float mean(int k) {
            return m[means + k * step];
        }

        boolean isFloored(int k) {
            return -m[logScales + k * step] > mostLogRate;
        }

        float weight(int k) {
            return work[weights + k];
        }

        float rate(int k) {
            return work[weights + n + k];
        }

        /** Computes weights and rates, and answers the largest rate. */
        float prepare() {
            float max = Float.NEGATIVE_INFINITY;
            for (int k = 0; k < n; k++) {
                float logit = m[logits + k * step];
                max = logit > max ? logit : max;
            }
            float steepest = 0;
            for (int k = 0; k < n; k++) {
                work[weights + k] = FloatMath.expOfNegative(m[logits + k * step] - max);
                float rate = FloatMath.expOfNegative(isFloored(k) ? mostLogRate : -m[logScales + k * step]);
                work[weights + n + k] = rate;
                steepest = rate > steepest ? rate : steepest;
            }
            return steepest;
        }
    }

    /** The terms of one component at an x. */
    private record Part(float z, float lower, float upper, float bell) {
        static Part of(At at, float x, int k) {
            float z = (x - at.mean(k)) * at.rate(k);
            float e = FloatMath.expOfNegative(-Math.abs(z));
            float large = 1f / (1f + e);
            float small = e * large;
            return new Part(z, z < 0f ? small : large, z < 0f ? large : small, at.weight(k) * (large * small));
        }
    }

    private record Sums(float below, float above, float density) {
        /** The sums in the order of components. */
        static Sums inOrder(At at, float x) {
            float a = 0;
            float b = 0;
            float c = 0;
            for (int k = 0; k < at.n; k++) {
                Part p = Part.of(at, x, k);
                a = Math.fma(at.weight(k), p.lower, a);
                b = Math.fma(at.weight(k), p.upper, b);
                c = Math.fma(p.bell, at.rate(k), c);
            }
            return new Sums(a, b, c);
        }

        /** The sums in running sums that are added in halves; the running sums are behind the rates. */
        static Sums inLanes(At at, float x) {
            float[] m = at.work;
            int a = at.weights + 2 * at.n;
            int b = a + Limits.LANES;
            int c = b + Limits.LANES;
            Arrays.fill(m, a, c + Limits.LANES, 0f);
            for (int k = 0; k < at.n; k++) {
                int lane = k % Limits.LANES;
                Part p = Part.of(at, x, k);
                m[a + lane] = Math.fma(at.weight(k), p.lower, m[a + lane]);
                m[b + lane] = Math.fma(at.weight(k), p.upper, m[b + lane]);
                m[c + lane] = Math.fma(p.bell, at.rate(k), m[c + lane]);
            }
            return new Sums(ScalarReductions.tree(m, a), ScalarReductions.tree(m, b), ScalarReductions.tree(m, c));
        }

        boolean areSafe(float steepest) {
            return below >= SMALLEST
                    && above >= SMALLEST
                    && density >= SMALLEST * (steepest > 1f ? steepest : 1f)
                    && steepest <= STEEPEST;
        }

        float logOdds(float steepest) {
            return areSafe(steepest) ? FloatMath.log(below / above) : Float.NaN;
        }

        float logSlope(float steepest) {
            return areSafe(steepest) ? FloatMath.log(density / below + density / above) : Float.NaN;
        }
    }

    /** The factors of the gradient that all components of a mixture share. */
    private record Slopes(float total, float below, float above, float density) {
        static Slopes of(Sums s, float steepest, float gv, float gs) {
            boolean safe = s.areSafe(steepest) && Math.abs(gv) + Math.abs(gs) <= LARGEST_COTANGENT;
            float one = safe ? 1f : Float.NaN;
            return new Slopes(
                    gs * (one / (s.below + s.above)),
                    (gv - gs) * (one / s.below),
                    (gv + gs) * (one / s.above),
                    gs * (one / s.density));
        }

        /** Computes the gradient in the parameters of component k. */
        void compute(At at, float x, int k, int to, int apart) {
            Part p = Part.of(at, x, k);
            float steep = at.rate(k) * density;
            float r = p.bell * steep;
            float byZ = p.bell * Math.fma(steep, p.lower - p.upper, -(below + above));
            at.m[to] = Math.fma(at.weight(k), Math.fma(p.lower, below, Math.fma(p.upper, -above, total)), r);
            at.m[to + apart] = byZ * at.rate(k);
            at.m[to + 2 * apart] = at.isFloored(k) ? 0f : Math.fma(p.z, byZ, -r);
        }
    }

    @Override
    public void logOdds(float[] m, int x, int logits, int means, int logScales, int y, float[] work, Columns c) {
        for (int i = 0; i < c.mixtures(); i++) {
            At at = At.column(m, logits, means, logScales, work, c, i);
            float steepest = at.prepare();
            Sums s = Sums.inOrder(at, m[x + i]);
            m[y + i] = s.logOdds(steepest);
            m[y + c.step() + i] = s.logSlope(steepest);
        }
    }

    @Override
    public void logOdds(float[] m, int x, int logits, int means, int logScales, int y, int work, ComponentRows r) {
        for (int i = 0; i < r.mixtures(); i++) {
            At at = At.row(m, logits, means, logScales, work, r, i);
            float steepest = at.prepare();
            Sums s = Sums.inLanes(at, m[x + i]);
            m[y + i * r.yRow()] = s.logOdds(steepest);
            m[y + i * r.yRow() + 1] = s.logSlope(steepest);
        }
    }

    @Override
    public void gradient(
            float[] m, int x, int logits, int means, int logScales, int g, int y, float[] work, Columns c) {
        for (int i = 0; i < c.mixtures(); i++) {
            At at = At.column(m, logits, means, logScales, work, c, i);
            float steepest = at.prepare();
            Slopes slopes = Slopes.of(Sums.inOrder(at, m[x + i]), steepest, m[g + i], m[g + c.step() + i]);
            for (int k = 0; k < at.n; k++) {
                slopes.compute(at, m[x + i], k, y + k * c.step() + i, at.n * c.step());
            }
        }
    }

    @Override
    public void gradient(
            float[] m, int x, int logits, int means, int logScales, int g, int y, int work, ComponentRows r) {
        for (int i = 0; i < r.mixtures(); i++) {
            At at = At.row(m, logits, means, logScales, work, r, i);
            float steepest = at.prepare();
            Slopes slopes = Slopes.of(Sums.inLanes(at, m[x + i]), steepest, m[g + 2 * i], m[g + 2 * i + 1]);
            for (int k = 0; k < at.n; k++) {
                slopes.compute(at, m[x + i], k, y + i * r.yRow() + k, at.n);
            }
        }
    }

    @Override
    public void inverse(float[] m, int v, int logits, int means, int logScales, int x, float[] work, Columns c) {
        for (int i = 0; i < c.mixtures(); i++) {
            At at = At.column(m, logits, means, logScales, work, c, i);
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
            Sums s = Sums.inOrder(at, x);
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
