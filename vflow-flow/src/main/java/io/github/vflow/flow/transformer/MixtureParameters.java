package io.github.vflow.flow.transformer;

import io.github.vflow.tensor.Tensor;
import java.util.List;

/**
 * A network's output read as the parameters of a mixture coupling, and the log-odds of the mixture.
 *
 * @param logScale a = tanh(·) of the affine map that follows [b, m]
 * @param shift its shift [b, m]
 * @param logits unnormalised log-weights [b, m, K]
 * @param means μ [b, m, K]
 * @param logScales s [b, m, K], at least −7
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
                theta.slice(1, from + 2 * wide, from + 3 * wide)
                        .reshape(b, m, components)
                        .max(LOG_SCALE_FLOOR));
    }

    /**
     * In log space: g = ln F − ln(1−F), and the three pieces it is made of.
     *
     * @param cdf ln F + ln Σπ
     * @param survival ln(1 − F) + ln Σπ
     * @param density ln pdf + ln Σπ
     * @param total ln Σπ
     */
    record LogOdds(Tensor cdf, Tensor survival, Tensor density, Tensor total) {
        Tensor value() {
            return cdf.minus(survival);
        }

        /** ln g′ = ln pdf − ln F − ln(1 − F). */
        Tensor logSlope() {
            return density.plus(total).minus(cdf).minus(survival);
        }
    }

    /** At x [b, m]. */
    LogOdds at(Tensor x) {
        Tensor z = x.expand(2).minus(means).times(logScales.negate().exp());
        Tensor softplus = z.softplus();
        // z and softplus cancel before the logits join: far out, they would be lost in the rounding of z
        Tensor below = logits.plus(z.minus(softplus));
        return new LogOdds(
                below.logSumExp(2),
                logits.minus(softplus).logSumExp(2),
                below.minus(softplus).minus(logScales).logSumExp(2),
                logits.logSumExp(2));
    }

    /** The x with log-odds g. */
    Tensor inverse(Tensor g) {
        return g.mixtureInverse(logits, means, logScales);
    }
}
