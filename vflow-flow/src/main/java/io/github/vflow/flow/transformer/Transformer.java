package io.github.vflow.flow.transformer;

import io.github.vflow.flow.map.Mapped;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.tensor.Tensor;
import java.util.List;

/** An elementwise invertible map whose parameters come from elsewhere: the τ of a coupling. */
public interface Transformer {
    /** How many parameters of each kind a dimension needs: [1, 1] for a shift and a scale. */
    List<Integer> widths();

    /** How many parameters each dimension needs. */
    default int parameters() {
        return widths().stream().mapToInt(Integer::intValue).sum();
    }

    /**
     * How many parameters m dimensions need together.
     *
     * @throws IllegalArgumentException if these are more than an array holds
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

    /** How the last bias of a conditioner should start, for m dimensions. */
    default Initializer start(int m) {
        return Initializers.zeros();
    }
}
