package io.github.vflow.nn.testkit;

/** Every tolerance of these tests, by name, and the comparison that uses them. */
public final class Approx {
    /** Sums of some tens of products in double, in another order. */
    public static final double DOUBLE = 1e-12;

    /** A network of some layers of such sums, with functions and quotients between. */
    public static final double DEEP = 1e-10;

    /** Central differences in double at {@link #STEP}. */
    public static final double DIFFERENCES = 1e-8;

    /** The step of those differences. */
    public static final double STEP = 1e-5;

    /** Inner products of the rows of an orthogonal matrix in float32. */
    public static final double FLOAT_ORTHOGONAL = 1e-6;

    /** Elements of the orthogonal factor of a Gaussian matrix, by two implementations in double. */
    public static final double ORTHOGONAL = 1e-12;

    /** Moments of a hundred thousand draws, as a share of the standard deviation: at least four standard errors. */
    public static final double MOMENTS = 0.015;

    private Approx() {}

    /** Fails unless each number is near enough, as a share of max(1, |expected|). */
    public static void assertClose(String what, double[] expected, double[] actual, double tolerance) {
        if (expected.length != actual.length) {
            throw new AssertionError(what + ": expected " + expected.length + " numbers but got " + actual.length);
        }
        for (int i = 0; i < expected.length; i++) {
            double allowed = tolerance * Math.max(1, Math.abs(expected[i]));
            if (!(Math.abs(expected[i] - actual[i]) <= allowed)) {
                throw new AssertionError("%s [%d]: expected %.17g but got %.17g, further apart than %.3g"
                        .formatted(what, i, expected[i], actual[i], allowed));
            }
        }
    }
}
