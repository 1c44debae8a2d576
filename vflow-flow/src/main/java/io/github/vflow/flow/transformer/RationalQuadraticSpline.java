package io.github.vflow.flow.transformer;

import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.tensor.Tensor;
import java.util.List;

/**
 * The monotonic rational-quadratic spline of Durkan et al., <i>Neural Spline Flows</i>, 2019: K bins between −B and B, the identity
 * outside.
 *
 * <pre>ξ = (x − x_k)/w_k,  s = h_k/w_k
 * y = y_k + h_k·(s·ξ² + δ_k·ξ(1 − ξ)) / (s + (δ_{k+1} + δ_k − 2s)·ξ(1 − ξ))         (Eq. 4)
 * ∂y/∂x = s²·(δ_{k+1}·ξ² + 2s·ξ(1 − ξ) + δ_k·(1 − ξ)²) / (s + (δ_{k+1} + δ_k − 2s)·ξ(1 − ξ))²   (Eq. 5)</pre>
 *
 * The widths w and the heights h are softmaxes of θ, the K − 1 inner slopes δ are softpluses, and each has a floor. The outer slopes are 1.
 * Parameters of zero give the identity. The inverse is the closed form of Eq. 6 to 8, with a discriminant that is a sum of squares.
 *
 * @param bins K
 * @param bound B
 */
public record RationalQuadraticSpline(int bins, double bound) implements Transformer {
    /** Checks that there is a knot between the bounds, and that the bounds differ. */
    public RationalQuadraticSpline {
        if (bins < 2 || !(bound > 0) || bound == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException(
                    "RationalQuadraticSpline: needs at least 2 bins and a positive, finite bound but got " + bins
                            + " and " + bound + "; 8 bins within 3 are usual for standardised columns");
        }
    }

    @Override
    public List<Integer> widths() {
        return List.of(bins, bins, bins - 1);
    }

    @Override
    public Mapped forward(Tensor x, Tensor theta) {
        SplineBin bin = SplineParameters.of(theta, x.shape().dim(1), this).atInput(within(x));
        Tensor xi = bin.share(within(x));
        return joined(x, bin.value(xi), bin.logSlope(xi));
    }

    @Override
    public Mapped inverse(Tensor y, Tensor theta) {
        SplineBin bin = SplineParameters.of(theta, y.shape().dim(1), this).atOutput(within(y));
        Tensor xi = bin.shareOfImage(within(y));
        return joined(y, bin.point(xi), bin.logSlope(xi).negate());
    }

    /** A point of the spline for each element, so that its branch is finite where the tails are taken. */
    private Tensor within(Tensor v) {
        return v.max(-bound).min(bound);
    }

    private Mapped joined(Tensor at, Tensor value, Tensor logSlope) {
        Tensor inside = at.abs().negate().greater(-bound);
        return new Mapped(inside.select(value, at), logSlope.gate(inside).sum(1));
    }
}
