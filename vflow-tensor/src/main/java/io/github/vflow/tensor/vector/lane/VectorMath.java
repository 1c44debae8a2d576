package io.github.vflow.tensor.vector.lane;

import static io.github.vflow.tensor.kernel.FloatMath.EXP2_MIN;
import static io.github.vflow.tensor.kernel.FloatMath.EXP_MAX;
import static io.github.vflow.tensor.kernel.FloatMath.EXP_MIN;
import static io.github.vflow.tensor.kernel.FloatMath.LN2_HIGH;
import static io.github.vflow.tensor.kernel.FloatMath.LN2_LOW;
import static io.github.vflow.tensor.kernel.FloatMath.LOG2_E;
import static io.github.vflow.tensor.kernel.FloatMath.MODERATE;
import static io.github.vflow.tensor.kernel.FloatMath.NEGATIVE_MIN;
import static io.github.vflow.tensor.kernel.FloatMath.ROUND;
import static io.github.vflow.tensor.kernel.FloatMath.SQRT_HALF_BITS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The functions of {@link io.github.vflow.tensor.kernel.FloatMath} in lanes, operation for operation, so that every bit
 * agrees. A kernel may call two of these at most: past that, the compiler stops inlining and allocates every vector.
 */
public final class VectorMath {
    private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
    private static final int MIN_NORMAL_BITS = Float.floatToRawIntBits(Float.MIN_NORMAL);
    private static final int INFINITY_BITS = Float.floatToRawIntBits(Float.POSITIVE_INFINITY);

    // Vectors, not numbers: to broadcast a number costs the compiler many more nodes than a constant does, and past
    // 18,000 of them (HotSpot's NodeCountInliningCutoff) it puts vectors on the heap. They cost a load each, so the
    // exponential alone, which is far from that, does without.
    private static final FloatVector L0 = FloatVector.broadcast(Lanes.F, 7.0376836292E-2f);
    private static final FloatVector L1 = FloatVector.broadcast(Lanes.F, -1.1514610310E-1f);
    private static final FloatVector L2 = FloatVector.broadcast(Lanes.F, 1.1676998740E-1f);
    private static final FloatVector L3 = FloatVector.broadcast(Lanes.F, -1.2420140846E-1f);
    private static final FloatVector L4 = FloatVector.broadcast(Lanes.F, 1.4249322787E-1f);
    private static final FloatVector L5 = FloatVector.broadcast(Lanes.F, -1.6668057665E-1f);
    private static final FloatVector L6 = FloatVector.broadcast(Lanes.F, 2.0000714765E-1f);
    private static final FloatVector L7 = FloatVector.broadcast(Lanes.F, -2.4999993993E-1f);
    private static final FloatVector L8 = FloatVector.broadcast(Lanes.F, 3.3333331174E-1f);

    private static final FloatVector ONE = FloatVector.broadcast(Lanes.F, 1f);
    private static final FloatVector MINUS_HALF = FloatVector.broadcast(Lanes.F, -0.5f);
    private static final FloatVector HIGH = FloatVector.broadcast(Lanes.F, LN2_HIGH);
    private static final FloatVector LOW = FloatVector.broadcast(Lanes.F, LN2_LOW);

    private VectorMath() {}

    /**
     * max(x, low) without the cost of −0 and NaN in {@link FloatVector#max}; NaN stays NaN. {@link #exp} does without this: a
     * second mask goes to the heap in some callers.
     */
    private static FloatVector atLeast(FloatVector x, float low) {
        return x.blend(low, x.lt(low));
    }

    public static FloatVector exp(FloatVector value) {
        FloatVector x = value.max(EXP_MIN).min(EXP_MAX);
        FloatVector t = x.fma(FloatVector.broadcast(Lanes.F, LOG2_E), FloatVector.broadcast(Lanes.F, ROUND));
        FloatVector k = t.sub(ROUND);
        FloatVector r =
                k.fma(FloatVector.broadcast(Lanes.F, -LN2_LOW), k.fma(FloatVector.broadcast(Lanes.F, -LN2_HIGH), x));
        FloatVector p = FloatVector.broadcast(Lanes.F, 1.9875691500E-4f);
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 1.3981999507E-3f));
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 8.3334519073E-3f));
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 4.1665795894E-2f));
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 1.6666665459E-1f));
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 5.0000001201E-1f));
        p = p.fma(r.mul(r), r).add(ONE);
        IntVector n = t.reinterpretAsInts().sub(ROUND_BITS);
        IntVector half = n.lanewise(VectorOperators.ASHR, 1);
        FloatVector s1 = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        FloatVector s2 = n.sub(half).add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
        return p.mul(s1).mul(s2);
    }

    public static FloatVector expOfNegative(FloatVector value) {
        return expOfModerate(atLeast(value, NEGATIVE_MIN));
    }

    /** Whether all numbers are positive, finite and not subnormal. Other numbers are rare, and kernels compute them one by one. */
    public static boolean areModerate(FloatVector x) {
        return x.abs().compare(VectorOperators.LE, MODERATE).allTrue();
    }

    /** eˣ of {@linkplain #areModerate moderate} numbers: scaling by 2ⁿ is one addition then. */
    public static FloatVector expOfModerate(FloatVector x) {
        FloatVector t = x.fma(FloatVector.broadcast(Lanes.F, LOG2_E), FloatVector.broadcast(Lanes.F, ROUND));
        FloatVector k = t.sub(ROUND);
        FloatVector r =
                k.fma(FloatVector.broadcast(Lanes.F, -LN2_LOW), k.fma(FloatVector.broadcast(Lanes.F, -LN2_HIGH), x));
        FloatVector p = FloatVector.broadcast(Lanes.F, 1.9875691500E-4f);
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 1.3981999507E-3f));
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 8.3334519073E-3f));
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 4.1665795894E-2f));
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 1.6666665459E-1f));
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 5.0000001201E-1f));
        p = p.fma(r.mul(r), r).add(1f);
        // times 2ⁿ, exactly: n is in the low bits of t, and the product is a normal number
        IntVector n = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        return p.reinterpretAsInts().add(n).reinterpretAsFloats();
    }

    public static FloatVector exp2OfNegative(FloatVector value) {
        FloatVector t = value.add(ROUND);
        FloatVector r = value.sub(t.sub(ROUND));
        FloatVector r2 = r.mul(r);
        FloatVector p = FloatVector.broadcast(Lanes.F, 1.3264720E-3f);
        p = p.fma(r, FloatVector.broadcast(Lanes.F, 9.6715139E-3f));
        FloatVector q = FloatVector.broadcast(Lanes.F, 5.5507340E-2f);
        q = q.fma(r, FloatVector.broadcast(Lanes.F, 2.4022242E-1f));
        p = p.fma(r2, q).fma(r2, r.mul(6.9314700E-1f)).add(1f);
        // times 2ⁿ, exactly: n is in the low bits of t, and the product is a normal number
        IntVector n = t.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
        FloatVector power = p.reinterpretAsInts().add(n).reinterpretAsFloats();
        return power.blend(Float.MIN_NORMAL, value.lt(EXP2_MIN));
    }

    /** Whether all numbers are positive, finite and not subnormal. Others are rare: a kernel does them one by one. */
    public static boolean areNormal(FloatVector x) {
        return x.reinterpretAsInts()
                .sub(MIN_NORMAL_BITS)
                .compare(VectorOperators.ULT, INFINITY_BITS - MIN_NORMAL_BITS)
                .allTrue();
    }

    /** ln x of {@linkplain #areNormal normal} numbers, for loops that do nothing else: a quarter faster than {@link #log}. */
    public static FloatVector logAlone(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector e = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(1f);
        FloatVector k = (FloatVector) e.convert(VectorOperators.I2F, 0);
        FloatVector z = f.mul(f);
        FloatVector p = FloatVector.broadcast(Lanes.F, 7.0376836292E-2f);
        p = p.fma(f, FloatVector.broadcast(Lanes.F, -1.1514610310E-1f));
        p = p.fma(f, FloatVector.broadcast(Lanes.F, 1.1676998740E-1f));
        p = p.fma(f, FloatVector.broadcast(Lanes.F, -1.2420140846E-1f));
        p = p.fma(f, FloatVector.broadcast(Lanes.F, 1.4249322787E-1f));
        p = p.fma(f, FloatVector.broadcast(Lanes.F, -1.6668057665E-1f));
        p = p.fma(f, FloatVector.broadcast(Lanes.F, 2.0000714765E-1f));
        p = p.fma(f, FloatVector.broadcast(Lanes.F, -2.4999993993E-1f));
        p = p.fma(f, FloatVector.broadcast(Lanes.F, 3.3333331174E-1f));
        FloatVector y = k.fma(FloatVector.broadcast(Lanes.F, LN2_LOW), p.mul(f).mul(z));
        y = z.fma(FloatVector.broadcast(Lanes.F, -0.5f), y);
        return k.fma(FloatVector.broadcast(Lanes.F, LN2_HIGH), f.add(y));
    }

    /** ln x of numbers that {@linkplain #areNormal are normal}. */
    public static FloatVector log(FloatVector x) {
        IntVector bits = x.reinterpretAsInts();
        IntVector e = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, 23);
        FloatVector f = bits.sub(e.lanewise(VectorOperators.LSHL, 23))
                .reinterpretAsFloats()
                .sub(ONE);
        FloatVector k = (FloatVector) e.convert(VectorOperators.I2F, 0);
        FloatVector z = f.mul(f);
        FloatVector p = L0.fma(f, L1)
                .fma(f, L2)
                .fma(f, L3)
                .fma(f, L4)
                .fma(f, L5)
                .fma(f, L6)
                .fma(f, L7)
                .fma(f, L8);
        FloatVector y = k.fma(LOW, p.mul(f).mul(z));
        y = z.fma(MINUS_HALF, y);
        return k.fma(HIGH, f.add(y));
    }

    /** ln(1 + x) where u = 1 + x {@linkplain #areNormal is normal}. */
    public static FloatVector log1p(FloatVector x, FloatVector u) {
        // x − (u − 1) is what the rounding of 1 + x lost
        FloatVector lost = x.sub(u.sub(ONE)).div(u);
        return log(u).add(lost);
    }

    /** Whether {@link #tanh} holds: 2x is moderate. */
    public static boolean areModerateTwice(FloatVector x) {
        return x.abs().compare(VectorOperators.LE, 0.5f * MODERATE).allTrue();
    }

    /** tanh x where {@linkplain #areModerateTwice 2x is moderate}. */
    public static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector z = x.mul(x);
        FloatVector p = FloatVector.broadcast(Lanes.F, -5.70498872745E-3f);
        p = p.fma(z, FloatVector.broadcast(Lanes.F, 2.06390887954E-2f));
        p = p.fma(z, FloatVector.broadcast(Lanes.F, -5.37397155531E-2f));
        p = p.fma(z, FloatVector.broadcast(Lanes.F, 1.33314422036E-1f));
        p = p.fma(z, FloatVector.broadcast(Lanes.F, -3.33332819422E-1f));
        FloatVector small = p.mul(z).fma(x, x);
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        FloatVector large = one.sub(
                FloatVector.broadcast(Lanes.F, 2f).div(expOfModerate(a.add(a)).add(1f)));
        return large.blend(large.neg(), x.lt(0f)).blend(small, a.lt(0.625f));
    }

    /** σ(x) where numbers {@linkplain #areModerate are moderate}. */
    public static FloatVector sigmoid(FloatVector x) {
        FloatVector e = expOfModerate(x.abs().neg());
        FloatVector one = FloatVector.broadcast(Lanes.F, 1f);
        FloatVector numerator = e.blend(one, x.compare(VectorOperators.GE, 0f));
        return numerator.div(e.add(one));
    }

    /** x for x &gt; 0 and eˣ − 1 below, of {@linkplain #areModerate moderate} numbers. */
    public static FloatVector elu(FloatVector x) {
        VectorMask<Float> negative = x.compare(VectorOperators.LT, 0f);
        FloatVector below = FloatVector.zero(Lanes.F).blend(x, negative);
        return x.blend(0f, negative).add(expOfModerate(below).sub(1f));
    }

    /** ln(1 + eˣ) where numbers {@linkplain #areModerate are moderate}. */
    public static FloatVector softplus(FloatVector x) {
        // 1 + e lies in [1, 2]
        FloatVector e = expOfModerate(x.abs().neg());
        return x.blend(0f, x.compare(VectorOperators.LT, 0f)).add(log1p(e, e.add(ONE)));
    }

    /** The larger of the two, without the cost of −0 and NaN in {@link FloatVector#max}. */
    public static FloatVector larger(FloatVector a, FloatVector b) {
        return a.blend(b, b.compare(VectorOperators.GT, a));
    }
}
