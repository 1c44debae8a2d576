package io.github.vflow.cli.option;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.table.defaults.MemberDefaults;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the architecture that models of rows and of images have in common. */
public final class ModelOptions {
    @Option(
            names = "--augment",
            paramLabel = "D_Z",
            description = "Dimensions added to the data's; 0 gives a plain flow with an exact likelihood. For"
                    + " images, channels. Default: 0 for tables, 8 for toy densities, 1 for images.")
    @Range(least = 0, most = 10_000)
    private @Nullable Integer augment;

    @Option(
            names = "--coupling",
            paramLabel = "KIND",
            description =
                    "${COMPLETION-CANDIDATES}. An affine coupling with a bounded scale (sigmoid, tanh) tolerates outliers better"
                            + " than affine; a spline fits better, a mixture of logistics best, and takes longest. Default: mixture, for toy"
                            + " densities affine-tanh.")
    private CouplingSpec.@Nullable Kind coupling;

    @Option(
            names = "--components",
            defaultValue = "8",
            paramLabel = "K",
            description = "Components of a mixture coupling, or bins of a spline. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1_000)
    private int components;

    @Option(
            names = "--posterior",
            defaultValue = "flow",
            paramLabel = "KIND",
            description = "q(z|x): ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private RowSpec.Augmentation.Posterior.Kind posterior;

    @Option(
            names = "--flow-steps",
            paramLabel = "L",
            description = "Steps of p(x, z). Of rows: ActNorm, linear map, coupling or autoregressive map. Default: "
                    + MemberDefaults.FLOW_STEPS + ". Of images, for --step-kind patches and jet. Default: 4.")
    @Range(least = 1, most = 1_000)
    private @Nullable Integer flowSteps;

    @Option(
            names = "--step-kind",
            defaultValue = "coupling",
            paramLabel = "KIND",
            description =
                    "${COMPLETION-CANDIDATES}. In an autoregressive step of rows the preceding dimensions condition each: a"
                            + " density takes one pass of the network, a sample one for each dimension (for up to about 64)."
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
        CouplingSpec.Kind kind = coupling == null ? usual : coupling;
        UsageException.require(
                components >= kind.leastComponents(),
                "--components must be at least %d for a %s coupling but is %d",
                kind.leastComponents(),
                EnumWords.of(kind),
                components);
        return new CouplingSpec(kind, components);
    }

    RowSpec.Augmentation.Posterior.Kind posterior() {
        return posterior;
    }
}
