package io.github.vflow.cli.conformance;

import io.github.vflow.nn.optim.Adam;
import java.util.List;

/** The checks of a toy fixture. */
final class ToyChecks {
    static final List<Check> ALL = List.of(
            new ForwardCheck(),
            new InverseCheck("out.eps", "out.inv_xz"),
            new InverseCheck("in.sample_eps", "out.sample_xz"),
            new ImportanceCheck(),
            new InitCheck("in.init_x", "in.init_eps", "before_init", "after_init"),
            new AdamCheck("adam_tf", Adam.Form.EPSILON_HAT, Double.POSITIVE_INFINITY),
            new AdamCheck("adam_torch", Adam.Form.KINGMA_BA, Double.POSITIVE_INFINITY));

    private ToyChecks() {}
}
