package io.github.vflow.flow.transformer;

import java.util.Arrays;

/** Equations 4 to 8 of <i>Neural Spline Flows</i> for one number, as the paper writes them. */
final class PlainSpline {
    private static final double LEAST = 1e-3;

    private final double bound;
    private final double[] x;
    private final double[] y;
    private final double[] delta;

    /** From unconstrained widths and heights [K] and slopes [K − 1]. */
    PlainSpline(double bound, double[] widths, double[] heights, double[] slopes) {
        this.bound = bound;
        this.x = knots(widths);
        this.y = knots(heights);
        this.delta = new double[x.length];
        Arrays.fill(delta, 1);
        double shift = Math.log(Math.exp(1 - LEAST) - 1);
        for (int k = 0; k < slopes.length; k++) {
            delta[k + 1] = LEAST + Math.log1p(Math.exp(slopes[k] + shift));
        }
    }

    private double[] knots(double[] logits) {
        double sum = Arrays.stream(logits).map(Math::exp).sum();
        double[] knots = new double[logits.length + 1];
        knots[0] = -bound;
        for (int k = 0; k < logits.length; k++) {
            double share = LEAST + (1 - LEAST * logits.length) * Math.exp(logits[k]) / sum;
            knots[k + 1] = knots[k] + 2 * bound * share;
        }
        return knots;
    }

    private static int bin(double[] knots, double at) {
        int k = 0;
        while (k < knots.length - 2 && at > knots[k + 1]) {
            k++;
        }
        return k;
    }

    double forward(double at) {
        if (Math.abs(at) >= bound) {
            return at;
        }
        int k = bin(x, at);
        double xi = (at - x[k]) / (x[k + 1] - x[k]);
        double s = (y[k + 1] - y[k]) / (x[k + 1] - x[k]);
        return y[k]
                + (y[k + 1] - y[k])
                        * (s * xi * xi + delta[k] * xi * (1 - xi))
                        / (s + (delta[k + 1] + delta[k] - 2 * s) * xi * (1 - xi));
    }

    double logSlope(double at) {
        if (Math.abs(at) >= bound) {
            return 0;
        }
        int k = bin(x, at);
        double xi = (at - x[k]) / (x[k + 1] - x[k]);
        double s = (y[k + 1] - y[k]) / (x[k + 1] - x[k]);
        double numerator = s * s * (delta[k + 1] * xi * xi + 2 * s * xi * (1 - xi) + delta[k] * (1 - xi) * (1 - xi));
        return Math.log(numerator / Math.pow(s + (delta[k + 1] + delta[k] - 2 * s) * xi * (1 - xi), 2));
    }

    double inverse(double at) {
        if (Math.abs(at) >= bound) {
            return at;
        }
        int k = bin(y, at);
        double h = y[k + 1] - y[k];
        double s = h / (x[k + 1] - x[k]);
        double bend = (at - y[k]) * (delta[k + 1] + delta[k] - 2 * s);
        double a = h * (s - delta[k]) + bend;
        double b = h * delta[k] - bend;
        double c = -s * (at - y[k]);
        return x[k] + (x[k + 1] - x[k]) * 2 * c / (-b - Math.sqrt(b * b - 4 * a * c));
    }
}
