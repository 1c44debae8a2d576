package io.github.vflow.flow.evaluation;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.bijector.Coupling;
import io.github.vflow.flow.bijector.Elementwise;
import io.github.vflow.flow.bijector.Permutation;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/**
 * z ~ N(0, 1), x = λ·z + b + σ·ε in two dimensions: a VAE with linear decoder and encoder, written as a VFlow of one affine
 * coupling each (VFlow paper, Sec. 4). Everything about it is known in closed form.
 *
 * @param factor of the posterior's mean: one is exact
 * @param width of the posterior's standard deviation: one is exact
 */
record LinearGaussian(double factor, double width) {
    private static final double[] LAMBDA = {0.75, -0.5};
    private static final double[] B = {0.25, 1};
    private static final double LOG_SIGMA = Math.log(0.5);
    private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

    /** The flow from [x, z] to ε: [z, x], then (x − λz − b)/σ. */
    Model model() {
        Parameters parameters = new Parameters();
        Parameter lambda = parameters.scope().parameter("lambda", Shape.of(1, 2), Initializer.values(LAMBDA));
        parameters.initialise(0);
        Coupling decoder = new Coupling(
                1,
                3,
                z -> {
                    Tensor mean = z.matmul(lambda.in(z.trace())).plus(z.trace().constant(Shape.of(2), B));
                    return Tensor.concat(
                            1, mean.times(-1 / sigma()), mean.times(0).minus(LOG_SIGMA));
                },
                new Affine(Affine.Scale.EXP));
        Bijector.Conditional encoder = Elementwise.conditional(new Affine(Affine.Scale.EXP), x -> {
            Tensor mean = x.minus(x.trace().constant(Shape.of(2), B))
                    .matmul(lambda.in(x.trace()), false, true)
                    .times(factor * variance() / (sigma() * sigma()));
            return Tensor.concat(1, mean, mean.times(0).plus(qLogStd()));
        });
        return FlowModel.vflow(2, 1, Chain.of(new Permutation(List.of(2, 0, 1)), decoder), encoder, parameters);
    }

    private static double sigma() {
        return Math.exp(LOG_SIGMA);
    }

    /** Of p(z|x). */
    private static double variance() {
        double square = LAMBDA[0] * LAMBDA[0] + LAMBDA[1] * LAMBDA[1];
        return 1 / (1 + square / (sigma() * sigma()));
    }

    /** Of p(z|x). */
    private static double mean(float... x) {
        double along = (x[0] - B[0]) * LAMBDA[0] + (x[1] - B[1]) * LAMBDA[1];
        return variance() * along / (sigma() * sigma());
    }

    private double qLogStd() {
        return Math.log(width) + 0.5 * Math.log(variance());
    }

    /** ln N(x; b, λλᵀ + σ²I). */
    double logProb(float... x) {
        double u = x[0] - B[0];
        double v = x[1] - B[1];
        double a = LAMBDA[0] * LAMBDA[0] + sigma() * sigma();
        double b = LAMBDA[0] * LAMBDA[1];
        double c = LAMBDA[1] * LAMBDA[1] + sigma() * sigma();
        double det = a * c - b * b;
        return -0.5 * (c * u * u - 2 * b * u * v + a * v * v) / det - 0.5 * Math.log(det) - LOG_TWO_PI;
    }

    /** ln p(x) − KL(q(z|x) ‖ p(z|x)), two Gaussians. */
    double elbo(float... x) {
        double d = (factor - 1) * mean(x);
        double kl = -Math.log(width) + 0.5 * (width * width + d * d / variance()) - 0.5;
        return logProb(x) - kl;
    }

    /** ln p(z) + ln p(x|z) − ln q(z|x) at the z that this noise makes. */
    double elbo(double noise, float... x) {
        double z = factor * mean(x) + Math.exp(qLogStd()) * noise;
        return logNormal(z, 0, 0)
                + logNormal(x[0], LAMBDA[0] * z + B[0], LOG_SIGMA)
                + logNormal(x[1], LAMBDA[1] * z + B[1], LOG_SIGMA)
                - logNormal(z, factor * mean(x), qLogStd());
    }

    private static double logNormal(double x, double mean, double logStd) {
        double u = (x - mean) * Math.exp(-logStd);
        return -0.5 * u * u - logStd - 0.5 * LOG_TWO_PI;
    }
}
