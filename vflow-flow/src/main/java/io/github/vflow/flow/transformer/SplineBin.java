package io.github.vflow.flow.transformer;

import io.github.vflow.tensor.Tensor;

/**
 * The bin of each element [b, m] of a rational-quadratic spline, and the spline in it.
 *
 * @param left x_k
 * @param width w_k
 * @param bottom y_k
 * @param height h_k
 * @param slopeLeft δ_k
 * @param slopeRight δ_{k+1}
 */
record SplineBin(Tensor left, Tensor width, Tensor bottom, Tensor height, Tensor slopeLeft, Tensor slopeRight) {
    private static final double LEAST_DISCRIMINANT = 1e-30;

    /** ξ = (x − x_k)/w_k. */
    Tensor share(Tensor x) {
        return unit(x.minus(left).dividedBy(width));
    }

    /** x_k + ξ·w_k. */
    Tensor point(Tensor xi) {
        return xi.times(width).plus(left);
    }

    /** y at ξ (Eq. 4). */
    Tensor value(Tensor xi) {
        Tensor s = steepness();
        Tensor numerator = s.times(xi.square()).plus(slopeLeft.times(product(xi)));
        return height.times(numerator).dividedBy(denominator(xi)).plus(bottom);
    }

    /** ln ∂y/∂x at ξ (Eq. 5). */
    Tensor logSlope(Tensor xi) {
        Tensor s = steepness();
        Tensor numerator = slopeRight
                .times(xi.square())
                .plus(s.times(product(xi)).times(2))
                .plus(slopeLeft.times(rest(xi).square()));
        return s.log()
                .times(2)
                .plus(numerator.log())
                .minus(denominator(xi).log().times(2));
    }

    /**
     * ξ of an image y: the root of aξ² + bξ + c (Eq. 6 to 8), with η = (y − y_k)/h_k and a, b, c divided by h_k. Of the two forms of the root
     * it takes the one whose terms have one sign. The discriminant b² − 4ac is written as (δ_k(1 − η) − δ_{k+1}η)² + 4s²η(1 − η), which has
     * no cancellation and is positive.
     */
    Tensor shareOfImage(Tensor y) {
        Tensor s = steepness();
        Tensor eta = unit(y.minus(bottom).dividedBy(height));
        Tensor bend = slopeLeft.plus(slopeRight).minus(s.times(2)).times(eta);
        Tensor a = bend.plus(s).minus(slopeLeft);
        Tensor b = slopeLeft.minus(bend);
        Tensor root = slopeLeft
                .times(rest(eta))
                .minus(slopeRight.times(eta))
                .square()
                .plus(s.square().times(product(eta)).times(4))
                .max(LEAST_DISCRIMINANT)
                .sqrt();
        Tensor rising = b.greater(0);
        Tensor numerator = rising.select(s.times(eta).times(2), root.minus(b));
        return unit(numerator.dividedBy(rising.select(b.plus(root), a.times(2))));
    }

    /** s + (δ_{k+1} + δ_k − 2s)·ξ(1 − ξ) as a sum of terms of one sign. */
    private Tensor denominator(Tensor xi) {
        Tensor ends = xi.square().plus(rest(xi).square());
        return steepness().times(ends).plus(slopeLeft.plus(slopeRight).times(product(xi)));
    }

    private Tensor steepness() {
        return height.dividedBy(width);
    }

    private static Tensor rest(Tensor xi) {
        return xi.negate().plus(1);
    }

    private static Tensor product(Tensor xi) {
        return xi.times(rest(xi));
    }

    /** Roundings of the knots must not leave the bin. */
    private static Tensor unit(Tensor share) {
        return share.max(0).min(1);
    }
}
