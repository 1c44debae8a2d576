package io.github.vflow.flow.transformer;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.function.UnaryOperator;

/**
 * A network's output read as the knots of rational-quadratic splines.
 *
 * @param widths w of the bins [b, m, K]; they sum to 2B
 * @param heights h of the bins [b, m, K]; they sum to 2B
 * @param slopes unconstrained δ at the inner knots [b, m, K − 1]
 * @param bound B
 */
record SplineParameters(Tensor widths, Tensor heights, Tensor slopes, double bound) {
    /** The paper's floor of a width or height, as a share of 2B. */
    private static final double LEAST_SHARE = 1e-3;

    /** The floors take at most this share of 2B, however many bins there are. */
    private static final double MOST_FLOORS = 0.5;

    /** The paper's floor of a slope. */
    private static final double LEAST_SLOPE = 1e-3;

    /** softplus(this) = 1 − the floor, so that zero parameters give slopes of 1. */
    private static final double UNIT_SLOPE = Math.log(Math.expm1(1 - LEAST_SLOPE));

    static SplineParameters of(Tensor theta, int m, RationalQuadraticSpline spline) {
        int bins = spline.bins();
        int wide = m * bins;
        Shape each = Shape.of(theta.shape().dim(0), m, bins);
        UnaryOperator<Tensor> sizes = logits -> {
            double floor = Math.min(LEAST_SHARE, MOST_FLOORS / bins);
            double whole = 2 * spline.bound();
            return logits.reshape(each)
                    .softmax(2)
                    .times(whole * (1 - bins * floor))
                    .plus(whole * floor);
        };
        return new SplineParameters(
                sizes.apply(theta.slice(1, 0, wide)),
                sizes.apply(theta.slice(1, wide, 2 * wide)),
                theta.slice(1, 2 * wide, 3 * wide - m).reshape(each.with(2, bins - 1)),
                spline.bound());
    }

    /** The bins in which x [b, m] is. */
    SplineBin atInput(Tensor x) {
        return at(x, widths);
    }

    /** The bins whose images y [b, m] is in. */
    SplineBin atOutput(Tensor y) {
        return at(y, heights);
    }

    private SplineBin at(Tensor position, Tensor sizes) {
        Tensor passed = position.expand(2).greater(inner(sizes));
        Tensor before = passed.pad(2, 0, 1);
        Tensor here = passed.pad(2, 1, 0).plus(first()).minus(before);
        return new SplineBin(
                widths.times(before).sum(2).minus(bound),
                widths.times(here).sum(2),
                heights.times(before).sum(2).minus(bound),
                heights.times(here).sum(2),
                slope(slopes.pad(2, 1, 0).times(here).sum(2)),
                slope(slopes.pad(2, 0, 1).times(here).sum(2)));
    }

    /** The inner knots [b, m, K − 1] of bins of these sizes. */
    private Tensor inner(Tensor sizes) {
        int bins = sizes.shape().dim(2);
        double[] ends = new double[bins * (bins - 1)];
        for (int i = 0; i < ends.length; i++) {
            ends[i] = i / (bins - 1) <= i % (bins - 1) ? 1 : 0;
        }
        return sizes.reshape(sizes.shape().size() / bins, bins)
                .matmul(sizes.trace().constant(Shape.of(bins, bins - 1), ends))
                .minus(bound)
                .reshape(slopes.shape());
    }

    /** 1 for the first bin [K]. */
    private Tensor first() {
        double[] one = new double[widths.shape().dim(2)];
        one[0] = 1;
        return widths.trace().constant(Shape.of(one.length), one);
    }

    private static Tensor slope(Tensor unconstrained) {
        return unconstrained.plus(UNIT_SLOPE).softplus().plus(LEAST_SLOPE);
    }
}
