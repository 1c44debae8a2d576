package io.github.vflow.flow.transformer;

import io.github.vflow.flow.defaults.FlowDefaults;
import io.github.vflow.nn.init.Initializer;
import java.util.Arrays;

/**
 * The first bias of a mixture's conditioner spreads the means, because equal components would get equal gradients for
 * ever.
 */
final class MixtureStart {
    private MixtureStart() {}

    static Initializer of(int m, int components) {
        return (v, _, _) -> {
            Arrays.fill(v, 0);
            int means = 2 * m + m * components;
            for (int i = 0; i < m * components; i++) {
                double position = components == 1 ? 0 : 2.0 * (i % components) / (components - 1) - 1;
                v[means + i] = (float) (FlowDefaults.SPREAD * position);
            }
        };
    }
}
