package io.github.vflow.tornado.kernel;

import uk.ac.manchester.tornado.api.math.TornadoMath;

/**
 * Elementary functions in kernels. Functions that TornadoVM lacks (log1p, expm1) are built from others. Comparisons are written so
 * that NaN stays NaN.
 *
 * <p>No kernel joins conditions by {@code &&} or {@code ||}: where branches of different depth meet, TornadoVM was seen to emit
 * code that runs both. No kernel uses {@code >=} or {@code <=} of floats: they are compiled to the negation of the opposite, which
 * NaN passes.
 */
final class KernelFunctions {
    private KernelFunctions() {}

    static float log1p(float x) {
        float u = 1f + x;
        // (x − (u − 1)) is what the rounding of 1 + x lost
        float lost = (x - (u - 1f)) / u;
        float log = TornadoMath.log(u);
        // NaN at 0 and at infinity
        return Float.isNaN(lost) ? log : log + lost;
    }

    static float sigmoid(float x) {
        float e = TornadoMath.exp(x < 0f ? x : -x);
        return (x < 0f ? e : 1f) / (1f + e);
    }

    static float softplus(float x) {
        float positive = x < 0f ? 0f : x;
        return positive + log1p(TornadoMath.exp(x < 0f ? x : -x));
    }

    static float elu(float x) {
        return x > 0f ? x : TornadoMath.exp(x) - 1f;
    }

    static float sign(float x) {
        float s = x > 0f ? 1f : x;
        return x < 0f ? -1f : s;
    }

    /**
     * Clamps the largest number of a softmax to finite numbers: an infinity less a finite number is still infinite, but less itself
     * it is NaN.
     */
    static float finite(float x) {
        float y = x > 3.4e38f ? 3.4e38f : x;
        return y < -3.4e38f ? -3.4e38f : y;
    }

    static float larger(float x, float y) {
        return x > y ? x : y > x ? y : equalOrNaN(x, y);
    }

    /** The common value of two equal numbers, or NaN. */
    private static float equalOrNaN(float x, float y) {
        return 0.5f * x + 0.5f * y;
    }

    static float smaller(float x, float y) {
        return x < y ? x : y < x ? y : equalOrNaN(x, y);
    }

    /** The function of a code from {@link Code#UNARY} on, in the order of the operation's records. */
    static float unary(int code, float x) {
        float y = x;
        switch (code) {
            case 8 -> y = -x;
            case 9 -> y = x < 0f ? -x : x;
            case 10 -> y = sign(x);
            case 11 -> y = TornadoMath.sqrt(x);
            case 12 -> y = TornadoMath.exp(x);
            case 13 -> y = TornadoMath.log(x);
            case 14 -> y = log1p(x);
            case 15 -> y = TornadoMath.tanh(x);
            case 16 -> y = sigmoid(x);
            case 17 -> y = softplus(x);
            case 18 -> y = x < 0f ? 0f : x;
            case 19 -> y = elu(x);
            default -> {}
        }
        return y;
    }

    /** The function of a code from {@link Code#BINARY} on, in the order of the operation's records. */
    static float binary(int code, float x, float y) {
        float z = x;
        switch (code) {
            case 32 -> z = x + y;
            case 33 -> z = x - y;
            case 34 -> z = x * y;
            case 35 -> z = x / y;
            case 36 -> z = larger(x, y);
            case 37 -> z = smaller(x, y);
            case 38 -> z = x > y ? 1f : 0f;
            case 39 -> z = y > 0f ? x : 0f;
            default -> {}
        }
        return z;
    }
}
