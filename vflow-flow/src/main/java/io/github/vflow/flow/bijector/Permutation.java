package io.github.vflow.flow.bijector;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * y_i = x_{order(i)}; preserves volume.
 *
 * @param order a permutation of 0 … d−1
 */
public record Permutation(List<Integer> order) implements Bijector {
    public Permutation {
        order = List.copyOf(order);
    }

    /** Reverses the order of the dimensions. */
    public static Permutation reversed(int features) {
        List<Integer> order = new ArrayList<>();
        for (int i = features - 1; i >= 0; i--) {
            order.add(i);
        }
        return new Permutation(order);
    }

    @Override
    public Mapped forward(Tensor x) {
        RowShape.check("Permutation.forward", x, order.size());
        return Mapped.ofUnitVolume(x.permute(1, order));
    }

    @Override
    public Mapped inverse(Tensor y) {
        RowShape.check("Permutation.inverse", y, order.size());
        List<Integer> back = new ArrayList<>(Collections.nCopies(order.size(), 0));
        for (int i = 0; i < order.size(); i++) {
            back.set(order.get(i), i);
        }
        return Mapped.ofUnitVolume(y.permute(1, back));
    }
}
