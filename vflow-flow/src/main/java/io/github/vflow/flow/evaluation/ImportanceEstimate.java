package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.defaults.GapDefaults;

/**
 * An importance-weighted estimate of ln p(x) (VFlow paper, Eq. 5).
 *
 * @param logProb ln (1/S Σ w_s), in nats; its expectation rises with S towards ln p(x)
 * @param standardError of logProb, by the delta method: √(Var(w)/S) / mean(w)
 * @param effectiveSampleSize (Σ w)² / Σ w², between 1 and S
 */
public record ImportanceEstimate(double logProb, double standardError, double effectiveSampleSize) {
    /**
     * Whether the estimate is exact, or has at least {@value GapDefaults#FEWEST_EFFECTIVE} effective draws, so that its standard error says how good
     * it is.
     */
    public boolean isKnown() {
        return isExact() || effectiveSampleSize >= GapDefaults.FEWEST_EFFECTIVE;
    }

    private boolean isExact() {
        return standardError == 0;
    }

    /**
     * The estimate of a difference of logarithms: its standard error takes the terms for independent, and it has as few effective draws as the worse
     * term that is not exact.
     */
    public ImportanceEstimate minus(ImportanceEstimate other) {
        double fewest = isExact() != other.isExact()
                ? (isExact() ? other : this).effectiveSampleSize
                : Math.min(effectiveSampleSize, other.effectiveSampleSize);
        return new ImportanceEstimate(logProb - other.logProb, Math.hypot(standardError, other.standardError), fewest);
    }

    /**
     * The estimate of ln Σ of some terms: its standard error takes them for independent, and terms that are not exact count for its effective sample
     * size as much as for the sum.
     *
     * @param logs of the terms, which may have factors
     */
    public static ImportanceEstimate sum(ImportanceEstimate[] terms, double[] logs) {
        double log = logMeanExp(logs, 0, logs.length) + Math.log(logs.length);
        double variance = 0;
        double effective = 0;
        double share = 0;
        for (int k = 0; k < terms.length; k++) {
            double weight = log == Double.NEGATIVE_INFINITY ? 0 : Math.exp(logs[k] - log);
            variance += Math.pow(weight * terms[k].standardError, 2);
            effective += terms[k].isExact() ? 0 : weight * terms[k].effectiveSampleSize;
            share += terms[k].isExact() ? 0 : weight;
        }
        return new ImportanceEstimate(log, Math.sqrt(variance), share > 0 ? effective / share : 1);
    }

    /**
     * Converts a bound to a log importance weight: NaN and +∞ become −∞, because float32 cannot represent a density
     * that far out.
     */
    public static double logWeight(double bound) {
        return bound < Double.POSITIVE_INFINITY ? bound : Double.NEGATIVE_INFINITY;
    }

    /** The estimate from log-weights, summed in double in log space; NaN and +∞ count as −∞. */
    public static ImportanceEstimate of(double... logWeights) {
        return of(logWeights, 0, logWeights.length);
    }

    /** As {@link #of(double...)}, for the n log-weights from index {@code from} on. */
    static ImportanceEstimate of(double[] logWeights, int from, int n) {
        double max = max(logWeights, from, n);
        if (max == Double.NEGATIVE_INFINITY) {
            return new ImportanceEstimate(max, 0, 0);
        }
        double sum = 0;
        double squares = 0;
        for (int i = from; i < from + n; i++) {
            double e = Math.exp(logWeight(logWeights[i]) - max);
            sum += e;
            squares += e * e;
        }
        double mean = sum / n;
        double variance = n > 1 ? Math.max(0, (squares - n * mean * mean) / (n - 1)) : 0;
        return new ImportanceEstimate(max + Math.log(mean), Math.sqrt(variance / n) / mean, sum * sum / squares);
    }

    /** The {@link #logProb} of the n log-weights from index {@code from} on; allocates nothing. */
    static double logMeanExp(double[] logWeights, int from, int n) {
        double max = max(logWeights, from, n);
        if (max == Double.NEGATIVE_INFINITY) {
            return max;
        }
        double sum = 0;
        for (int i = from; i < from + n; i++) {
            sum += Math.exp(logWeight(logWeights[i]) - max);
        }
        return max + Math.log(sum / n);
    }

    private static double max(double[] logWeights, int from, int n) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + n; i++) {
            max = Math.max(max, logWeight(logWeights[i]));
        }
        return max;
    }
}
