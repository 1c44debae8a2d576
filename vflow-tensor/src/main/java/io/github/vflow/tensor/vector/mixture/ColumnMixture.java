package io.github.vflow.tensor.vector.mixture;

import static io.github.vflow.tensor.kernel.MixtureKernels.LARGEST_COTANGENT;

import io.github.vflow.tensor.kernel.operand.Columns;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The log-odds of a vector of mixtures in columns, and their gradient, in small parts that share the working memory. */
final class ColumnMixture {
    private static final FloatVector NAN = FloatVector.broadcast(Lanes.F, Float.NaN);
    private static final FloatVector ONE = FloatVector.broadcast(Lanes.F, 1f);

    private ColumnMixture() {}

    /** Stores the x of the sums. */
    static void start(float[] m, int x, float[] work, Columns c) {
        FloatVector.fromArray(Lanes.F, m, x).intoArray(work, MixtureRows.X.of(c.components()));
    }

    /** Stores the weights exp(logit − max). */
    static void weights(float[] m, int logits, float[] work, Columns c) {
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

    /** Stores the rates exp(−s), and the largest. */
    static void rates(float[] m, int logScales, float[] work, Columns c) {
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

    /**
     * Computes A, B and C at the x in the working memory. For a gradient, keeps σ(z), σ(−z) and z at y, the place of the result.
     */
    static void sums(float[] m, int means, int y, boolean keep, float[] work, Columns c) {
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
            if (keep) {
                lower.intoArray(m, y + at);
                upper.intoArray(m, y + block + at);
                z.intoArray(m, y + 2 * block + at);
            }
            at += c.step();
        }
        below.intoArray(work, MixtureRows.BELOW.of(n));
        above.intoArray(work, MixtureRows.ABOVE.of(n));
        density.intoArray(work, MixtureRows.DENSITY.of(n));
    }

    /** Computes the log-odds and the logarithm of their slope, or NaN. */
    static void logOdds(float[] m, int y, float[] work, Columns c) {
        int n = c.components();
        FloatVector below = FloatVector.fromArray(Lanes.F, work, MixtureRows.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, work, MixtureRows.ABOVE.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, work, MixtureRows.DENSITY.of(n));
        VectorMask<Float> safe = VectorMixture.safe(
                below, above, density, FloatVector.fromArray(Lanes.F, work, MixtureRows.STEEPEST.of(n)));
        below.div(above).intoArray(m, y);
        density.div(below).add(density.div(above)).intoArray(m, y + c.step());
        // in a loop: two of them are nearly too many nodes to inline
        for (int i = 0; i < 2; i++) {
            int at = y + i * c.step();
            NAN.blend(VectorMath.log(FloatVector.fromArray(Lanes.F, m, at)), safe)
                    .intoArray(m, at);
        }
    }

    /**
     * Computes the factors of the gradient from the cotangents and 1/A, 1/B, 1/C and 1/(A + B), in place; NaN where sums are not
     * safe.
     */
    static void coefficients(float[] m, int g, float[] work, Columns c) {
        int n = c.components();
        FloatVector below = FloatVector.fromArray(Lanes.F, work, MixtureRows.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, work, MixtureRows.ABOVE.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, work, MixtureRows.DENSITY.of(n));
        FloatVector steepest = FloatVector.fromArray(Lanes.F, work, MixtureRows.STEEPEST.of(n));
        FloatVector gv = FloatVector.fromArray(Lanes.F, m, g);
        FloatVector gs = FloatVector.fromArray(Lanes.F, m, g + c.step());
        VectorMask<Float> small = gv.abs().add(gs.abs()).compare(VectorOperators.LE, LARGEST_COTANGENT);
        FloatVector one = NAN.blend(
                ONE, VectorMixture.safe(below, above, density, steepest).and(small));
        gv.sub(gs).mul(one.div(below)).intoArray(work, MixtureRows.BELOW.of(n));
        gv.add(gs).mul(one.div(above)).intoArray(work, MixtureRows.ABOVE.of(n));
        gs.mul(one.div(density)).intoArray(work, MixtureRows.DENSITY.of(n));
        gs.mul(one.div(below.add(above))).intoArray(work, MixtureRows.TOTAL.of(n));
    }

    static void slopes(float[] m, int y, float[] work, Columns c) {
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

    /** Clears the gradient of log-scales under the floor. */
    static void floored(float[] m, int logScales, int y, Columns c) {
        float least = -c.mostLogRate();
        int from = logScales;
        int to = y + 2 * c.components() * c.step();
        for (int k = 0; k < c.components(); k++) {
            FloatVector s = FloatVector.fromArray(Lanes.F, m, from);
            FloatVector g = FloatVector.fromArray(Lanes.F, m, to);
            g.blend(0f, s.compare(VectorOperators.LT, least)).intoArray(m, to);
            from += c.step();
            to += c.step();
        }
    }
}
