package io.github.vflow.tensor;

import io.github.vflow.tensor.ir.Movement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Simplifies a concatenation: parts that are neighbouring slices of one tensor become one slice, also where each part is reshaped. Leaves
 * stay as they are.
 */
final class Neighbours {
    private Neighbours() {}

    /** A slice along the last axis. It may have other axes before that. */
    private record Piece(Tensor of, int from, int to) {
        static @Nullable Piece of(Tensor part) {
            if (part.trace().isLeaf(part)) {
                return null;
            }
            Tensor t =
                    part.op() instanceof Movement.Reshape r && r.keepsRows() ? new Tensor(part.trace(), r.x()) : part;
            return t.op() instanceof Movement.Slice s && s.axis() == s.shape().rank() - 1
                    ? new Piece(new Tensor(part.trace(), s.x()), s.from(), s.to())
                    : null;
        }

        boolean precedes(Piece next) {
            return next.of.value().equals(of.value()) && next.from == to;
        }
    }

    /** Whether two tensors may follow one another in a concatenation along an axis. */
    private static boolean isAlike(Tensor a, Tensor b, int axis) {
        return a.shape().with(axis, 1).equals(b.shape().with(axis, 1));
    }

    /** The parts of the same concatenation along an axis, with neighbours joined. */
    static List<Tensor> joined(int axis, List<Tensor> parts) {
        List<Tensor> joined = new ArrayList<>();
        @Nullable Piece before = null;
        for (Tensor part : parts) {
            @Nullable Piece piece = axis == part.shape().rank() - 1 ? Piece.of(part) : null;
            if (before != null && piece != null && before.precedes(piece) && isAlike(joined.getLast(), part, axis)) {
                before = new Piece(before.of, before.from, piece.to);
                joined.removeLast();
                joined.add(before.of
                        .slice(before.of.shape().rank() - 1, before.from, before.to)
                        .reshape(part.shape().with(axis, before.to - before.from)));
            } else {
                before = piece;
                joined.add(part);
            }
        }
        return joined;
    }
}
