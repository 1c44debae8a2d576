package io.github.vflow.flow.audit;

/**
 * The largest absolute errors of the laws of a bijector over a set of points.
 *
 * @param roundTrip of f⁻¹(f(x)) against x, relative to max(1, |x|)
 * @param logDetGradient of logDet against ln |det J| with J from the program's own gradient, in nats
 * @param logDetDifferences of logDet against ln |det J| with J from central differences, in nats
 * @param inverseLogDet of logDet of f⁻¹ at f(x) against −logDet of f at x, in nats
 */
public record Laws(double roundTrip, double logDetGradient, double logDetDifferences, double inverseLogDet) {
    /** The factor by which central differences are coarser than the other checks. */
    private static final double DIFFERENCES = 1e3;

    /**
     * Whether all errors are within a tolerance; a NaN is not. The tolerance of central differences is a thousand times
     * as large.
     */
    public boolean within(double tolerance) {
        return roundTrip <= tolerance
                && logDetGradient <= tolerance
                && inverseLogDet <= tolerance
                && logDetDifferences <= tolerance * DIFFERENCES;
    }
}
