package io.github.vflow.flow.spec;

import io.github.vflow.nn.layer.Activation;
import java.util.List;

/**
 * The conditioners of couplings of rows: linear layers with an activation between them.
 *
 * @param hidden widths of the hidden layers
 * @param activation between them
 */
public record MlpSpec(List<Integer> hidden, Activation activation) {
    /** Checks the widths. */
    public MlpSpec {
        hidden = List.copyOf(hidden);
        if (!hidden.stream().allMatch(h -> h >= 1)) {
            throw new IllegalArgumentException("MlpSpec: hidden widths must be at least 1 but got " + hidden);
        }
    }
}
