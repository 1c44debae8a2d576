package io.github.vflow.flow.part;

import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import java.util.List;

/** An elementwise invertible map τ(x; θ) whose parameters θ a conditioner computes. */
public interface Transformer {
    /** The number of parameters of each kind for one dimension: [1, 1] for a shift and a scale. */
    List<Integer> widths();

    /** The number of parameters for one dimension. */
    default int parameters() {
        return widths().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * The number of parameters for m dimensions.
     *
     * @throws IllegalArgumentException if an array cannot hold as many
     */
    default int parameters(int m) {
        long each = widths().stream().mapToLong(Integer::longValue).sum();
        if (each > Integer.MAX_VALUE / m) {
            throw new IllegalArgumentException("Transformer.parameters: " + m + " dimensions of " + each
                    + " parameters each need more than " + Integer.MAX_VALUE + "; use fewer components");
        }
        return Math.toIntExact(each * m);
    }

    /**
     * y = τ(x; θ) and ln |∂y/∂x| summed over dimensions.
     *
     * @param x [b, m]
     * @param theta [b, m·parameters()]: the first kind for all dimensions, then the second, and so on
     */
    Mapped forward(Tensor x, Tensor theta);

    /** x = τ⁻¹(y; θ), and its log-determinant. */
    Mapped inverse(Tensor y, Tensor theta);

    /** The initialiser for the last bias [m·parameters()] of a conditioner. */
    default Initializer start(int m) {
        return Initializer.zeros();
    }
}
