package io.github.vflow.flow.distribution.mixing;

/** The logarithm of the gamma function. */
public final class LogGamma {
    /** From here on, the error of the series is below the rounding of doubles. */
    private static final double FAR = 16;

    private LogGamma() {}

    /**
     * ln Γ(x), by Stirling's series after the recurrence Γ(x + 1) = x·Γ(x).
     *
     * @param x positive
     */
    public static double of(double x) {
        double below = 0;
        double y = x;
        for (; y < FAR; y++) {
            below += Math.log(y);
        }
        double r = 1 / (y * y);
        double series = (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r / 1188)))) / y;
        return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - below;
    }
}
