package io.github.vflow.table.marginal;

/** Φ⁻¹, the standard normal number with a probability below it. */
final class NormalScore {
    private NormalScore() {}

    static double of(double below) {
        return below < 0.5 ? -upper(below) : upper(1 - below);
    }

    /** z with P(Z > z) = p ≤ ½ to within 4.5·10⁻⁴ (Abramowitz and Stegun 1964, 26.2.23). */
    private static double upper(double p) {
        double t = Math.sqrt(-2 * Math.log(p));
        return t - (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)));
    }
}
