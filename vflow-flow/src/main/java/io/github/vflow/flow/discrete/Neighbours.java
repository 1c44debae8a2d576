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
                double z = (m - n) / width;
                double near = Math.min(m, n) < first ? 0 : Math.exp(-z * z / 2);
                s[m * outcomes + n] = near + (m == n ? 1 : 0);
            }
        }
        return outputs.matmul(outputs.trace().constant(Shape.of(outcomes, outcomes), s));
    }
}
