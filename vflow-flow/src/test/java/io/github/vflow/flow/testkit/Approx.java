package io.github.vflow.flow.testkit;

/** Every tolerance of these tests, by name, and the comparisons that use them. */
public final class Approx {
    /**
     * How far a number may be from what was expected.
     *
     * @param relative a share of the expected number
     * @param absolute and this much
     */
    public record Tolerance(double relative, double absolute) {
        /** The same with an absolute part in units of a number. */
        public Tolerance of(double number) {
            return new Tolerance(relative, absolute * number);
        }
    }

    /** There and back in double. */
    public static final Tolerance ROUND_TRIP = new Tolerance(1e-9, 1e-9);

    /** There and back in double where a number of 10⁶ is mixed into the others: some hundreds of its roundings. */
    public static final Tolerance HARD_ROUND_TRIP = new Tolerance(1e-9, 1e-7);

    /** logDet against the determinant of a Jacobian that was differentiated exactly, in double. */
    public static final Tolerance LOG_DET = new Tolerance(1e-9, 1e-9);

    /** logDet against the determinant of a Jacobian of central differences, in double. */
    public static final Tolerance LOG_DET_DIFFERENCES = new Tolerance(1e-6, 1e-6);

    /** The same where a knot may be between the two points: the step times a jump of the second derivative. */
    public static final Tolerance LOG_DET_DIFFERENCES_AT_KNOTS = new Tolerance(2e-3, 2e-3);

    /** The step of those differences. */
    public static final double STEP = 1e-5;

    /** A fixture whose logDet is nearer to zero could hide a wrong sign or a missing term. */
    public static final double LEAST_LOG_DET = 0.1;

    /** Float32 against double, for maps of some tens of operations on numbers up to about four. */
    public static final Tolerance FLOAT32 = new Tolerance(2e-4, 2e-4);

    /** Float32 against double, for whole models of random parameters and their gradients; of the largest number. */
    public static final Tolerance FLOAT32_MODEL = new Tolerance(5e-3, 5e-3);

    /** Computed in double, handed out in float32. */
    public static final Tolerance FLOAT32_ULPS = new Tolerance(1e-6, 1e-6);

    /** There and back in float32. */
    public static final Tolerance FLOAT32_ROUND_TRIP = new Tolerance(1e-3, 1e-3);

    /** What a release computed in double, again: what stands before the flow may round to float32. */
    public static final Tolerance AS_BEFORE = new Tolerance(1e-5, 1e-5);

    /** A few operations in double, against the closed form. */
    public static final Tolerance CLOSED_FORM = new Tolerance(1e-12, 1e-12);

    /** Splines in double, against formulas with other roundings, where a bin may be a thousandth of its neighbours. */
    public static final Tolerance SPLINE = new Tolerance(1e-8, 1e-8);

    /** Far out a mixture's logDet is a difference of numbers as large as |x|, up to a million. */
    public static final Tolerance TAIL_LOG_DET = new Tolerance(0, 1e-8);

    /** The log-odds of a mixture in float32, near its centre and far out. */
    public static final Tolerance FLOAT32_LOG_ODDS = new Tolerance(1e-5, 1e-5);

    /** Sums of exponentials of log-weights moved up or down by hundreds. */
    public static final Tolerance LOG_SPACE = new Tolerance(1e-11, 1e-11);

    /** The standard deviation of such weights where they nearly agree. */
    public static final Tolerance LOG_SPACE_ERROR = new Tolerance(1e-9, 1e-7);

    /** The tolerance of zuko's tests of transforms, which is torch.allclose with atol = 1e-4. */
    public static final Tolerance ZUKO = new Tolerance(1e-5, 1e-4);

    /** Theorem 1, each row, in double. */
    public static final Tolerance THEOREM_1 = new Tolerance(0, 1e-10);

    /** Mass of a plain flow by quadrature. */
    public static final double MASS = 1e-3;

    /** Mass of a VFlow by quadrature over densities of few importance samples: their noise adds to the grid's error. */
    public static final double MASS_OF_ESTIMATES = 1e-2;

    /** A Monte Carlo mean may be this many of its standard errors off. */
    public static final double STANDARD_ERRORS = 4;

    private Approx() {}

    /** Fails unless each number is near enough; an infinity is near itself only, and NaN near nothing. */
    public static void assertClose(String what, double[] expected, double[] actual, Tolerance t) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": expected " + expected.length + " numbers but got " + actual.length);
        }
        for (int i = 0; i < expected.length; i++) {
            assertClose(what + " [" + i + "]", expected[i], actual[i], t);
        }
    }

    /** Fails unless the number is near enough. */
    public static void assertClose(String what, double expected, double actual, Tolerance t) {
        double allowed = t.absolute + t.relative * Math.abs(expected);
        if (expected != actual && !(Math.abs(expected - actual) <= allowed)) {
            throw new AssertionError("%s: expected %.17g but got %.17g, further apart than %.3g by %s"
                    .formatted(what, expected, actual, allowed, t));
        }
    }

    /** Fails unless every number is finite. */
    public static void assertFinite(String what, double[] numbers) {
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw new AssertionError(what + " [" + i + "] is " + numbers[i]);
            }
        }
    }
}
