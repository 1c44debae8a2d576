package io.github.vflow.flow.distribution;

import io.github.vflow.tensor.Tensor;

/**
 * A broad component that defends the tail of a density: p(v) = (1 − α)·flow(v) + α·t(v). No row is less likely than α·t(v), whatever the
 * flow says of it.
 *
 * @param share α in (0, 1)
 * @param broad t, of the dimensions to which columns are lifted
 */
public record Defence(double share, StudentT broad) {
    /** Where float32 has no number for the flow's density, this stands for it. */
    private static final double LEAST = -1e30;

    /** Checks the share. */
    public Defence {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("Defence: share must be in (0, 1) but is " + share);
        }
    }

    /**
     * ln p(v) of each row [b], in nats.
     *
     * @param logFlow ln flow(v), or an estimate of it [b]
     * @param v lifted columns [b, L]
     */
    public Tensor logProb(Tensor logFlow, Tensor v) {
        Tensor floor = logFlow.trace().constant(LEAST).broadcast(logFlow.shape());
        Tensor flow = logFlow.greater(LEAST).select(logFlow, floor).plus(Math.log1p(-share));
        Tensor defended = broad.logProb(v).plus(Math.log(share));
        Tensor apart = flow.minus(defended).abs();
        return flow.max(defended).plus(apart.negate().exp().log1p());
    }

    /** The number of normals by which a draw chooses its component. */
    public static int choice() {
        return 2;
    }

    /**
     * Draws of p: those of the flow, but of t for a share of α.
     *
     * @param flow [b, L]
     * @param choice normals [b, {@link #choice}]
     * @param noise normals [b, {@link StudentT#noise}]
     */
    public Tensor sample(Tensor flow, Tensor choice, Tensor noise) {
        // exp(−(a² + b²)/2) is uniform
        Tensor uniform = choice.square().sum(1).times(-0.5).exp();
        Tensor chosen =
                uniform.greater(1 - share).reshape(flow.shape().dim(0), 1).broadcast(flow.shape());
        return chosen.select(broad.sample(noise), flow);
    }
}
