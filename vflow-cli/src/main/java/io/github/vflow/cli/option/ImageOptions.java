package io.github.vflow.cli.option;

import static io.github.vflow.cli.usage.UsageException.require;

import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.cli.option.ModelOptions.StepKind;
import io.github.vflow.cli.usage.Range;
import io.github.vflow.cli.usage.Share;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.image.Images;
import io.github.vflow.tensor.autodiff.Memory;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options for the architecture and the training of a model of images; {@link ModelOptions} has those in common with rows. */
public final class ImageOptions {
    private static final int AUGMENT = 1;
    private static final int PATCH = 2;
    private static final int WIDTH = 64;
    private static final int DEPTH = 2;
    private static final int STEPS = 4;
    private static final long STORED_BYTES = 1L << 30;

    @Option(
            names = "--filters",
            defaultValue = "16",
            paramLabel = "F",
            description = "Filters of every conditioner, a multiple of --heads. Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1 << 12)
    private int filters;

    @Option(
            names = "--blocks",
            paramLabel = "B",
            description = "Blocks of the conditioners of p, for couplings. Default: 1.")
    @Range(least = 1, most = 1_000)
    private @Nullable Integer blocks;

    @Option(
            names = "--patch",
            paramLabel = "P",
            description = "Patches of P × P pixels, a power of two, for --step-kind patches and jet. Default: 2.")
    @Range(least = 1, most = 1 << 8)
    private @Nullable Integer patch;

    @Option(
            names = "--width",
            paramLabel = "F",
            description =
                    "Features of the transformer blocks of patches and jet, a multiple of --heads; --filters is for"
                            + " r and q. Default: 64.")
    @Range(least = 1, most = 1 << 12)
    private @Nullable Integer width;

    @Option(
            names = "--depth",
            paramLabel = "N",
            description = "Transformer blocks of each step of patches and jet. Default: 2.")
    @Range(least = 1, most = 1_000)
    private @Nullable Integer depth;

    @Option(
            names = "--heads",
            defaultValue = "4",
            paramLabel = "N",
            description = "Heads of the attention; 0 for none. Default: ${DEFAULT-VALUE}.")
    @Range(least = 0, most = 1 << 12)
    private int heads;

    @Option(
            names = "--scales",
            paramLabel = "N",
            description = "Number of times that p halves height and width, for couplings. Default: 1.")
    @Range(least = 1, most = 16)
    private @Nullable Integer scales;

    @Option(names = "--factor-out", description = "At each scale, half of the channels go to the base distribution.")
    private boolean factored;

    @Option(names = "--class-conditional", description = "Train p(x | class), with the labels of the images.")
    private boolean classConditional;

    @Option(
            names = "--dropout",
            defaultValue = "0",
            paramLabel = "RATE",
            description = "Share of the features that dropout sets to zero in training. Default: ${DEFAULT-VALUE}.")
    @Share
    private double dropout;

    @Option(
            names = "--dequantizer",
            defaultValue = "variational",
            paramLabel = "KIND",
            description =
                    "The map of pixels to continuous values: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private DequantizerKind dequantizer;

    @Option(
            names = "--conditional-blocks",
            defaultValue = "1",
            paramLabel = "B",
            description = "Blocks of the conditioners of r(u|x) and q(z|x). Default: ${DEFAULT-VALUE}.")
    @Range(least = 1, most = 1_000)
    private int conditionalBlocks;

    @Option(
            names = "--memory",
            paramLabel = "KIND",
            description =
                    "The values that a training step keeps for the gradient: ${COMPLETION-CANDIDATES}. stored keeps"
                            + " all, and is fastest. checkpointed keeps the inputs of the flow steps and computes the rest again."
                            + " reversible keeps the last output and computes the inputs from it. The kinds that end in -blocks"
                            + " need the memory of one block, and take longer. Default: stored if that takes at most 1 GiB, else as"
                            + " many steps as fit are stored, and the first ones checkpointed.")
    private @Nullable Memory memory;

    /**
     * The plan for a model. For images it has the kind of {@code --memory} that the user chose, or the fastest that fits into 1 GiB. Large
     * batches are split into shards, which are faster and need more memory, unless the user chose a kind that saves memory.
     */
    public TrainingPlan fitted(TrainingPlan plan, Model model) {
        if (model.images().isPresent() && memory == null) {
            return TrainingProgram.fitted(model, plan, STORED_BYTES);
        }
        return TrainingProgram.sharded(memory != null ? plan.withMemory(memory) : plan, model);
    }

    /** Whether the density is of images given their classes. */
    public boolean isClassConditional() {
        return classConditional;
    }

    /** The architecture for some images. */
    public ImageSpec spec(ImageTrainingData pictures, ModelOptions model) {
        require(heads == 0 || filters % heads == 0, "--filters %d must be a multiple of --heads %d", filters, heads);
        check(model);
        Images images = pictures.train();
        try {
            int augment = model.augmentOr(AUGMENT);
            ConditionalSpec conditional = ConditionalSpec.of(conditionalBlocks, heads, filters, 1);
            return new ImageSpec(
                    new ImageSpec.Pixels(images.height(), images.width(), images.channels(), images.levels()),
                    augment,
                    classConditional ? pictures.classes() : 0,
                    layout(images.channels() + augment, model),
                    model.coupling(CouplingSpec.Kind.MIXTURE),
                    hasBlocks(model)
                            ? new NetSpec(or(width, WIDTH), or(depth, DEPTH), heads, dropout)
                            : new NetSpec(filters, or(blocks, 1), heads, dropout),
                    new DequantizerSpec(dequantizer, conditional),
                    new ImagePosteriorSpec(
                            augment == 0 ? ImagePosteriorKind.PRIOR : posterior(model.posterior()), conditional));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    private List<ImageSpec.Stage> layout(int channels, ModelOptions model) {
        int squeezes = Integer.numberOfTrailingZeros(or(patch, PATCH));
        int steps = model.flowStepsOr(STEPS);
        return switch (model.stepKind()) {
            case PATCHES -> ImageSpec.patches(squeezes, steps);
            case JET -> ImageSpec.jet(squeezes, steps);
            case COUPLING, AUTOREGRESSIVE, INVERSE_AUTOREGRESSIVE ->
                ImageSpec.stages(channels, or(scales, 1), factored);
        };
    }

    private static boolean hasBlocks(ModelOptions model) {
        return model.stepKind() == StepKind.PATCHES || model.stepKind() == StepKind.JET;
    }

    private static int or(@Nullable Integer chosen, int usual) {
        return chosen == null ? usual : chosen;
    }

    private void check(ModelOptions model) {
        String kind = EnumWords.of(model.stepKind());
        if (hasBlocks(model)) {
            require(
                    blocks == null && scales == null && !factored && dropout == 0,
                    "--blocks, --scales, --factor-out and --dropout are for couplings, but --step-kind is %s; leave them out",
                    kind);
            require(
                    Integer.bitCount(or(patch, PATCH)) == 1,
                    "--patch must be a power of two but is %d",
                    or(patch, PATCH));
            require(
                    heads > 0 && or(width, WIDTH) % heads == 0,
                    "--width %d must be a multiple of --heads %d",
                    or(width, WIDTH),
                    heads);
        } else {
            require(
                    model.stepKind() == StepKind.COUPLING,
                    "--step-kind %s is for rows; models of images have coupling, patches or jet",
                    kind);
            require(
                    patch == null && width == null && depth == null && !model.hasFlowSteps(),
                    "--patch, --width, --depth and --flow-steps need --step-kind patches or jet but that is %s",
                    kind);
        }
    }

    private static ImagePosteriorKind posterior(RowSpec.Augmentation.Posterior.Kind kind) {
        return switch (kind) {
            case PRIOR -> ImagePosteriorKind.PRIOR;
            case FLOW -> ImagePosteriorKind.FLOW;
            case GAUSSIAN ->
                throw new IllegalArgumentException(
                        "--posterior gaussian is for rows; models of images have prior or flow");
        };
    }
}
