package io.github.vflow.flow.bijector.elementwise;

import io.github.vflow.flow.data.standardization.MarginalCurve;
import io.github.vflow.flow.data.standardization.MarginalCurve.Piece;
import io.github.vflow.flow.data.standardization.MarginalMap;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * y_j = m_j(x_j) of each column of rows [b, d] by a fixed monotone map of its own, ln |det| = Σ ln m_j′(x_j). The pieces of all maps are evaluated
 * side by side, as {@link MarginalCurve} adds them up.
 *
 * @param columns the map of each column
 */
public record MarginalMaps(List<MarginalMap> columns) implements Bijector {
    public MarginalMaps {
        columns = List.copyOf(columns);
        if (columns.isEmpty()) {
            throw new IllegalArgumentException("MarginalMaps: there must be at least one column");
        }
    }

    /** ln m_j′(0) of each column, in nats. */
    public double[] logSlopesAtZero() {
        return columns.stream().mapToDouble(m -> m.curve().logSlope(0)).toArray();
    }

    @Override
    public Mapped forward(Tensor x) {
        Pieces all = new Pieces(x);
        Tensor t = all.of(Piece::knot, Piece::from, Piece::to);
        Tensor curvature = all.constant(Piece::curvature);
        Tensor y = t.times(t.times(curvature).times(0.5).plus(all.constant(Piece::slope)))
                .sum(2);
        return new Mapped(y.plus(all.first(Piece::image)), all.logSlope(t, curvature));
    }

    @Override
    public Mapped inverse(Tensor y) {
        Pieces all = new Pieces(y);
        Tensor rise = all.of(Piece::image, p -> p.rise(p.from()), p -> p.rise(p.to()));
        Tensor curvature = all.constant(Piece::curvature);
        Tensor slope = all.constant(Piece::slope);
        Tensor least = all.constant(p -> p.leastSlope() * p.leastSlope());
        Tensor square = rise.times(curvature).times(2).plus(slope.square()).max(least);
        Tensor t = rise.times(2).dividedBy(square.sqrt().plus(slope));
        return new Mapped(
                t.sum(2).plus(all.first(Piece::knot)),
                all.logSlope(t, curvature).negate());
    }

    /** The pieces of the maps beside rows of as many columns. */
    private final class Pieces {
        private final Tensor rows;
        private final List<MarginalCurve> curves =
                columns.stream().map(MarginalMap::curve).toList();
        private final int most =
                curves.stream().mapToInt(MarginalCurve::size).max().orElseThrow();

        Pieces(Tensor rows) {
            this.rows = rows;
        }

        /** clamp(x − origin, from, to) of each piece [b, d, pieces]. */
        Tensor of(ToDoubleFunction<Piece> origin, ToDoubleFunction<Piece> from, ToDoubleFunction<Piece> to) {
            Tensor each = rows.reshape(rows.shape().dim(0), columns.size(), 1)
                    .broadcast(Shape.of(rows.shape().dim(0), columns.size(), most));
            return each.minus(constant(origin)).max(constant(from)).min(constant(to));
        }

        /** A number of each piece [d, pieces]. */
        Tensor constant(ToDoubleFunction<Piece> number) {
            double[] all = curves.stream()
                    .flatMapToDouble(c -> IntStream.range(0, most).mapToDouble(k -> number.applyAsDouble(c.piece(k))))
                    .toArray();
            return rows.trace().constant(Shape.of(columns.size(), most), all);
        }

        /** A number of the first piece of each column [d]. */
        Tensor first(ToDoubleFunction<Piece> number) {
            return rows.trace()
                    .constant(
                            Shape.of(columns.size()),
                            curves.stream()
                                    .mapToDouble(c -> number.applyAsDouble(c.piece(0)))
                                    .toArray());
        }

        /** ln of the slopes, summed over a row [b]. */
        Tensor logSlope(Tensor t, Tensor curvature) {
            return PerRow.sum(
                    t.times(curvature).sum(2).plus(first(Piece::slope)).log());
        }
    }
}
