package io.github.vflow.cli.option;

import io.github.vflow.cli.console.OptionRange;
import io.github.vflow.cli.data.ImageTrainingData;
import io.github.vflow.flow.spec.ImagePresets;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.PosteriorKind;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingKind;
import io.github.vflow.image.Images;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Options for the architecture of a model of images; {@link ModelOptions} has those that rows share. */
public final class ImageOptions {
    private static final int AUGMENT = 1;
    private static final OptionRange FILTERS = new OptionRange("--filters", 1, 1 << 12);
    private static final OptionRange BLOCKS = new OptionRange("--blocks", 1, 1_000);
    private static final OptionRange CONDITIONAL_BLOCKS = new OptionRange("--conditional-blocks", 1, 1_000);
    private static final OptionRange HEADS = new OptionRange("--heads", 0, 1 << 12);
    private static final OptionRange SCALES = new OptionRange("--scales", 1, 16);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--filters",
            defaultValue = "16",
            paramLabel = "F",
            description = "Images: filters of every conditioner, a multiple of --heads. Default: ${DEFAULT-VALUE}.")
    private int filters;

    @Option(
            names = "--blocks",
            defaultValue = "1",
            paramLabel = "B",
            description = "Images: blocks of the conditioners of p. Default: ${DEFAULT-VALUE}.")
    private int blocks;

    @Option(
            names = "--heads",
            defaultValue = "4",
            paramLabel = "N",
            description = "Images: heads of the attention; 0 for none. Default: ${DEFAULT-VALUE}.")
    private int heads;

    @Option(
            names = "--scales",
            defaultValue = "1",
            paramLabel = "N",
            description = "Images: how many times p halves height and width. Default: ${DEFAULT-VALUE}.")
    private int scales;

    @Option(
            names = "--factor-out",
            description = "Images: at each scale, half of the channels go to the base distribution.")
    private boolean factored;

    @Option(names = "--class-conditional", description = "Images: train p(x | class), with the labels of the images.")
    private boolean classConditional;

    @Option(
            names = "--dropout",
            defaultValue = "0",
            paramLabel = "RATE",
            description =
                    "Images: share of the features that dropout sets to zero in training. Default: ${DEFAULT-VALUE}.")
    private double dropout;

    @Option(
            names = "--dequantizer",
            defaultValue = "variational",
            paramLabel = "KIND",
            description = "Images: how pixels become continuous: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
    private DequantizerKind dequantizer;

    @Option(
            names = "--conditional-blocks",
            defaultValue = "1",
            paramLabel = "B",
            description = "Images: blocks of the conditioners of r(u|x) and q(z|x). Default: ${DEFAULT-VALUE}.")
    private int conditionalBlocks;

    public boolean isClassConditional() {
        return classConditional;
    }

    /** The architecture for some images. */
    public ImageSpec spec(ImageTrainingData pictures, ModelOptions model) {
        check();
        Images images = pictures.train();
        try {
            int augment = model.augmentOr(AUGMENT);
            ConditionalSpec conditional = ConditionalSpec.of(conditionalBlocks, heads, filters, 1);
            return new ImageSpec(
                    new ImageSpec.Pixels(images.height(), images.width(), images.channels(), images.levels()),
                    augment,
                    classConditional ? pictures.classes() : 0,
                    ImagePresets.stages(images.channels() + augment, scales, factored),
                    model.coupling(CouplingKind.MIXTURE),
                    new NetSpec(filters, blocks, heads, dropout),
                    new DequantizerSpec(dequantizer, conditional),
                    new ImagePosteriorSpec(
                            augment == 0 ? ImagePosteriorKind.PRIOR : posterior(model.posterior()), conditional));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), e.getMessage(), e);
        }
    }

    private void check() {
        FILTERS.check(command, filters);
        BLOCKS.check(command, blocks);
        CONDITIONAL_BLOCKS.check(command, conditionalBlocks);
        HEADS.check(command, heads);
        SCALES.check(command, scales);
        require(heads == 0 || filters % heads == 0, "--filters " + filters + " must be a multiple of --heads " + heads);
        require(dropout >= 0 && dropout < 1, "--dropout must be in [0, 1) but is " + dropout);
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new ParameterException(command.commandLine(), otherwise);
        }
    }

    private static ImagePosteriorKind posterior(PosteriorKind kind) {
        return switch (kind) {
            case PRIOR -> ImagePosteriorKind.PRIOR;
            case FLOW -> ImagePosteriorKind.FLOW;
            case GAUSSIAN ->
                throw new IllegalArgumentException(
                        "--posterior gaussian is for rows; models of images have prior or flow");
        };
    }
}
