package io.github.vflow.flow.distribution.mixing;

import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Scope;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.init.Initializers;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;

/**
 * A normal distribution and a Student t with ν = 3 degrees of freedom that share mean and shape, which training leaves as they are:
 *
 * <pre>ln N(v) = −L/2·ln 2π + ln|det W| − |(v − μ)·W|²/2
 * ln t(v) = ln Γ((ν+L)/2) − ln Γ(ν/2) − L/2·ln(νπ) + ln|det W| − (ν+L)/2·ln(1 + |(v − μ)·W|²/ν)</pre>
 *
 * @param mean μ [L]
 * @param whiten W [L, L]
 * @param colour W⁻¹ [L, L]
 * @param logDet ln |det W| [1]
 */
public record Elliptical(Parameter mean, Parameter whiten, Parameter colour, Parameter logDet) {
    private static final int FREEDOM = 3;

    /** Declares {@code mean}, {@code whiten}, {@code colour} and {@code logDet}: standard ones, until moments of data are set. */
    public static Elliptical of(Scope scope, int dimensions) {
        Shape square = Shape.of(dimensions, dimensions);
        return new Elliptical(
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
        return dimensions() + FREEDOM;
    }

    /** |(v − μ)·W|² of each row [b, L] → [b]. */
    public Tensor distance(Tensor v) {
        Trace t = v.trace();
        return v.minus(mean.in(t)).matmul(whiten.in(t)).square().sum(1);
    }

    /** ln N(v) of rows at some distances [b], in nats. */
    public Tensor logNormal(Tensor distance) {
        return distance.times(-0.5).plus(logDet.in(distance.trace())).minus(0.5 * dimensions() * Math.log(2 * Math.PI));
    }

    /** ln t(v) of rows at some distances [b], in nats. */
    public Tensor logStudent(Tensor distance) {
        Trace t = distance.trace();
        int d = dimensions();
        double constant =
                LogGamma.of((FREEDOM + d) / 2.0) - LogGamma.of(FREEDOM / 2.0) - 0.5 * d * Math.log(FREEDOM * Math.PI);
        return distance.dividedBy(FREEDOM)
                .log1p()
                .times(-0.5 * (FREEDOM + d))
                .plus(logDet.in(t))
                .plus(constant);
    }

    /**
     * Rows v = μ + z·W⁻¹ of the normal distribution, and v = μ + z·W⁻¹·√(ν/χ²) of the t.
     *
     * @param noise N(0, I) [b, {@link #noise}]
     * @param student 1 for a row of the t, 0 for one of the normal distribution [b]
     */
    public Tensor sample(Tensor noise, Tensor student) {
        Trace t = noise.trace();
        int d = dimensions();
        Tensor chi = noise.slice(1, d, d + FREEDOM).square().sum(1);
        Tensor one = t.constant(1).broadcast(student.shape());
        Tensor factor = student.select(chi.dividedBy(FREEDOM).sqrt(), one);
        Tensor z = noise.slice(1, 0, d).matmul(colour.in(t));
        return z.dividedBy(factor.reshape(noise.shape().dim(0), 1)).plus(mean.in(t));
    }
}
