package io.github.vflow.tensor.reference;

/**
 * A mixture of logistic distributions in log-odds form, and its inverse by safeguarded Newton steps.
 *
 * <pre>g(x) = logsumexp(log π + log σ(z)) − logsumexp(log π + log σ(−z)),  z_k = (x − μ_k)·exp(−s_k)
 * g′(x) = pdf / (F·(1 − F))</pre>
 *
 * g is unchanged by the scale of π, so unnormalised logits do. Every x with g(x) = v lies in
 * [min_k(μ_k + e^{s_k}·v), max_k(μ_k + e^{s_k}·v)], since each component alone has log-odds z_k.
 */
public final class Mixture {
    private static final int LIMIT = 200;

    private final double[] logits;
    private final double[] means;
    private final double[] logScales;
    private final double[] below;
    private final double[] above;
    private final double[] density;
    private int evaluations;
    private double slope;

    /** With room for n components. */
    public Mixture(int n) {
        logits = new double[n];
        means = new double[n];
        logScales = new double[n];
        below = new double[n];
        above = new double[n];
        density = new double[n];
    }

    /** Takes component k of each array from index from + k·stride. */
    public void load(double[] logits, double[] means, double[] logScales, int from, int stride) {
        for (int k = 0; k < this.logits.length; k++) {
            component(k, logits[from + k * stride], means[from + k * stride], logScales[from + k * stride]);
        }
    }

    /** Sets one component. */
    public void component(int k, double logit, double mean, double logScale) {
        logits[k] = logit;
        means[k] = mean;
        logScales[k] = logScale;
    }

    /** g(x); afterwards {@link #slope} is g′(x). */
    public double logOdds(double x) {
        evaluations++;
        for (int k = 0; k < logits.length; k++) {
            double z = (x - means[k]) * Math.exp(-logScales[k]);
            double lo = -softplus(-z);
            double hi = -softplus(z);
            below[k] = logits[k] + lo;
            above[k] = logits[k] + hi;
            density[k] = logits[k] + lo + hi - logScales[k];
        }
        double cdf = logSumExp(below);
        double survival = logSumExp(above);
        // with unnormalised weights W: pdf·W, F·W and (1−F)·W; one W too few above, put back here
        slope = Math.exp(logSumExp(density) + logSumExp(logits) - cdf - survival);
        return cdf - survival;
    }

    /** g′ at the last x. */
    public double slope() {
        return slope;
    }

    /** How often g was evaluated by the last {@link #inverse}. */
    public int evaluations() {
        return evaluations;
    }

    /** The x with g(x) = v. */
    public double inverse(double v) {
        evaluations = 0;
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logits.length; k++) {
            double x = means[k] + Math.exp(logScales[k]) * v;
            lo = Math.min(lo, x);
            hi = Math.max(hi, x);
        }
        double x = 0.5 * (lo + hi);
        double width = hi - lo;
        for (int i = 0; i < LIMIT && lo < hi; i++) {
            double error = logOdds(x) - v;
            if (Math.abs(error) <= 1e-14 * Math.max(1, Math.abs(v))) {
                break;
            }
            if (error > 0) {
                hi = x;
            } else {
                lo = x;
            }
            double newton = x - error / slope;
            // bisect where Newton leaves the bracket, or where the bracket shrinks too slowly
            boolean inside = newton > lo && newton < hi && (i % 4 != 3 || hi - lo < 0.25 * width);
            if (i % 4 == 3) {
                width = hi - lo;
            }
            double next = inside ? newton : 0.5 * (lo + hi);
            if (next == x) {
                break;
            }
            x = next;
        }
        return x;
    }

    static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    static double logSumExp(double[] x) {
        double max = Double.NEGATIVE_INFINITY;
        for (double v : x) {
            max = Math.max(max, v);
        }
        double sum = 0;
        for (double v : x) {
            sum += Math.exp(v - max);
        }
        return Double.isInfinite(max) ? max : max + Math.log(sum);
    }
}
