package io.github.vflow.tensor.exact;

/**
 * A mixture of logistic distributions in log-odds form, and its inverse by safeguarded Newton steps.
 *
 * <pre>g(x) = logsumexp(log π + log σ(z)) − logsumexp(log π + log σ(−z)),  z_k = (x − μ_k)·exp(−s_k)
 * g′(x) = pdf / (F·(1 − F))</pre>
 *
 * g is unchanged by the scale of π, so unnormalised logits do. Every x with g(x) = v lies in
 * [min_k(μ_k + e^{s_k}·v), max_k(μ_k + e^{s_k}·v)], since each component alone has log-odds z_k.
 */
public final class Logistics {
    private static final int LIMIT = 200;
    private static final double TOLERANCE = 1e-14;

    private final double floor;
    private final boolean[] floored;
    private final double[] logits;
    private final double[] means;
    private final double[] scales;
    private final double[] logScales;
    private final double[] below;
    private final double[] above;
    private final double[] density;
    private final double[] points;
    private final int[] order;
    private int evaluations;
    private double cdf;
    private double survival;
    private double total;
    private double logSlope;

    /** With room for n components, and no floor. */
    public Logistics(int n) {
        this(n, Double.NEGATIVE_INFINITY);
    }

    /**
     * With room for n components.
     *
     * @param floor smaller log-scales count as this, and have no gradient
     */
    public Logistics(int n, double floor) {
        this.floor = floor;
        floored = new boolean[n];
        logits = new double[n];
        means = new double[n];
        scales = new double[n];
        logScales = new double[n];
        below = new double[n];
        above = new double[n];
        density = new double[n];
        points = new double[n];
        order = new int[n];
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
        floored[k] = logScale < floor;
        logScales[k] = floored[k] ? floor : logScale;
        scales[k] = Math.exp(logScales[k]);
    }

    /** g(x); afterwards {@link #slope} is g′(x). */
    public double logOdds(double x) {
        total = logSumExp(logits);
        return evaluate(x);
    }

    private double evaluate(double x) {
        evaluations++;
        for (int k = 0; k < logits.length; k++) {
            double z = (x - means[k]) / scales[k];
            double rest = Math.log1p(Math.exp(-Math.abs(z)));
            double lo = Math.min(z, 0) - rest;
            double hi = Math.min(-z, 0) - rest;
            below[k] = logits[k] + lo;
            above[k] = logits[k] + hi;
            density[k] = logits[k] + lo + hi - logScales[k];
        }
        cdf = logSumExp(below);
        survival = logSumExp(above);
        // with unnormalised weights W: pdf·W, F·W and (1−F)·W; one W too few above, put back here
        logSlope = logSumExp(density) + total - cdf - survival;
        return cdf - survival;
    }

    /** g′ at the last x. */
    public double slope() {
        return Math.exp(logSlope);
    }

    /** ln g′ at the last x. */
    public double logSlope() {
        return logSlope;
    }

    /**
     * a·∂g + b·∂(ln g′) by logits, means and log-scales, those of each one after another.
     *
     * @param into as many numbers as there are parameters
     */
    public void gradient(double x, double a, double b, double[] into) {
        logOdds(x);
        double pdf = logSumExp(density);
        int n = logits.length;
        for (int k = 0; k < n; k++) {
            double z = (x - means[k]) / scales[k];
            double inBelow = Math.exp(below[k] - cdf);
            double inAbove = Math.exp(above[k] - survival);
            double inDensity = Math.exp(density[k] - pdf);
            double inTotal = Math.exp(logits[k] - total);
            double lower = sigmoid(z);
            double upper = sigmoid(-z);
            double byZ = (a - b) * inBelow * upper + (a + b) * inAbove * lower + b * inDensity * (upper - lower);
            into[k] = a * (inBelow - inAbove) + b * (inDensity + inTotal - inBelow - inAbove);
            into[n + k] = -byZ / scales[k];
            into[2 * n + k] = floored[k] ? 0 : -z * byZ - b * inDensity;
        }
    }

    /** How often g was evaluated by the last {@link #inverse}. */
    public int evaluations() {
        return evaluations;
    }

    /**
     * The x with g(x) = v. Newton starts where components of no width would put it. Where a step leaves the bracket, or
     * crosses the root without coming nearer, the same guess is made again among the components inside the bracket.
     */
    public double inverse(double v) {
        evaluations = 0;
        sortPoints(v);
        double lo = points[0];
        double hi = points[points.length - 1];
        if (!(lo < hi)) {
            return lo;
        }
        total = logSumExp(logits);
        double target = sigmoid(v);
        double atLo = 0;
        double atHi = 1;
        double before = 0;
        double x = quantile(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY, target);
        for (int i = 0; i < LIMIT; i++) {
            double error = evaluate(x) - v;
            double next = x - error / slope();
            if (Math.abs(error) <= TOLERANCE * Math.max(1, Math.abs(v)) || next == x) {
                return x;
            }
            if (error > 0) {
                hi = x;
                atHi = sigmoid(v + error);
            } else {
                lo = x;
                atLo = sigmoid(v + error);
            }
            boolean worse = error * before < 0 && Math.abs(error) > Math.abs(before);
            before = error;
            if (worse || !(next > lo && next < hi)) {
                next = quantile(lo, hi, (target - atLo) / (atHi - atLo));
            }
            if (next <= lo || next >= hi) {
                return x;
            }
            x = next;
        }
        return x;
    }

    /** The points μ_k + e^{s_k}·v at which single components have log-odds v, in order. */
    private void sortPoints(double v) {
        for (int k = 0; k < points.length; k++) {
            double point = means[k] + scales[k] * v;
            int at = k;
            for (; at > 0 && points[at - 1] > point; at--) {
                points[at] = points[at - 1];
                order[at] = order[at - 1];
            }
            points[at] = point;
            order[at] = k;
        }
    }

    /** The first point inside (lo, hi) below which this share of the weight lies; the middle if there is none. */
    private double quantile(double lo, double hi, double share) {
        double max = Double.NEGATIVE_INFINITY;
        for (double logit : logits) {
            max = Math.max(max, logit);
        }
        double weight = 0;
        for (int i = 0; i < points.length; i++) {
            weight += points[i] > lo && points[i] < hi ? Math.exp(logits[order[i]] - max) : 0;
        }
        double sum = 0;
        double found = 0.5 * (lo + hi);
        for (int i = 0; i < points.length && sum <= share * weight; i++) {
            if (points[i] > lo && points[i] < hi) {
                sum += Math.exp(logits[order[i]] - max);
                found = points[i];
            }
        }
        return found;
    }

    private static double sigmoid(double x) {
        double e = Math.exp(-Math.abs(x));
        return x >= 0 ? 1 / (1 + e) : e / (1 + e);
    }

    private static double logSumExp(double[] x) {
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
