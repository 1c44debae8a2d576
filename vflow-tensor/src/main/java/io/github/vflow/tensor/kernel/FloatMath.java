package io.github.vflow.tensor.kernel;

/**
 * Elementary functions in float32 from additions, multiplications, fused multiply-adds and square roots only. These are
 * exact by IEEE 754, so the results have the same bits interpreted or compiled, scalar or in lanes, on every machine;
 * library intrinsics do not promise that. Polynomials: Cephes (S. Moshier), single precision. Errors are below 3 ulp.
 */
public final class FloatMath {
    /** log₂ e. */
    public static final float LOG2_E = 1.44269504088896341f;
    /** ln 2, rounded. */
    public static final float LN2_HIGH = 0.693147182464599609375f;
    /** ln 2 less {@link #LN2_HIGH}. */
    public static final float LN2_LOW = -1.904654323148236e-9f;
    /** 1.5 · 2²³: adding it rounds to an integer, which is then in the low bits. */
    public static final float ROUND = 12582912f;
    /** Below this x, eˣ is zero. */
    public static final float EXP_MIN = -105f;
    /** Above this x, eˣ is infinite. */
    public static final float EXP_MAX = 89f;

    /** From this x on, eˣ is a normal number. */
    public static final float NEGATIVE_MIN = -87f;

    /** From this x on, 2ˣ is a normal number. */
    public static final float EXP2_MIN = -126f;

    /** Up to this |x|, eˣ is a normal number. Larger arguments are rare and take longer. */
    public static final float MODERATE = 87f;

    static final float[] EXP = {
        1.9875691500E-4f, 1.3981999507E-3f, 8.3334519073E-3f, 4.1665795894E-2f, 1.6666665459E-1f, 5.0000001201E-1f
    };
    /** 2ˣ for |x| ≤ ½, of least relative error: 1e−7. */
    static final float[] EXP2 = {1.3264720E-3f, 9.6715139E-3f, 5.5507340E-2f, 2.4022242E-1f, 6.9314700E-1f, 1f};

    static final float[] LOG = {
        7.0376836292E-2f,
        -1.1514610310E-1f,
        1.1676998740E-1f,
        -1.2420140846E-1f,
        1.4249322787E-1f,
        -1.6668057665E-1f,
        2.0000714765E-1f,
        -2.4999993993E-1f,
        3.3333331174E-1f
    };
    static final float[] TANH = {
        -5.70498872745E-3f, 2.06390887954E-2f, -5.37397155531E-2f, 1.33314422036E-1f, -3.33332819422E-1f
    };
    static final float[] SIN = {-1.9515295891E-4f, 8.3321608736E-3f, -1.6666654611E-1f};
    static final float[] COS = {2.443315711809948E-5f, -1.388731625493765E-3f, 4.166664568298827E-2f};

    /** Bits of √½: the mantissa range [√½, √2) is centred on one. */
    public static final int SQRT_HALF_BITS = 0x3f3504f3;

    private FloatMath() {}

    private static float polynomial(float x, float[] c) {
        float p = c[0];
        for (int i = 1; i < c.length; i++) {
            p = Math.fma(p, x, c[i]);
        }
        return p;
    }

    /** eˣ. */
    public static float exp(float value) {
        float x = Math.min(Math.max(value, EXP_MIN), EXP_MAX);
        float t = Math.fma(x, LOG2_E, ROUND);
        int n = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUND);
        float k = t - ROUND;
        float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
        float p = Math.fma(polynomial(r, EXP), r * r, r) + 1f;
        // in two factors, since 2ⁿ alone may overflow or underflow where the product does not
        int half = n >> 1;
        return p * Float.intBitsToFloat((half + 127) << 23) * Float.intBitsToFloat((n - half + 127) << 23);
    }

    /** eˣ of x ≤ 0, never below e^{@value #NEGATIVE_MIN}: one factor fewer than {@link #exp}. */
    public static float expOfNegative(float value) {
        float x = Math.max(value, NEGATIVE_MIN);
        float t = Math.fma(x, LOG2_E, ROUND);
        int n = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUND);
        float k = t - ROUND;
        float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
        float p = Math.fma(polynomial(r, EXP), r * r, r) + 1f;
        return p * Float.intBitsToFloat((n + 127) << 23);
    }

    /** 2ˣ of x ≤ 0, never below 2^{@value #EXP2_MIN}. */
    public static float exp2OfNegative(float value) {
        float t = value + ROUND;
        float r = value - (t - ROUND);
        float r2 = r * r;
        // terms in pairs make a shorter chain; the last sum adds one, so that the terms before it have small
        // errors
        float p = Math.fma(Math.fma(EXP2[0], r, EXP2[1]), r2, Math.fma(EXP2[2], r, EXP2[3]));
        p = Math.fma(p, r2, EXP2[4] * r) + EXP2[5];
        // times 2ⁿ, exactly: n is in the low bits of t, and the product is a normal number
        float power = Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(t) << 23));
        return value < EXP2_MIN ? Float.MIN_NORMAL : power;
    }

    /** ln x. */
    public static float log(float value) {
        boolean tiny = value < Float.MIN_NORMAL;
        float x = tiny ? value * 8388608f : value;
        int bits = Float.floatToRawIntBits(x);
        int e = (bits - SQRT_HALF_BITS) >> 23;
        float f = Float.intBitsToFloat(bits - (e << 23)) - 1f;
        float k = tiny ? e - 23f : e;
        float z = f * f;
        float y = polynomial(f, LOG) * f * z;
        y = Math.fma(k, LN2_LOW, y);
        y = Math.fma(z, -0.5f, y);
        float log = Math.fma(k, LN2_HIGH, f + y);
        log = value == Float.POSITIVE_INFINITY ? value : log;
        log = value == 0f ? Float.NEGATIVE_INFINITY : log;
        return value >= 0f ? log : Float.NaN;
    }

    /** ln(1 + x), exact to the last digits for small x. */
    public static float log1p(float x) {
        float u = 1f + x;
        float log = log(u);
        // (x − (u − 1)) is what the rounding of 1 + x lost
        float lost = (x - (u - 1f)) / u;
        return u > 0f && u < Float.POSITIVE_INFINITY ? log + lost : log;
    }

    /** tanh x. */
    public static float tanh(float x) {
        float a = Math.abs(x);
        float z = x * x;
        float small = Math.fma(polynomial(z, TANH) * z, x, x);
        float large = 1f - 2f / (exp(a + a) + 1f);
        return a < 0.625f ? small : x < 0f ? -large : large;
    }

    /** 1 / (1 + e⁻ˣ). */
    public static float sigmoid(float x) {
        float e = exp(-Math.abs(x));
        return (x >= 0f ? 1f : e) / (1f + e);
    }

    /** ln(1 + eˣ). */
    public static float softplus(float x) {
        return Math.max(x, 0f) + log1p(exp(-Math.abs(x)));
    }

    /** x for x &gt; 0, eˣ − 1 below. */
    public static float elu(float x) {
        return Math.max(x, 0f) + (exp(Math.min(x, 0f)) - 1f);
    }

    /** sin 2πu for u in [0, 1). */
    public static float sinTurns(float u) {
        return turns(u, 0);
    }

    /** cos 2πu for u in [0, 1). */
    public static float cosTurns(float u) {
        return turns(u, 1);
    }

    private static float turns(float u, int quarter) {
        float t = Math.fma(u, 4f, ROUND);
        int q = Float.floatToRawIntBits(t) - Float.floatToRawIntBits(ROUND) + quarter;
        float x = Math.fma(u, 4f, -(t - ROUND)) * (float) (Math.PI / 2);
        float z = x * x;
        float sin = Math.fma(polynomial(z, SIN) * z, x, x);
        float cos = Math.fma(polynomial(z, COS) * z, z, Math.fma(z, -0.5f, 1f));
        float v = (q & 1) == 0 ? sin : cos;
        return (q & 2) == 0 ? v : -v;
    }
}
