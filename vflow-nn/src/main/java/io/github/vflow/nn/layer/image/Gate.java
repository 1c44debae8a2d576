package io.github.vflow.nn.layer.image;

import io.github.vflow.tensor.Tensor;

/** The nonlinearities of Flow++ (Ho et al., 2019): both work on the channels of [b, h, w, c]. */
final class Gate {
    private Gate() {}

    /** x + a·σ(b), where a and b are the halves of the channels. */
    static Tensor residual(Tensor x, Tensor ab) {
        int c = ab.shape().dim(3);
        return x.plus(ab.slice(3, 0, c / 2).times(ab.slice(3, c / 2, c).sigmoid()));
    }

    /** elu([x, −x]). */
    static Tensor concatElu(Tensor x) {
        return Tensor.concat(3, x, x.negate()).elu();
    }
}
