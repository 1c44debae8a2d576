package io.github.vflow.tensor.vector;

import io.github.vflow.tensor.kernel.Columns;
import io.github.vflow.tensor.kernel.ComponentRows;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.MixtureKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Mixtures in lanes where they lie in columns; the last vector overlaps the one before it, and fewer than a vector go one by one. Vectors do not leave
 * their methods, which are small: from one to the next they go through the working memory, whose rows are a vector wide.
 */
final class VectorMixture implements MixtureKernels {
    private static final FloatVector NAN = FloatVector.broadcast(Lanes.F, Float.NaN);
    private static final FloatVector ONE = FloatVector.broadcast(Lanes.F, 1f);

    private final MixtureKernels small = Kernels.scalar().mixtures();

    @Override
    public void logOdds(float[] m, int x, int logits, int means, int logScales, int y, float[] work, Columns c) {
        if (c.mixtures() < Lanes.N) {
            small.logOdds(m, x, logits, means, logScales, y, work, c);
            return;
        }
        int n = c.components();
        for (int i = 0; i < c.mixtures(); i += Lanes.N) {
            int at = Math.min(i, c.mixtures() - Lanes.N);
            weights(m, logits + at, work, c);
            rates(m, logScales + at, work, c);
            FloatVector.fromArray(Lanes.F, m, x + at).intoArray(work, MixtureRows.X.of(n));
            sums(m, means + at, work, c);
            logOdds(m, y + at, work, c);
        }
    }

    @Override
    public void logOdds(float[] m, int x, int logits, int means, int logScales, int y, int work, ComponentRows r) {
        RowMixture.logOdds(m, x, logits, means, logScales, y, work, r);
    }

    @Override
    public void gradient(
            float[] m, int x, int logits, int means, int logScales, int g, int y, int work, ComponentRows r) {
        RowMixture.gradient(m, x, logits, means, logScales, g, y, work, r);
    }

    /** exp(logit − max). */
    private static void weights(float[] m, int logits, float[] work, Columns c) {
        FloatVector max = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        int from = logits;
        for (int k = 0; k < c.components(); k++) {
            FloatVector logit = FloatVector.fromArray(Lanes.F, m, from);
            max = max.blend(logit, logit.compare(VectorOperators.GT, max));
            from += c.step();
        }
        from = logits;
        for (int k = 0; k < c.components(); k++) {
            VectorMath.expOfNegative(FloatVector.fromArray(Lanes.F, m, from).sub(max))
                    .intoArray(work, k * Lanes.N);
            from += c.step();
        }
    }

    /** exp(−s), and the largest. */
    private static void rates(float[] m, int logScales, float[] work, Columns c) {
        FloatVector steepest = FloatVector.zero(Lanes.F);
        int from = logScales;
        for (int k = 0; k < c.components(); k++) {
            FloatVector s = FloatVector.fromArray(Lanes.F, m, from).neg();
            s = s.blend(c.mostLogRate(), s.compare(VectorOperators.GT, c.mostLogRate()));
            FloatVector rate = VectorMath.expOfNegative(s);
            rate.intoArray(work, (c.components() + k) * Lanes.N);
            steepest = steepest.blend(rate, rate.compare(VectorOperators.GT, steepest));
            from += c.step();
        }
        steepest.intoArray(work, MixtureRows.STEEPEST.of(c.components()));
    }

    /** A, B and C at the x in the working memory. */
    private static void sums(float[] m, int means, float[] work, Columns c) {
        int n = c.components();
        FloatVector x = FloatVector.fromArray(Lanes.F, work, MixtureRows.X.of(n));
        FloatVector below = FloatVector.zero(Lanes.F);
        FloatVector above = FloatVector.zero(Lanes.F);
        FloatVector density = FloatVector.zero(Lanes.F);
        int from = means;
        for (int k = 0; k < n; k++) {
            FloatVector rate = FloatVector.fromArray(Lanes.F, work, (n + k) * Lanes.N);
            FloatVector z = x.sub(FloatVector.fromArray(Lanes.F, m, from)).mul(rate);
            FloatVector e = VectorMath.expOfNegative(z.abs().neg());
            FloatVector large = ONE.div(e.add(ONE));
            FloatVector little = e.mul(large);
            VectorMask<Float> left = z.compare(VectorOperators.LT, 0f);
            FloatVector u = FloatVector.fromArray(Lanes.F, work, k * Lanes.N);
            below = u.fma(large.blend(little, left), below);
            above = u.fma(little.blend(large, left), above);
            density = u.mul(large.mul(little)).fma(rate, density);
            from += c.step();
        }
        below.intoArray(work, MixtureRows.BELOW.of(n));
        above.intoArray(work, MixtureRows.ABOVE.of(n));
        density.intoArray(work, MixtureRows.DENSITY.of(n));
    }

    /** Where no sum may have lost components. */
    static VectorMask<Float> safe(FloatVector below, FloatVector above, FloatVector density, FloatVector steepest) {
        FloatVector scale = steepest.blend(ONE, steepest.compare(VectorOperators.LE, 1f));
        return below.compare(VectorOperators.GE, SMALLEST)
                .and(above.compare(VectorOperators.GE, SMALLEST))
                .and(density.compare(VectorOperators.GE, scale.mul(SMALLEST)))
                .and(steepest.compare(VectorOperators.LE, STEEPEST));
    }

    private static void logOdds(float[] m, int y, float[] work, Columns c) {
        int n = c.components();
        FloatVector below = FloatVector.fromArray(Lanes.F, work, MixtureRows.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, work, MixtureRows.ABOVE.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, work, MixtureRows.DENSITY.of(n));
        VectorMask<Float> safe =
                safe(below, above, density, FloatVector.fromArray(Lanes.F, work, MixtureRows.STEEPEST.of(n)));
        NAN.blend(VectorMath.log(below.div(above)), safe).intoArray(m, y);
        NAN.blend(VectorMath.log(density.div(below).add(density.div(above))), safe)
                .intoArray(m, y + c.step());
    }

    @Override
    public void gradient(
            float[] m, int x, int logits, int means, int logScales, int g, int y, float[] work, Columns c) {
        if (c.mixtures() < Lanes.N) {
            small.gradient(m, x, logits, means, logScales, g, y, work, c);
            return;
        }
        int n = c.components();
        for (int i = 0; i < c.mixtures(); i += Lanes.N) {
            int at = Math.min(i, c.mixtures() - Lanes.N);
            weights(m, logits + at, work, c);
            rates(m, logScales + at, work, c);
            FloatVector.fromArray(Lanes.F, m, x + at).intoArray(work, MixtureRows.X.of(n));
            keptSums(m, means + at, y + at, work, c);
            coefficients(m, g + at, work, c);
            slopes(m, y + at, work, c);
            floored(m, logScales + at, y + at + 2 * n * c.step(), c);
        }
    }

    /** As {@link #sums}; σ(z), σ(−z) and z stay where the result will be. */
    private static void keptSums(float[] m, int means, int y, float[] work, Columns c) {
        int n = c.components();
        FloatVector x = FloatVector.fromArray(Lanes.F, work, MixtureRows.X.of(n));
        FloatVector below = FloatVector.zero(Lanes.F);
        FloatVector above = FloatVector.zero(Lanes.F);
        FloatVector density = FloatVector.zero(Lanes.F);
        int block = n * c.step();
        int at = 0;
        for (int k = 0; k < n; k++) {
            FloatVector rate = FloatVector.fromArray(Lanes.F, work, (n + k) * Lanes.N);
            FloatVector z = x.sub(FloatVector.fromArray(Lanes.F, m, means + at)).mul(rate);
            FloatVector e = VectorMath.expOfNegative(z.abs().neg());
            FloatVector large = ONE.div(e.add(ONE));
            FloatVector little = e.mul(large);
            VectorMask<Float> left = z.compare(VectorOperators.LT, 0f);
            FloatVector lower = large.blend(little, left);
            FloatVector upper = little.blend(large, left);
            FloatVector u = FloatVector.fromArray(Lanes.F, work, k * Lanes.N);
            below = u.fma(lower, below);
            above = u.fma(upper, above);
            density = u.mul(large.mul(little)).fma(rate, density);
            lower.intoArray(m, y + at);
            upper.intoArray(m, y + block + at);
            z.intoArray(m, y + 2 * block + at);
            at += c.step();
        }
        below.intoArray(work, MixtureRows.BELOW.of(n));
        above.intoArray(work, MixtureRows.ABOVE.of(n));
        density.intoArray(work, MixtureRows.DENSITY.of(n));
    }

    /** What the cotangents make of 1/A, 1/B, 1/C and 1/(A + B), or NaN, in place. */
    private static void coefficients(float[] m, int g, float[] work, Columns c) {
        int n = c.components();
        FloatVector below = FloatVector.fromArray(Lanes.F, work, MixtureRows.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, work, MixtureRows.ABOVE.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, work, MixtureRows.DENSITY.of(n));
        FloatVector steepest = FloatVector.fromArray(Lanes.F, work, MixtureRows.STEEPEST.of(n));
        FloatVector gv = FloatVector.fromArray(Lanes.F, m, g);
        FloatVector gs = FloatVector.fromArray(Lanes.F, m, g + c.step());
        VectorMask<Float> small = gv.abs().add(gs.abs()).compare(VectorOperators.LE, LARGEST_COTANGENT);
        FloatVector one = NAN.blend(ONE, safe(below, above, density, steepest).and(small));
        gv.sub(gs).mul(one.div(below)).intoArray(work, MixtureRows.BELOW.of(n));
        gv.add(gs).mul(one.div(above)).intoArray(work, MixtureRows.ABOVE.of(n));
        gs.mul(one.div(density)).intoArray(work, MixtureRows.DENSITY.of(n));
        gs.mul(one.div(below.add(above))).intoArray(work, MixtureRows.TOTAL.of(n));
    }

    private static void slopes(float[] m, int y, float[] work, Columns c) {
        int n = c.components();
        FloatVector ofBelow = FloatVector.fromArray(Lanes.F, work, MixtureRows.BELOW.of(n));
        FloatVector ofAbove = FloatVector.fromArray(Lanes.F, work, MixtureRows.ABOVE.of(n));
        FloatVector ofDensity = FloatVector.fromArray(Lanes.F, work, MixtureRows.DENSITY.of(n));
        FloatVector ofTotal = FloatVector.fromArray(Lanes.F, work, MixtureRows.TOTAL.of(n));
        FloatVector minusBoth = ofBelow.add(ofAbove).neg();
        FloatVector minusAbove = ofAbove.neg();
        int block = n * c.step();
        int at = y;
        for (int k = 0; k < n; k++) {
            FloatVector u = FloatVector.fromArray(Lanes.F, work, k * Lanes.N);
            FloatVector rate = FloatVector.fromArray(Lanes.F, work, (n + k) * Lanes.N);
            FloatVector lower = FloatVector.fromArray(Lanes.F, m, at);
            FloatVector upper = FloatVector.fromArray(Lanes.F, m, at + block);
            FloatVector z = FloatVector.fromArray(Lanes.F, m, at + 2 * block);
            FloatVector bell = u.mul(lower.mul(upper));
            FloatVector steep = rate.mul(ofDensity);
            FloatVector r = bell.mul(steep);
            FloatVector byZ = bell.mul(steep.fma(lower.sub(upper), minusBoth));
            u.fma(lower.fma(ofBelow, upper.fma(minusAbove, ofTotal)), r).intoArray(m, at);
            byZ.mul(rate).intoArray(m, at + block);
            z.fma(byZ, r.neg()).intoArray(m, at + 2 * block);
            at += c.step();
        }
    }

    /** No gradient y in log-scales under the floor. */
    private static void floored(float[] m, int logScales, int y, Columns c) {
        float least = -c.mostLogRate();
        int from = logScales;
        int to = y;
        for (int k = 0; k < c.components(); k++) {
            FloatVector s = FloatVector.fromArray(Lanes.F, m, from);
            FloatVector g = FloatVector.fromArray(Lanes.F, m, to);
            g.blend(0f, s.compare(VectorOperators.LT, least)).intoArray(m, to);
            from += c.step();
            to += c.step();
        }
    }

    @Override
    public void inverse(float[] m, int v, int logits, int means, int logScales, int x, float[] work, Columns c) {
        if (c.mixtures() < Lanes.N) {
            small.inverse(m, v, logits, means, logScales, x, work, c);
            return;
        }
        int n = c.components();
        for (int i = 0; i < c.mixtures(); i += Lanes.N) {
            int at = Math.min(i, c.mixtures() - Lanes.N);
            weights(m, logits + at, work, c);
            rates(m, logScales + at, work, c);
            bracket(m, v + at, means + at, work, c);
            boolean found = false;
            for (int t = 0; t < STEPS && !found; t++) {
                sums(m, means + at, work, c);
                logOfOdds(work, n);
                found = step(m, v + at, work, n);
            }
            result(m, x + at, work, n);
        }
    }

    private static void bracket(float[] m, int v, int means, float[] work, Columns c) {
        int n = c.components();
        FloatVector odds = FloatVector.fromArray(Lanes.F, m, v);
        FloatVector lo = FloatVector.broadcast(Lanes.F, Float.POSITIVE_INFINITY);
        FloatVector hi = FloatVector.broadcast(Lanes.F, Float.NEGATIVE_INFINITY);
        FloatVector sum = FloatVector.zero(Lanes.F);
        FloatVector weights = sum;
        int from = means;
        for (int k = 0; k < n; k++) {
            FloatVector rate = FloatVector.fromArray(Lanes.F, work, (n + k) * Lanes.N);
            FloatVector alone = FloatVector.fromArray(Lanes.F, m, from).add(odds.div(rate));
            lo = lo.blend(alone, alone.compare(VectorOperators.LT, lo));
            hi = hi.blend(alone, alone.compare(VectorOperators.GT, hi));
            FloatVector u = FloatVector.fromArray(Lanes.F, work, k * Lanes.N);
            sum = u.fma(alone, sum);
            weights = u.add(weights);
            from += c.step();
        }
        lo.intoArray(work, MixtureRows.LO.of(n));
        hi.intoArray(work, MixtureRows.HI.of(n));
        sum.div(weights).intoArray(work, MixtureRows.X.of(n));
        FloatVector.zero(Lanes.F).intoArray(work, MixtureRows.BEFORE.of(n));
        FloatVector.zero(Lanes.F).intoArray(work, MixtureRows.FOUND.of(n));
    }

    private static FloatVector atLeast(FloatVector x, float low) {
        return x.blend(low, x.compare(VectorOperators.LT, low));
    }

    private static void logOfOdds(float[] work, int n) {
        FloatVector below = atLeast(FloatVector.fromArray(Lanes.F, work, MixtureRows.BELOW.of(n)), SMALLEST);
        FloatVector above = atLeast(FloatVector.fromArray(Lanes.F, work, MixtureRows.ABOVE.of(n)), SMALLEST);
        VectorMath.log(below.div(above)).intoArray(work, MixtureRows.ERROR.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, work, MixtureRows.DENSITY.of(n));
        density.div(below).add(density.div(above)).intoArray(work, MixtureRows.STEP.of(n));
    }

    /** A Newton step where the root is not found yet; answers whether all are. */
    private static boolean step(float[] m, int v, float[] work, int n) {
        error(m, v, work, n);
        bracket(work, n);
        found(m, v, work, n);
        safe(work, n);
        return move(work, n);
    }

    private static void error(float[] m, int v, float[] work, int n) {
        FloatVector error =
                FloatVector.fromArray(Lanes.F, work, MixtureRows.ERROR.of(n)).sub(FloatVector.fromArray(Lanes.F, m, v));
        error.intoArray(work, MixtureRows.ERROR.of(n));
        error.div(FloatVector.fromArray(Lanes.F, work, MixtureRows.STEP.of(n))).intoArray(work, MixtureRows.STEP.of(n));
    }

    /** Narrows the bracket; answers Newton's x where it is inside, else that before, and the x to go to if it is not found. */
    private static void bracket(float[] work, int n) {
        FloatVector x = FloatVector.fromArray(Lanes.F, work, MixtureRows.X.of(n));
        FloatVector error = FloatVector.fromArray(Lanes.F, work, MixtureRows.ERROR.of(n));
        FloatVector before = FloatVector.fromArray(Lanes.F, work, MixtureRows.BEFORE.of(n));
        VectorMask<Float> right = error.compare(VectorOperators.GT, 0f);
        FloatVector lo = x.blend(FloatVector.fromArray(Lanes.F, work, MixtureRows.LO.of(n)), right);
        FloatVector hi =
                FloatVector.fromArray(Lanes.F, work, MixtureRows.HI.of(n)).blend(x, right);
        lo.intoArray(work, MixtureRows.LO.of(n));
        hi.intoArray(work, MixtureRows.HI.of(n));
        FloatVector middle = lo.mul(0.5f).add(hi.mul(0.5f));
        FloatVector next = x.sub(FloatVector.fromArray(Lanes.F, work, MixtureRows.STEP.of(n)));
        VectorMask<Float> inside = next.compare(VectorOperators.GT, lo).and(next.compare(VectorOperators.LT, hi));
        VectorMask<Float> worse = error.mul(before)
                .compare(VectorOperators.LT, 0f)
                .and(error.abs().compare(VectorOperators.GT, before.abs()));
        x.blend(next, inside).intoArray(work, MixtureRows.LAST.of(n));
        middle.blend(next, inside).blend(middle, worse).intoArray(work, MixtureRows.NEXT.of(n));
    }

    /** Whether what is left is rounding: one or zero. */
    private static void found(float[] m, int v, float[] work, int n) {
        FloatVector odds = FloatVector.fromArray(Lanes.F, m, v).abs();
        FloatVector x =
                FloatVector.fromArray(Lanes.F, work, MixtureRows.X.of(n)).abs();
        FloatVector error =
                FloatVector.fromArray(Lanes.F, work, MixtureRows.ERROR.of(n)).abs();
        FloatVector step =
                FloatVector.fromArray(Lanes.F, work, MixtureRows.STEP.of(n)).abs();
        FloatVector lo = FloatVector.fromArray(Lanes.F, work, MixtureRows.LO.of(n));
        FloatVector hi = FloatVector.fromArray(Lanes.F, work, MixtureRows.HI.of(n));
        FloatVector middle = lo.mul(0.5f).add(hi.mul(0.5f));
        FloatVector.zero(Lanes.F)
                .blend(ONE, error.compare(VectorOperators.LE, atLeast(odds, 1f).mul(RESIDUAL)))
                .blend(ONE, step.compare(VectorOperators.LE, x.mul(DIGIT)))
                .blend(ONE, middle.compare(VectorOperators.EQ, lo))
                .blend(ONE, middle.compare(VectorOperators.EQ, hi))
                .intoArray(work, MixtureRows.DONE.of(n));
    }

    /** What is found where sums are not safe is not a number. */
    private static void safe(float[] work, int n) {
        FloatVector below = FloatVector.fromArray(Lanes.F, work, MixtureRows.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, work, MixtureRows.ABOVE.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, work, MixtureRows.DENSITY.of(n));
        FloatVector steepest = FloatVector.fromArray(Lanes.F, work, MixtureRows.STEEPEST.of(n));
        FloatVector last = FloatVector.fromArray(Lanes.F, work, MixtureRows.LAST.of(n));
        NAN.blend(last, safe(below, above, density, steepest)).intoArray(work, MixtureRows.LAST.of(n));
    }

    /** Where the root was not found before. */
    private static boolean move(float[] work, int n) {
        FloatVector x = FloatVector.fromArray(Lanes.F, work, MixtureRows.X.of(n));
        FloatVector next = FloatVector.fromArray(Lanes.F, work, MixtureRows.NEXT.of(n));
        FloatVector last = FloatVector.fromArray(Lanes.F, work, MixtureRows.LAST.of(n));
        FloatVector done = FloatVector.fromArray(Lanes.F, work, MixtureRows.DONE.of(n));
        FloatVector before = FloatVector.fromArray(Lanes.F, work, MixtureRows.FOUND.of(n));
        FloatVector to = next.blend(last, done.compare(VectorOperators.GT, 0f));
        to.blend(x, before.compare(VectorOperators.GT, 0f)).intoArray(work, MixtureRows.X.of(n));
        FloatVector.fromArray(Lanes.F, work, MixtureRows.ERROR.of(n)).intoArray(work, MixtureRows.BEFORE.of(n));
        FloatVector now = done.add(before);
        now.intoArray(work, MixtureRows.FOUND.of(n));
        return now.compare(VectorOperators.GT, 0f).allTrue();
    }

    private static void result(float[] m, int x, float[] work, int n) {
        VectorMask<Float> open =
                FloatVector.fromArray(Lanes.F, work, MixtureRows.FOUND.of(n)).compare(VectorOperators.EQ, 0f);
        FloatVector.fromArray(Lanes.F, work, MixtureRows.X.of(n))
                .blend(NAN, open)
                .intoArray(m, x);
    }
}
