package io.github.vflow.flow.distribution;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Shape;

/**
 * A multivariate Student t with 3 degrees of freedom, whose parameters training leaves as they are:
 *
 * <pre>ln t(v) = ln Γ((ν+L)/2) − ln Γ(ν/2) − L/2·ln(νπ) + ln|det W| − (ν+L)/2·ln(1 + |(v − μ)·W|²/ν)</pre>
 *
 * @param mean μ [L]
 * @param whiten W [L, L]
 * @param colour W⁻¹ [L, L]
 * @param logDet ln |det W| [1]
 */
public record StudentT(Parameter mean, Parameter whiten, Parameter colour, Parameter logDet) {
    private static final int FREEDOM = 3;
    /** Normal numbers of a draw beside those of the L dimensions. */
    private static final int NORMALS = FREEDOM;

    /** Declares {@code mean}, {@code whiten}, {@code colour} and {@code logDet}: a standard t, until moments of data are set. */
    public static StudentT of(Scope scope, int dimensions) {
        Shape square = Shape.of(dimensions, dimensions);
        return new StudentT(
                scope.frozen("mean", Shape.of(dimensions), Initializers.zeros()),
                scope.frozen("whiten", square, identity()),
                scope.frozen("colour", square, identity()),
                scope.frozen("logDet", Shape.of(1), Initializers.zeros()));
    }

    private static Initializer identity() {
        return (v, shape, _) -> {
            for (int i = 0; i < shape.dim(0); i++) {
                v[i * shape.dim(0) + i] = 1;
            }
        };
    }

    /** L. */
    public int dimensions() {
        return mean.shape().size();
    }

    /** The number of normals that a draw takes. */
    public int noise() {
        return dimensions() + NORMALS;
    }

    /** ln t(v) of each row [b, L] → [b], in nats. */
    public Tensor logProb(Tensor v) {
        Trace t = v.trace();
        int d = dimensions();
        Tensor distance = v.minus(mean.in(t)).matmul(whiten.in(t)).square().sum(1);
        double constant = logGamma(FREEDOM + d) - logGamma(FREEDOM) - 0.5 * d * Math.log(FREEDOM * Math.PI);
        return distance.dividedBy(FREEDOM)
                .log1p()
                .times(-0.5 * (FREEDOM + d))
                .plus(logDet.in(t))
                .plus(constant);
    }

    /**
     * Rows v = μ + z·W⁻¹·√(ν/χ²) from normals.
     *
     * @param noise N(0, I) [b, {@link #noise}]
     */
    public Tensor sample(Tensor noise) {
        Trace t = noise.trace();
        int d = dimensions();
        Tensor chi = noise.slice(1, d, d + NORMALS).square().sum(1);
        Tensor factor = chi.dividedBy(FREEDOM).sqrt();
        Tensor z = noise.slice(1, 0, d).matmul(colour.in(t));
        return z.dividedBy(factor.reshape(noise.shape().dim(0), 1)).plus(mean.in(t));
    }

    /** ln Γ(n/2) by the recurrence Γ(x + 1) = x·Γ(x) from Γ(1/2) = √π or Γ(1) = 1. */
    static double logGamma(int n) {
        double sum = n % 2 == 0 ? 0 : 0.5 * Math.log(Math.PI);
        for (double x = n % 2 == 0 ? 1 : 0.5; x < n / 2.0; x++) {
            sum += Math.log(x);
        }
        return sum;
    }
}
