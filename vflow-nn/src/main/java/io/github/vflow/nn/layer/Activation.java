package io.github.vflow.nn.layer;

import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;

/** Elementwise nonlinearities between layers. */
public enum Activation {
    /** max(x, 0). */
    RELU,
    /** tanh x. */
    TANH,
    /** x for x &gt; 0, eˣ − 1 below (Clevert et al., 2016). */
    ELU,
    /** x·σ(x), also called swish (Elfwing et al., 2018). */
    SILU;

    /** Applies the function to each element. */
    public Tensor apply(Tensor x) {
        return switch (this) {
            case RELU -> x.relu();
            case TANH -> x.tanh();
            // the exponential sees non-positive numbers only, so the branch not taken is finite
            case ELU -> x.greater(0).select(x, x.min(0).exp().minus(1));
            case SILU -> x.times(x.sigmoid());
        };
    }

    /** The initialiser that preserves variance through a linear layer and this function after it. */
    public Initializer initializer() {
        return this == TANH ? Initializer.glorotUniform() : Initializer.heNormal();
    }
}
