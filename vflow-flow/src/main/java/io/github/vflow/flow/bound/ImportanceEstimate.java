package io.github.vflow.flow.bound;

/**
 * An importance-weighted estimate of ln p(x) (VFlow paper, Eq. 5).
 *
 * @param logProb ln (1/S Σ w_s), in nats; its expectation rises with S towards ln p(x)
 * @param standardError of logProb, by the delta method: √(Var(w)/S) / mean(w)
 * @param effectiveSampleSize (Σ w)² / Σ w², between 1 and S
 */
public record ImportanceEstimate(double logProb, double standardError, double effectiveSampleSize) {
    /** The log importance weight that a bound is: −∞ where float32 has no number for a density that far out. Never NaN. */
    static double logWeight(double bound) {
        return bound < Double.POSITIVE_INFINITY ? bound : Double.NEGATIVE_INFINITY;
    }

    /** From log-weights, summed in double in log space; one that is NaN or +∞ counts as −∞. */
    public static ImportanceEstimate of(double[] logWeights) {
        double max = Double.NEGATIVE_INFINITY;
        for (double w : logWeights) {
            max = Math.max(max, logWeight(w));
        }
        if (max == Double.NEGATIVE_INFINITY) {
            return new ImportanceEstimate(max, 0, 0);
        }
        double sum = 0;
        double squares = 0;
        for (double w : logWeights) {
            double e = Math.exp(logWeight(w) - max);
            sum += e;
            squares += e * e;
        }
        int n = logWeights.length;
        double mean = sum / n;
        double variance = n > 1 ? Math.max(0, (squares - n * mean * mean) / (n - 1)) : 0;
        return new ImportanceEstimate(max + Math.log(mean), Math.sqrt(variance / n) / mean, sum * sum / squares);
    }
}
