package io.github.vflow.flow.distribution;

import io.github.vflow.flow.part.Base;
import io.github.vflow.tensor.Tensor;

/** N(0, I): the usual base, and the noise of posteriors and dequantizers. */
public enum StandardNormal implements Base {
    /** The distribution, which has no parameters. */
    INSTANCE;

    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    /** ln N(x; 0, I) = −½‖x‖² − d/2·ln 2π of each row: [b, …] → [b], in nats. */
    @Override
    public Tensor logProb(Tensor x) {
        int d = x.shape().size() / x.shape().dim(0);
        return x.square().reshape(x.shape().dim(0), d).sum(1).times(-0.5).minus(d * HALF_LOG_TWO_PI);
    }

    @Override
    public Tensor sample(Tensor noise) {
        return noise;
    }
}
