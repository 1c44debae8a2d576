package io.github.vflow.benchmarks;

/** A benchmark that computes something wrong is worth nothing: it stops with an error. */
public final class Agreement {
    private Agreement() {}

    /**
     * Requires two numbers to agree.
     *
     * @throws IllegalStateException if they differ by more than the tolerance times the larger of one and the expected
     */
    public static void require(String what, double expected, double got, double tolerance) {
        double error = Math.abs(got - expected) / Math.max(1, Math.abs(expected));
        if (!(error <= tolerance)) {
            throw new IllegalStateException("%s: expected %s but got %s; the relative error is %.2e, at most %.2e"
                    .formatted(what, expected, got, error, tolerance));
        }
    }

    /**
     * Requires two arrays to agree in the norm.
     *
     * @throws IllegalStateException if ‖got − expected‖ is more than the tolerance times ‖expected‖
     */
    public static void require(String what, double[] expected, double[] got, double tolerance) {
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += (got[i] - expected[i]) * (got[i] - expected[i]);
            norm += expected[i] * expected[i];
        }
        double error = Math.sqrt(difference / norm);
        if (!(error <= tolerance)) {
            throw new IllegalStateException(
                    "%s: the relative error in the norm is %.2e, at most %.2e".formatted(what, error, tolerance));
        }
    }
}
