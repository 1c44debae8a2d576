package io.github.vflow.cli.conformance;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.nn.optim.Adam;
import java.util.List;

/** The checks of an image fixture. */
final class ImageChecks {
    private static final double CLIP = 1;

    private ImageChecks() {}

    static List<Check> of(FlowModel model) {
        return List.of(
                new ImageForwardCheck(model),
                new ImageInverseCheck(model),
                new ImportanceCheck(),
                new InitCheck("in.x", "in.eps", "param", "init"),
                new AdamCheck("adam_tf", Adam.Form.EPSILON_HAT, CLIP),
                new AdamCheck("adam_torch", Adam.Form.KINGMA_BA, CLIP));
    }
}
