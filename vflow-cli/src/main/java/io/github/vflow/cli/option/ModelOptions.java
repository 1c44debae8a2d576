package io.github.vflow.cli.option;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.defaults.FlowDefaults;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.defaults.MemberDefaults;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the architecture of a model of a toy density. Images have all but one of them. */
public final class ModelOptions {
    private static final int AUGMENT = 8;

    @Option(
            names = "--hidden",
            split = ",",
            defaultValue = FlowDefaults.WIDTH + "," + FlowDefaults.WIDTH,
            paramLabel = "N",
            description =
                    "Of toy densities, widths of the hidden layers of each step's network. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1 << 15)
    private List<Integer> hidden;

    @Option(
            names = "--augment",
            paramLabel = "D_Z",
            description = "Dimensions added to the data's; 0 gives a plain flow with an exact likelihood. For"
                    + " images, channels. Default: 8 for toy densities, 1 for images.")
    @Range(least = 0, most = 10_000)
    private @Nullable Integer augment;

    @Option(
            names = "--coupling",
            paramLabel = "KIND",
            description =
                    "${COMPLETION-CANDIDATES}. An affine coupling with a bounded scale (sigmoid, tanh) tolerates outliers better"
                            + " than affine; a spline fits better, a mixture of logistics best, and takes longest. Default: affine-tanh for"
                            + " toy densities, mixture for images.")
    private CouplingSpec.@Nullable Kind coupling;

    @Option(
            names = "--posterior",
            defaultValue = "flow",
            paramLabel = "KIND",
            description = "q(z|x): ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private RowSpec.Augmentation.Posterior.Kind posterior;

    @Option(
            names = "--flow-steps",
            paramLabel = "L",
            description =
                    "Steps of p(x, z). Of toy densities: ActNorm, linear map, coupling or autoregressive map. Default: "
                            + MemberDefaults.FLOW_STEPS + ". Of images, for --step-kind patches and jet. Default: 4.")
    @Range(least = 1, most = 1_000)
    private @Nullable Integer flowSteps;

    @Option(
            names = "--step-kind",
            defaultValue = "coupling",
            paramLabel = "KIND",
            description =
                    "${COMPLETION-CANDIDATES}. In an autoregressive step of toy densities the preceding dimensions condition each: a"
                            + " density takes one pass of the network, a sample one for each dimension."
                            + " The inverse has it the other way round. For images: in a step of patches the preceding patches"
                            + " condition each, by causal attention; jet is couplings by transformer blocks. Default:"
                            + " ${DEFAULT-VALUE}.")
    private StepKind stepKind;

    /** The kinds of steps of rows and of images. */
    public enum StepKind {
        /** Couplings. */
        COUPLING(Steps.Kind.COUPLING),
        /** Autoregressive steps of rows. */
        AUTOREGRESSIVE(Steps.Kind.AUTOREGRESSIVE),
        /** Inverse autoregressive steps of rows. */
        INVERSE_AUTOREGRESSIVE(Steps.Kind.INVERSE_AUTOREGRESSIVE),
        /** Causal steps from patch to patch of images. */
        PATCHES(null),
        /** Couplings of images by transformer blocks. */
        JET(null);

        private final Steps.@Nullable Kind ofRows;

        StepKind(Steps.@Nullable Kind ofRows) {
            this.ofRows = ofRows;
        }

        Optional<Steps.Kind> ofRows() {
            return Optional.ofNullable(ofRows);
        }
    }

    StepKind stepKind() {
        return stepKind;
    }

    int flowStepsOr(int usual) {
        return flowSteps == null ? usual : flowSteps;
    }

    boolean hasFlowSteps() {
        return flowSteps != null;
    }

    int augmentOr(int usual) {
        return augment == null ? usual : augment;
    }

    /**
     * The coupling.
     *
     * @param usual the kind if the user chose none
     */
    CouplingSpec coupling(CouplingSpec.Kind usual) {
        return CouplingSpec.of(coupling == null ? usual : coupling);
    }

    /** The architecture of a toy density. */
    public RowSpec ofToy(int features) {
        Steps.Kind steps = stepKind.ofRows()
                .orElseThrow(() -> new UsageException("--step-kind " + EnumWords.of(stepKind)
                        + " is for images; toy densities have coupling, autoregressive or inverse-autoregressive"));
        try {
            return RowSpec.of(features, augmentOr(AUGMENT), flowStepsOr(MemberDefaults.FLOW_STEPS))
                    .withConditioner(hidden, Activation.RELU)
                    .withCoupling(coupling(CouplingSpec.Kind.AFFINE_TANH))
                    .withStepKind(steps)
                    .withPosterior(posterior, 1);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    RowSpec.Augmentation.Posterior.Kind posterior() {
        return posterior;
    }
}
