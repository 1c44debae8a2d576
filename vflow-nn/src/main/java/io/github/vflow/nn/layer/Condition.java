package io.github.vflow.nn.layer;

import io.github.vflow.tensor.Tensor;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The c of a conditional density p(x | c): row i of a batch is conditioned on row i of these tensors. Immutable.
 *
 * @param row one vector for each row [b, k], such as the one-hot class of an image
 * @param positions one vector for each position of an image [b, h, w, c]
 */
public record Condition(Optional<Tensor> row, Optional<Tensor> positions) {
    /** No condition: p(x). */
    public static Condition none() {
        return new Condition(Optional.empty(), Optional.empty());
    }

    /** A vector for each row [b, k]. */
    public static Condition ofRow(Tensor row) {
        return new Condition(Optional.of(row), Optional.empty());
    }

    /** A vector for each position [b, h, w, c]. */
    public static Condition ofPositions(Tensor positions) {
        return new Condition(Optional.empty(), Optional.of(positions));
    }

    /** This condition and x: [b, d] goes in front of the row's vector, [b, h, w, d] in front of the vectors of the positions. */
    public Condition and(Tensor x) {
        return x.shape().rank() == 2
                ? new Condition(Optional.of(joined(1, x, row)), positions)
                : new Condition(row, Optional.of(joined(3, x, positions)));
    }

    private static Tensor joined(int axis, Tensor x, Optional<Tensor> more) {
        return more.map(c -> Tensor.concat(axis, x, c)).orElse(x);
    }

    /** The tensors of the condition, in order. */
    public List<Tensor> parts() {
        return Stream.of(row, positions).flatMap(Optional::stream).toList();
    }

    /** The same condition with other tensors for its {@link #parts}. */
    public Condition with(List<Tensor> parts) {
        Iterator<Tensor> next = parts.iterator();
        return new Condition(row.map(_ -> next.next()), positions.map(_ -> next.next()));
    }
}
