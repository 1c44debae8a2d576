package io.github.vflow.flow.discrete;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.Optional;

/**
 * Lets the outcomes of numbers in their order share what a network learns: its outputs a become the logits S·a, with
 *
 * <pre>S = I + G,   Gₘₙ = exp(−(m − n)²/(2w²)).</pre>
 *
 * <p>S has an inverse, so all logits are possible. But a step that raises the logit of a number raises those beside it, too, since what tells of 7
 * tells of 6 and 8: numbers of few rows learn from their neighbours. The outcome of all numbers that are not listed has no place in the order, and
 * stays alone.
 *
 * @param outcomes M
 * @param first the first outcome that has a place
 * @param width w, in places
 */
record Neighbours(int outcomes, int first, double width) {
    /** The neighbours of an alphabet; empty if each outcome learns alone. */
    static Optional<Neighbours> of(Alphabet a) {
        return a.neighbours() > 0
                ? Optional.of(new Neighbours(a.outcomes(), a.isListed() ? 1 : 0, a.neighbours()))
                : Optional.empty();
    }

    /** a·S of each row [b, M]; S is symmetric. */
    Tensor shared(Tensor outputs) {
        double[] s = new double[outcomes * outcomes];
        for (int m = 0; m < outcomes; m++) {
            for (int n = 0; n < outcomes; n++) {
                s[m * outcomes + n] = entry(m, n);
            }
        }
        return outputs.matmul(outputs.trace().constant(Shape.of(outcomes, outcomes), s));
    }

    private double entry(int m, int n) {
        double z = (m - n) / width;
        double near = Math.min(m, n) < first ? 0 : Math.exp(-z * z / 2);
        return near + (m == n ? 1 : 0);
    }

    /** a with a·S = logits, by conjugate gradients, which settle fast: the least eigenvalue of S is 1, and the greatest about 1 + 2.5·w. */
    double[] outputs(double[] logits) {
        double[] a = new double[outcomes];
        double[] rest = logits.clone();
        double[] step = logits.clone();
        double size = dot(rest, rest);
        for (int k = 0; k < outcomes && size > 1e-20; k++) {
            double[] moved = new double[outcomes];
            for (int m = 0; m < outcomes; m++) {
                for (int n = 0; n < outcomes; n++) {
                    moved[m] += entry(m, n) * step[n];
                }
            }
            double by = size / dot(step, moved);
            double before = size;
            for (int m = 0; m < outcomes; m++) {
                a[m] += by * step[m];
                rest[m] -= by * moved[m];
            }
            size = dot(rest, rest);
            for (int m = 0; m < outcomes; m++) {
                step[m] = rest[m] + size / before * step[m];
            }
        }
        return a;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
