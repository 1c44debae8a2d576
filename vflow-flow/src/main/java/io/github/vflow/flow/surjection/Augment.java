package io.github.vflow.flow.surjection;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.distribution.Posterior;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * Variational data augmentation: v = [x, z] with z ~ q(z|x), and the bound gets −ln q(z|x) (VFlow paper, Eq. 3). The
 * way {@link #back} drops z.
 *
 * @param posterior q(z|x)
 * @param width the size of the last axis of x
 * @param positions the number of positions in a row: 1 for rows [b, width], h·w for images [b, h, w, width]
 * @param added the size of the last axis of z
 */
public record Augment(Posterior posterior, int width, int positions, int added) implements Surjection {
    /** Checks that all sizes are positive. */
    public Augment {
        if (width < 1 || positions < 1 || added < 1) {
            throw new IllegalArgumentException("Augment: width, positions and added must be at least 1 but are " + width
                    + ", " + positions + " and " + added);
        }
    }

    @Override
    public int noise() {
        return positions * added;
    }

    @Override
    public int augment() {
        return positions * added;
    }

    @Override
    public Lifted lift(Tensor x, Tensor noise, Condition condition) {
        Shape s = x.shape();
        Draw z = posterior.draw(noise.reshape(s.with(s.rank() - 1, added)), condition.and(x));
        return new Lifted(Tensor.concat(s.rank() - 1, x, z.value()), z.logProb().negate());
    }

    @Override
    public Tensor back(Tensor v) {
        return v.slice(v.shape().rank() - 1, 0, width);
    }
}
