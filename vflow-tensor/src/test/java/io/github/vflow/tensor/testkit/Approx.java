package io.github.vflow.tensor.testkit;

import java.util.Arrays;

/** Every tolerance of these tests, by name, and the comparisons that use them. */
public final class Approx {
    /**
     * How far a number may be from what was expected.
     *
     * @param ofExpected a share of the expected number
     * @param ofLargest a share of the largest expected number beside it: sums lose what they cancel
     * @param absolute and this much
     */
    public record Tolerance(double ofExpected, double ofLargest, double absolute) {
        /** With no absolute part. */
        public Tolerance(double ofExpected, double ofLargest) {
            this(ofExpected, ofLargest, 0);
        }

        /** The same with what a number may be off by whatever its size. */
        public Tolerance plus(double more) {
            return new Tolerance(ofExpected, ofLargest, absolute + more);
        }
    }

    /** float32 functions of the same float32 numbers: three units in the last place. */
    public static final Tolerance ELEMENTWISE = new Tolerance(4e-7, 0);

    /** float32 sums and products of up to a few hundred terms. */
    public static final Tolerance SUMS = new Tolerance(1e-6, 1e-6);

    /** Attention over hundreds of positions: a weight is off by what a score of up to forty is. */
    public static final Tolerance LONG_ATTENTION = new Tolerance(4e-6, 4e-6);

    /** Computed in double from float32 numbers and rounded once; ln|det| may cancel, so it is held to its size. */
    public static final Tolerance ROUNDED_ONCE = new Tolerance(1.3e-7, 1.3e-7);

    /** Float32 programs of some tens of operations on numbers up to about four, which may cancel. */
    public static final Tolerance PROGRAMS = new Tolerance(1e-4, 1e-4, 2e-5);

    /** The same sums in double, in another order. */
    public static final Tolerance REORDERED = new Tolerance(1e-12, 1e-12);

    /** Differences at {@link #STEP} and twice that, extrapolated: their error is near its fourth power. */
    public static final Tolerance DIFFERENCES = new Tolerance(2e-6, 2e-6);

    /** The step of central differences, in double. */
    public static final double STEP = 1e-4;

    /** What rounding adds to such a difference, of 1 + |f|: some units in the last place of f over the step. */
    public static final double DIFFERENCES_ROUNDING = 1e-14 / STEP;

    /** A first-order model's error falls to a quarter with half the step; to a half where the gradient is wrong. */
    public static final double TAYLOR_RATIO = 0.3;

    /** Below this share of the function's size, an error of the first-order model is rounding. */
    public static final double TAYLOR_NOISE = 1e-12;

    /** Log-odds of mixtures and their gradients in float32: sums of exponentials of numbers up to about thirty. */
    public static final Tolerance MIXTURE = new Tolerance(4e-6, 4e-6, 1e-6);

    /** Where such log-odds take a value: an error of g, over g′. */
    public static final Tolerance MIXTURE_INVERSE = new Tolerance(1e-6, 1e-6, 4e-6);

    /** Log-odds, slope and gradient, each by itself, wherever x may be. */
    public static final Tolerance MIXTURE_FAR_OUT = new Tolerance(1e-5, 0, 1e-6);

    /** Of max(1, |v|), beside what a unit in the last place of x is worth. */
    public static final double MIXTURE_FAR_OUT_RESIDUAL = 2e-6;

    /** Residual of the inverse mixture in g, of max(1, |v|), beside what a unit in the last place of x is worth. */
    public static final double MIXTURE_RESIDUAL = 1e-12;

    /** The log-odds of a mixture against a 40-digit oracle, of max(1, |g|). */
    public static final double MIXTURE_VALUE = 1e-13;

    /** Determinants and inverses, times the condition number. */
    public static final double CONDITIONED = 1e-13;

    /** Elements of the orthogonal factor of a Gaussian matrix, by two orders of the same sums. */
    public static final double ORTHOGONAL_FACTOR = 1e-12;

    /** The slope of a mixture against a 40-digit oracle, of itself. */
    public static final double MIXTURE_SLOPE = 1e-11;

    /** And this much of |g|, since the slope is the exponential of a difference of logarithms as large as g. */
    public static final double MIXTURE_SLOPE_OF_VALUE = 1e-15;

    private Approx() {}

    /** Fails unless each number is near enough; NaN is near NaN, and an infinity near itself only. */
    public static void assertClose(String what, double[] expected, double[] actual, Tolerance t) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": expected " + expected.length + " numbers but got " + actual.length);
        }
        double largest = Arrays.stream(expected)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(0);
        for (int i = 0; i < expected.length; i++) {
            double allowed = t.ofExpected * Math.abs(expected[i]) + t.ofLargest * largest + t.absolute;
            boolean same = Double.compare(expected[i], actual[i]) == 0;
            if (!same && !(Math.abs(expected[i] - actual[i]) <= allowed)) {
                throw new AssertionError("%s [%d]: expected %.17g but got %.17g, further apart than %.3g by %s"
                        .formatted(what, i, expected[i], actual[i], allowed, t));
            }
        }
    }

    /** Fails unless all bits agree; every NaN is the same. */
    public static void assertSameBits(String what, float[] expected, float[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": expected " + expected.length + " numbers but got " + actual.length);
        }
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
                throw new AssertionError("%s [%d]: expected the bits of %s but got %s"
                        .formatted(what, i, bits(expected[i]), bits(actual[i])));
            }
        }
    }

    private static String bits(float x) {
        return x + " (" + Float.toHexString(x) + ")";
    }
}
