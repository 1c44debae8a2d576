package io.github.vflow.flow.spec.step;

import io.github.vflow.nn.layer.Activation;
import java.util.List;

/**
 * The conditioners of couplings of rows: linear layers with an activation between them.
 *
 * @param hidden widths of the hidden layers
 * @param activation between them
 * @param layerNorm whether a layer norm comes before each activation
 * @param residual whether each hidden layer after the first is a residual block of two linear layers
 */
public record MlpSpec(List<Integer> hidden, Activation activation, boolean layerNorm, boolean residual) {
    public MlpSpec {
        hidden = List.copyOf(hidden);
        require(hidden.stream().allMatch(h -> h >= 1), "hidden widths must be at least 1", hidden);
        require(
                !layerNorm || hidden.stream().allMatch(h -> h >= 2),
                "a layer norm makes a constant of a layer of width 1, so hidden widths must be at least 2",
                hidden);
        require(
                !residual || (hidden.size() >= 2 && hidden.stream().distinct().count() == 1),
                "residual blocks add to the layer before, so there must be at least two hidden layers, all of one width,",
                hidden);
    }

    private static void require(boolean holds, String invariant, List<Integer> hidden) {
        if (!holds) {
            throw new IllegalArgumentException("MlpSpec: " + invariant + " but got " + hidden);
        }
    }

    /** A plain network: without norms and residual blocks. */
    public MlpSpec(List<Integer> hidden, Activation activation) {
        this(hidden, activation, false, false);
    }

    /** With layer norms, or without. */
    public MlpSpec withLayerNorm(boolean norms) {
        return new MlpSpec(hidden, activation, norms, residual);
    }

    /** With residual blocks, or without. */
    public MlpSpec withResidual(boolean blocks) {
        return new MlpSpec(hidden, activation, layerNorm, blocks);
    }

    /** The number of residual blocks. */
    public int blocks() {
        return residual ? hidden.size() - 1 : 0;
    }
}
