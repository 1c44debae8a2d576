package io.github.vflow.flow.audit;

/**
 * How far a bijector is from its laws, as largest absolute errors over the points that were tried.
 *
 * @param roundTrip of f⁻¹(f(x)) against x, relative to max(1, |x|)
 * @param logDetGradient of logDet against ln |det J| with J from the program's own gradient, in nats
 * @param logDetDifferences of logDet against ln |det J| with J from central differences, in nats
 * @param inverseLogDet of logDet of f⁻¹ at f(x) against −logDet of f at x, in nats
 */
public record Laws(double roundTrip, double logDetGradient, double logDetDifferences, double inverseLogDet) {
    /** Differences are this much coarser than the other errors. */
    private static final double DIFFERENCES = 1e3;

    /** Whether all errors are within a tolerance; NaN is not. Central differences are allowed a thousand times as much. */
    public boolean within(double tolerance) {
        return roundTrip <= tolerance
                && logDetGradient <= tolerance
                && inverseLogDet <= tolerance
                && logDetDifferences <= tolerance * DIFFERENCES;
    }
}
