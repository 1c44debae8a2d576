package io.github.vflow.flow.transformer;

import io.github.vflow.tensor.Tensor;
import java.util.List;

/**
 * A network's output read as the parameters of a mixture coupling, and the log-odds of the mixture.
 *
 * @param logScale a = tanh(·) of the affine map that follows [b, m]
 * @param shift t of that affine map [b, m]
 * @param logits unnormalised log-weights [b, m, K]
 * @param means μ [b, m, K]
 * @param logScales s [b, m, K]; values below −7 count as −7
 */
record MixtureParameters(Tensor logScale, Tensor shift, Tensor logits, Tensor means, Tensor logScales) {
    private static final double LOG_SCALE_FLOOR = -7;

    static List<Integer> widths(int components) {
        return List.of(1, 1, components, components, components);
    }

    static MixtureParameters of(Tensor theta, int m, int components) {
        int b = theta.shape().dim(0);
        int wide = m * components;
        int from = 2 * m;
        return new MixtureParameters(
                theta.slice(1, 0, m).tanh(),
                theta.slice(1, m, from),
                theta.slice(1, from, from + wide).reshape(b, m, components),
                theta.slice(1, from + wide, from + 2 * wide).reshape(b, m, components),
                theta.slice(1, from + 2 * wide, from + 3 * wide).reshape(b, m, components));
    }

    /**
     * Log-odds of the mixture and their log-slope. CDF and density follow from these without loss of digits in the
     * tails.
     *
     * @param value g = ln F − ln(1−F)
     * @param logSlope ln g′ = ln pdf − ln F − ln(1−F)
     */
    record LogOdds(Tensor value, Tensor logSlope) {
        /** The CDF F(x) of the mixture. */
        Tensor cdf() {
            return value.sigmoid();
        }

        /** ln pdf(x) of the mixture, in nats. */
        Tensor logDensity() {
            return logSlope.plus(value.logSigmoid()).minus(value.softplus());
        }
    }

    /** The log-odds at x [b, m]. */
    LogOdds at(Tensor x) {
        Tensor both = x.mixtureLogOdds(logits, means, logScales, LOG_SCALE_FLOOR);
        return new LogOdds(
                both.slice(2, 0, 1).reshape(x.shape()), both.slice(2, 1, 2).reshape(x.shape()));
    }

    /** The x [b, m] with log-odds g [b, m]. */
    Tensor inverse(Tensor g) {
        return g.mixtureInverse(logits, means, logScales, LOG_SCALE_FLOOR);
    }
}
