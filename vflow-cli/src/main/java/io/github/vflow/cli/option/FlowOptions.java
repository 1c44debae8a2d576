package io.github.vflow.cli.option;

import io.github.vflow.cli.usage.Range;
import io.github.vflow.flow.defaults.FlowDefaults;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.defaults.MemberDefaults;
import io.github.vflow.table.plan.Planner;
import java.util.List;
import picocli.CommandLine.Option;

/** Options for the size of the flow of a table. The plan of a training has all else of its architecture. */
public final class FlowOptions {
    @Option(
            names = "--hidden",
            split = ",",
            defaultValue = FlowDefaults.WIDTH + "," + FlowDefaults.WIDTH,
            paramLabel = "N",
            description = "Widths of the hidden layers of each step's network. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1 << 15)
    private List<Integer> hidden;

    @Option(
            names = "--flow-steps",
            defaultValue = "" + MemberDefaults.FLOW_STEPS,
            paramLabel = "L",
            description = "Steps of the flow. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1_000)
    private int flowSteps;

    @Option(
            names = "--augment",
            defaultValue = "0",
            paramLabel = "D_Z",
            description = "Dimensions added to the data's; 0 gives a plain flow with an exact likelihood."
                    + " Default: ${DEFAULT-VALUE}.")
    @Range(least = 0, most = 10_000)
    private int augment;

    /** The flow of a number of features. */
    public RowSpec of(int features) {
        RowSpec usual = Planner.usualFlow(features);
        return RowSpec.of(features, augment, flowSteps)
                .withCoupling(usual.steps().coupling())
                .withConditioner(hidden, Activation.RELU);
    }
}
