package io.github.vflow.table.drift.statistic;

/**
 * A simultaneous confidence band for the distribution function F of future rows, at the upper end of each cell but the last.
 *
 * <p>A baseline of n independent rows has F̂ = C/n there. With probability at least 1 − δ, F̂ − below ≤ F ≤ F̂ + above at all ends at once. Each
 * distance is the smaller of two. One is √(ln(4/δ)/(2n)), by Dvoretzky, Kiefer, Wolfowitz and Massart. The other is the distance to the q with
 * n·KL(F̂ ‖ q) = ln(4n/δ), Chernoff's bound for all n order statistics, which is much smaller near 0 and 1.
 *
 * @param below the distance downwards [cells − 1]
 * @param above the distance upwards [cells − 1]
 */
record Band(double[] below, double[] above) {
    private static final int HALVINGS = 60;

    /**
     * The band of a baseline.
     *
     * @param counts of the cells
     * @param delta the probability that F is outside the band
     */
    static Band of(long[] counts, double delta) {
        double n = 0;
        for (long c : counts) {
            n += c;
        }
        double uniform = Math.sqrt(Math.log(4 / delta) / (2 * n));
        double divergence = Math.log(4 * n / delta) / n;
        double[] below = new double[counts.length - 1];
        double[] above = new double[counts.length - 1];
        double sum = 0;
        for (int k = 0; k < below.length; k++) {
            sum += counts[k];
            double share = sum / n;
            above[k] = Math.min(uniform, farthest(share, 1, divergence) - share);
            below[k] = Math.min(uniform, share - farthest(share, 0, divergence));
        }
        return new Band(below, above);
    }

    /** The q between p and an end with KL(p ‖ q) equal to the divergence, rounded outwards. */
    private static double farthest(double p, double end, double divergence) {
        double near = p;
        double far = end;
        for (int i = 0; i < HALVINGS; i++) {
            double q = (near + far) / 2;
            if (divergence(p, q) < divergence) {
                near = q;
            } else {
                far = q;
            }
        }
        return far;
    }

    private static double divergence(double p, double q) {
        return (p > 0 ? p * Math.log(p / q) : 0) + (p < 1 ? (1 - p) * Math.log((1 - p) / (1 - q)) : 0);
    }

    /** The largest expectation of a bet over the band: Σ bₖp̂ₖ, plus each step of b times the distance that favours the step. */
    double largestMean(double[] bet, long[] counts) {
        double n = 0;
        double mean = 0;
        double most = 0;
        for (int k = 0; k < bet.length; k++) {
            n += counts[k];
            mean += bet[k] * counts[k];
            if (k > 0) {
                double step = bet[k] - bet[k - 1];
                most += step > 0 ? step * below[k - 1] : -step * above[k - 1];
            }
        }
        return mean / n + most;
    }
}
