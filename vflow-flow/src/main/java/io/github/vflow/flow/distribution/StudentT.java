package io.github.vflow.flow.distribution;

import io.github.vflow.flow.part.Base;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;

/**
 * A Student t in each dimension of rows [b, d], with ν = 1 + eˢ degrees of freedom:
 *
 * <pre>ln p(ε) = Σ_j ln Γ((ν_j+1)/2) − ln Γ(ν_j/2) − ½·ln(ν_j·π) − (ν_j+1)/2·ln(1 + ε_j²/ν_j)</pre>
 *
 * <p>A draw takes two normals a and b for each dimension, r² = a² + b², and is exact for any ν (Bailey, 1994):
 * ε = a·√((e^{r²/ν} − 1)·ν/r²).
 *
 * @param logExcess s [d]
 */
public record StudentT(Parameter logExcess) implements Base {
    /** Beyond e¹⁴ degrees of freedom a t is a normal distribution in float32. */
    private static final double MOST = 14;

    /** The recurrence of Γ goes up by this, where the series has an error of 1e-11. */
    private static final int SHIFT = 8;

    /** Below, (eʸ − 1)/y is a series. */
    private static final double NEAR = 0.5;

    private static final int TERMS = 12;

    /** No normals come near r² = 80·ν, beyond which float32 has no exponential. */
    private static final double FAR = 80;

    /**
     * Declares {@code s}.
     *
     * @param freedom ν at the start, greater than 1
     * @param trained whether training changes it
     */
    public static StudentT of(Scope scope, int features, double freedom, boolean trained) {
        Initializer start = Initializer.constant(Math.log(freedom - 1));
        Shape shape = Shape.of(features);
        return new StudentT(trained ? scope.parameter("s", shape, start) : scope.frozen("s", shape, start));
    }

    private Tensor freedom(Trace t) {
        return logExcess.in(t).min(MOST).exp().plus(1);
    }

    @Override
    public Tensor logProb(Tensor eps) {
        Tensor nu = freedom(eps.trace());
        Tensor tails = eps.square().dividedBy(nu).log1p().times(nu.plus(1).times(-0.5));
        return tails.sum(1).plus(logConstant(nu).sum(0));
    }

    /**
     * ln Γ(x + ½) − ln Γ(x) − ½·ln(2πx) with x = ν/2. Γ(x + 1) = x·Γ(x) leads to an x for which
     * ln Γ(x + ½) − ln Γ(x) = ½·ln x − 1/(8x) + 1/(192x³) − 1/(640x⁵) + 17/(14336x⁷): no term is large, so float32 keeps the digits.
     */
    private static Tensor logConstant(Tensor nu) {
        Tensor x = nu.times(0.5);
        Tensor ratios = x.plus(0.5).dividedBy(x);
        for (int i = 1; i < SHIFT; i++) {
            ratios = ratios.times(x.plus(i + 0.5).dividedBy(x.plus(i)));
        }
        Tensor shifted = x.plus(SHIFT);
        Tensor far = x.trace().constant(1).broadcast(x.shape()).dividedBy(shifted);
        Tensor square = far.square();
        Tensor series = square.times(17.0 / 14_336)
                .minus(1.0 / 640)
                .times(square)
                .plus(1.0 / 192)
                .times(square)
                .minus(1.0 / 8)
                .times(far);
        Tensor half = shifted.dividedBy(x).log().times(0.5);
        return half.minus(ratios.log()).plus(series).minus(0.5 * Math.log(2 * Math.PI));
    }

    @Override
    public int noise(int dimensions) {
        return 2 * dimensions;
    }

    @Override
    public Tensor sample(Tensor noise) {
        int d = logExcess.shape().size();
        Tensor a = noise.slice(1, 0, d);
        Tensor y = a.square()
                .plus(noise.slice(1, d, 2 * d).square())
                .dividedBy(freedom(noise.trace()))
                .min(FAR);
        return a.times(growth(y).sqrt());
    }

    /** (eʸ − 1)/y of y ≥ 0. */
    private static Tensor growth(Tensor y) {
        Tensor series = y.times(1.0 / TERMS).plus(1);
        for (int k = TERMS - 1; k >= 2; k--) {
            series = series.times(y).times(1.0 / k).plus(1);
        }
        Tensor large = y.max(NEAR);
        return y.greater(NEAR).select(large.exp().minus(1).dividedBy(large), series);
    }
}
