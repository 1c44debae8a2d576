package io.github.vflow.table.drift.statistic;

import io.github.vflow.flow.distribution.mixing.LogGamma;

/** The regularised incomplete gamma function. */
public final class Gamma {
    private static final int TERMS = 100_000;
    private static final double TINY = 1e-300;

    private Gamma() {}

    /** Q(a, x) = Γ(a, x)/Γ(a): the probability that χ² of 2a degrees of freedom exceeds 2x. */
    public static double upper(double a, double x) {
        if (x <= 0) {
            return 1;
        }
        double scale = Math.exp(a * Math.log(x) - x - LogGamma.of(a));
        return Math.clamp(x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x), 0.0, 1.0);
    }

    /** Σ xᵏ/(a(a + 1)…(a + k)). */
    private static double series(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (int k = 1; k < TERMS && term > sum * 1e-16; k++) {
            term *= x / (a + k);
            sum += term;
        }
        return sum;
    }

    /** The continued fraction of Γ(a, x), by Lentz's method. */
    private static double fraction(double a, double x) {
        double b = x + 1 - a;
        double c = 1 / TINY;
        double d = 1 / b;
        double value = d;
        for (int k = 1; k < TERMS; k++) {
            double an = -k * (k - a);
            b += 2;
            d = 1 / (an * d + b);
            c = b + an / c;
            value *= d * c;
            if (Math.abs(d * c - 1) < 1e-15) {
                break;
            }
        }
        return value;
    }
}
