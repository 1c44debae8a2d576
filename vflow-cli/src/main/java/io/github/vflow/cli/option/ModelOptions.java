package io.github.vflow.cli.option;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
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
