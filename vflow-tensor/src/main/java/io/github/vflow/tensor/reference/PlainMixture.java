package io.github.vflow.tensor.reference;

import static io.github.vflow.tensor.reference.ScalarFunctions.logSumExp;
import static io.github.vflow.tensor.reference.ScalarFunctions.sigmoid;
import static io.github.vflow.tensor.reference.ScalarFunctions.softplus;

import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A mixture of logistic distributions with weights π = e^logits, which need not add up to one, and z_k = (x − μ_k)/e^{s_k}:
 *
 * <pre>F = Σ π σ(z),  S = Σ π σ(−z),  f = Σ π σ(z) σ(−z)/eˢ,  W = Σ π
 * g = ln F − ln S,  g′ = f·W/(F·S)</pre>
 */
final class PlainMixture {
    /** Halvings of the bracket of an inverse: it is down to neighbouring doubles long before. */
    private static final int HALVINGS = 2000;

    private final double[] logits;
    private final double[] means;
    private final double[] logScales;
    private final boolean[] floored;

    /** Smaller log-scales than the floor count as the floor, and have no gradient. */
    PlainMixture(double[] logits, double[] means, double[] logScales, double floor) {
        this.logits = logits;
        this.means = means;
        this.logScales = new double[logits.length];
        this.floored = new boolean[logits.length];
        for (int k = 0; k < logits.length; k++) {
            floored[k] = logScales[k] < floor;
            this.logScales[k] = floored[k] ? floor : logScales[k];
        }
    }

    private double z(int k, double x) {
        return (x - means[k]) / Math.exp(logScales[k]);
    }

    // one component's part of F, S and f: ln σ(z) = −softplus(−z)

    private double logBelow(int k, double x) {
        return logits[k] - softplus(-z(k, x));
    }

    private double logAbove(int k, double x) {
        return logits[k] - softplus(z(k, x));
    }

    private double logDensity(int k, double x) {
        return logits[k] - softplus(-z(k, x)) - softplus(z(k, x)) - logScales[k];
    }

    private double logSum(IntToDoubleFunction ofComponent) {
        return logSumExp(
                IntStream.range(0, logits.length).mapToDouble(ofComponent).toArray());
    }

    /** g(x). */
    double logOdds(double x) {
        return logSum(k -> logBelow(k, x)) - logSum(k -> logAbove(k, x));
    }

    /** ln g′(x). */
    double logSlope(double x) {
        return logSum(k -> logDensity(k, x))
                + logSumExp(logits)
                - logSum(k -> logBelow(k, x))
                - logSum(k -> logAbove(k, x));
    }

    /** a·∂g + b·∂(ln g′) by all logits, then by all means, then by all log-scales. */
    double[] gradient(double x, double a, double b) {
        int n = logits.length;
        double[] gradient = new double[3 * n];
        double logF = logSum(k -> logBelow(k, x));
        double logS = logSum(k -> logAbove(k, x));
        double logf = logSum(k -> logDensity(k, x));
        double logW = logSumExp(logits);
        for (int k = 0; k < n; k++) {
            // a·g + b·ln g′ = (a − b)·ln F − (a + b)·ln S + b·ln f + b·ln W; each logarithm's slope by ln π_k is k's
            // share of the sum
            double below = (a - b) * Math.exp(logBelow(k, x) - logF);
            double above = -(a + b) * Math.exp(logAbove(k, x) - logS);
            double density = b * Math.exp(logDensity(k, x) - logf);
            double weight = b * Math.exp(logits[k] - logW);
            double z = z(k, x);
            double byZ = below * sigmoid(-z) - above * sigmoid(z) + density * (sigmoid(-z) - sigmoid(z));
            gradient[k] = below + above + density + weight;
            gradient[n + k] = -byZ / Math.exp(logScales[k]);
            gradient[2 * n + k] = floored[k] ? 0 : -z * byZ - density;
        }
        return gradient;
    }

    /** The x with g(x) = v, by halving a bracket: alone, component k has g(μ_k + e^{s_k}·v) = v, and the mixture's x lies between those. */
    double inverse(double v) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < logits.length; k++) {
            double alone = means[k] + Math.exp(logScales[k]) * v;
            lo = Math.min(lo, alone);
            hi = Math.max(hi, alone);
        }
        for (int i = 0; i < HALVINGS; i++) {
            double middle = lo + (hi - lo) / 2;
            if (!(lo < middle && middle < hi)) {
                break;
            }
            if (logOdds(middle) < v) {
                lo = middle;
            } else {
                hi = middle;
            }
        }
        return hi;
    }
}
