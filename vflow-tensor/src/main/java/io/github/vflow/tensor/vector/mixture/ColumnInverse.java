package io.github.vflow.tensor.vector.mixture;

import static io.github.vflow.tensor.kernel.MixtureKernels.DIGIT;
import static io.github.vflow.tensor.kernel.MixtureKernels.RESIDUAL;
import static io.github.vflow.tensor.kernel.MixtureKernels.SMALLEST;

import io.github.vflow.tensor.kernel.operand.Columns;
import io.github.vflow.tensor.vector.lane.Lanes;
import io.github.vflow.tensor.vector.lane.VectorMath;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** The inverse of a vector of mixtures in columns, by Newton steps inside a bracket. */
final class ColumnInverse {
    private static final FloatVector NAN = FloatVector.broadcast(Lanes.F, Float.NaN);
    private static final FloatVector ONE = FloatVector.broadcast(Lanes.F, 1f);

    private ColumnInverse() {}

    static void bracket(float[] m, int v, int means, float[] work, Columns c) {
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

    static void logOdds(float[] work, Columns c) {
        int n = c.components();
        FloatVector below = atLeast(FloatVector.fromArray(Lanes.F, work, MixtureRows.BELOW.of(n)), SMALLEST);
        FloatVector above = atLeast(FloatVector.fromArray(Lanes.F, work, MixtureRows.ABOVE.of(n)), SMALLEST);
        VectorMath.log(below.div(above)).intoArray(work, MixtureRows.ERROR.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, work, MixtureRows.DENSITY.of(n));
        density.div(below).add(density.div(above)).intoArray(work, MixtureRows.STEP.of(n));
    }

    static void error(float[] m, int v, float[] work, Columns c) {
        int n = c.components();
        FloatVector error =
                FloatVector.fromArray(Lanes.F, work, MixtureRows.ERROR.of(n)).sub(FloatVector.fromArray(Lanes.F, m, v));
        error.intoArray(work, MixtureRows.ERROR.of(n));
        error.div(FloatVector.fromArray(Lanes.F, work, MixtureRows.STEP.of(n))).intoArray(work, MixtureRows.STEP.of(n));
    }

    /** Narrows the bracket. Answers the Newton step where it stays inside, else the previous x, and the x to try next. */
    static void narrow(float[] work, Columns c) {
        int n = c.components();
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

    /** Writes one where the remaining error is rounding, else zero. */
    static void found(float[] m, int v, float[] work, Columns c) {
        int n = c.components();
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

    /** Makes the result NaN where sums are not safe. */
    static void safe(float[] work, Columns c) {
        int n = c.components();
        FloatVector below = FloatVector.fromArray(Lanes.F, work, MixtureRows.BELOW.of(n));
        FloatVector above = FloatVector.fromArray(Lanes.F, work, MixtureRows.ABOVE.of(n));
        FloatVector density = FloatVector.fromArray(Lanes.F, work, MixtureRows.DENSITY.of(n));
        FloatVector steepest = FloatVector.fromArray(Lanes.F, work, MixtureRows.STEEPEST.of(n));
        FloatVector last = FloatVector.fromArray(Lanes.F, work, MixtureRows.LAST.of(n));
        NAN.blend(last, VectorMixture.safe(below, above, density, steepest)).intoArray(work, MixtureRows.LAST.of(n));
    }

    /** Moves on where the root is not found yet. */
    static void move(float[] work, Columns c) {
        int n = c.components();
        FloatVector x = FloatVector.fromArray(Lanes.F, work, MixtureRows.X.of(n));
        FloatVector next = FloatVector.fromArray(Lanes.F, work, MixtureRows.NEXT.of(n));
        FloatVector last = FloatVector.fromArray(Lanes.F, work, MixtureRows.LAST.of(n));
        FloatVector done = FloatVector.fromArray(Lanes.F, work, MixtureRows.DONE.of(n));
        FloatVector before = FloatVector.fromArray(Lanes.F, work, MixtureRows.FOUND.of(n));
        FloatVector to = next.blend(last, done.compare(VectorOperators.GT, 0f));
        to.blend(x, before.compare(VectorOperators.GT, 0f)).intoArray(work, MixtureRows.X.of(n));
        FloatVector.fromArray(Lanes.F, work, MixtureRows.ERROR.of(n)).intoArray(work, MixtureRows.BEFORE.of(n));
        done.add(before).intoArray(work, MixtureRows.FOUND.of(n));
    }

    static boolean areFound(float[] work, Columns c) {
        return FloatVector.fromArray(Lanes.F, work, MixtureRows.FOUND.of(c.components()))
                .compare(VectorOperators.GT, 0f)
                .allTrue();
    }

    static void result(float[] m, int x, float[] work, Columns c) {
        int n = c.components();
        VectorMask<Float> open =
                FloatVector.fromArray(Lanes.F, work, MixtureRows.FOUND.of(n)).compare(VectorOperators.EQ, 0f);
        FloatVector.fromArray(Lanes.F, work, MixtureRows.X.of(n))
                .blend(NAN, open)
                .intoArray(m, x);
    }
}
