package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.surjection.Cells;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;

/**
 * {@link FillMissing} for rows with one missing cell, in groups of S copies of one row, each with its own noise. The networks of r run once for a
 * row, and its quantile function for one dimension.
 *
 * @param fill lifts each column to one dimension, without noise
 * @param samples S; a batch of fewer rows is of copies of one row
 */
public record FillOne(FillMissing fill, int samples) implements Cells.Lifter {
    public FillOne {
        if (!isFor(fill)) {
            throw new IllegalArgumentException(
                    "FillOne: a column must have one dimension and no noise but the columns have "
                            + (fill.columns().columns() + fill.augment()) + " dimensions and "
                            + fill.columns().noise()
                            + " numbers of noise; use FillMissing");
        }
    }

    /** Whether each column has one dimension and no noise. */
    public static boolean isFor(FillMissing fill) {
        return fill.augment() == 0 && fill.columns().noise() == 0;
    }

    @Override
    public int noise() {
        return SubsetDensity.NOISE_OF_ONE;
    }

    @Override
    public Lifted lift(Cells x, Tensor noise, Condition condition) {
        Tensor known = x.known();
        FillMissing.Known lifted = fill.lifted(x, known, noise, condition);
        Condition ofRows =
                condition.with(condition.parts().stream().map(this::first).toList());
        Draw one = fill.r().drawOne(first(lifted.values()), first(known), noise, ofRows);
        Tensor missing = known.negate().plus(1);
        Tensor drawn = one.value().broadcast(known.shape()).times(missing);
        // a row without a missing cell has no term of r
        Tensor logProb = one.logProb().times(missing.maxOver(1));
        return new Lifted(
                lifted.values().times(known).plus(drawn), lifted.added().minus(logProb));
    }

    /** The first of the copies of each row [b/S, d]. */
    private Tensor first(Tensor each) {
        int b = each.shape().dim(0);
        int d = each.shape().dim(1);
        int copies = Math.min(samples, b);
        return each.reshape(b / copies, copies, d).slice(1, 0, 1).reshape(Shape.of(b / copies, d));
    }

    @Override
    public Tensor back(Tensor v) {
        return fill.back(v);
    }
}
