package io.github.vflow.flow.spec;

import io.github.vflow.flow.spec.ImageSpec.Pixels;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.ImageSpec.Stage.Kind;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Architectures with names: the published ones to the last parameter, and small ones for a CPU. */
final class ImagePresets {
    private static final Map<String, Supplier<ImageSpec>> ALL = new TreeMap<>(Map.of(
            "vflow-cifar10", () -> cifar10(3),
            "flowpp-cifar10", () -> cifar10(0),
            "vflow-imagenet32", ImagePresets::imageNet32,
            "vflow-imagenet64", ImagePresets::imageNet64,
            "digits-patches", () -> patches(8, 17, 1),
            "grey-28-patches", () -> patches(28, 256, 2),
            "digits", () -> ImageSpec.small(8, 8, 1, 17, 1, 16, 1),
            "grey-28", () -> ImageSpec.small(28, 28, 1, 256, 1, 16, 1),
            "grey-16", () -> ImageSpec.small(16, 16, 1, 256, 1, 16, 1),
            "grey-32", () -> ImageSpec.small(32, 32, 1, 256, 1, 16, 1)));

    private ImagePresets() {}

    /** The names. */
    static List<String> names() {
        return List.copyOf(ALL.keySet());
    }

    /**
     * The architecture of a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static ImageSpec named(String name) {
        Supplier<ImageSpec> found = ALL.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no preset \"" + name + "\"; there are " + String.join(", ", names()));
        }
        return found.get();
    }

    /** Causal steps between patches of 2 × 2 or 4 × 4 pixels, as the command makes them with one augmented channel. */
    private static ImageSpec patches(int side, int levels, int squeezes) {
        return ImageSpec.small(side, side, 1, levels, 1, 16, 1)
                .withLayout(ImageSpec.patches(squeezes, 4))
                .withNet(new NetSpec(64, 2, 4, 0));
    }

    /** The largest models of the VFlow paper's Sec. 6: 39,700,096 parameters with three channels more, 31,443,440 without. */
    private static ImageSpec cifar10(int augment) {
        return new ImageSpec(
                new Pixels(32, 32, 3, 256),
                augment,
                0,
                ImageSpec.stages(3 + augment),
                new CouplingSpec(CouplingSpec.Kind.MIXTURE_PAPER, 32),
                new NetSpec(96, 10, 4, 0.2),
                new DequantizerSpec(DequantizerKind.VARIATIONAL, ConditionalSpec.of(2, 4, 32, 3)),
                new ImagePosteriorSpec(
                        augment == 0 ? ImagePosteriorKind.PRIOR : ImagePosteriorKind.PAPER,
                        ConditionalSpec.of(3, 4, 32, 3)));
    }

    /**
     * The model of 32×32 ImageNet, by the authors' code: weight normalisation; r and q of 8 steps without 1×1 convolutions, whose context
     * is made by 8
     * gated convolutions with attention. Trained with Adam at 1e-3 (5,000 steps of warm-up; ×0.99995 a step after 50,000 down to 3e-4),
     * EMA 0.999222, batches of 32. Their 1e-8 within logarithms and determinants is left out, for it biases the bound.
     */
    private static ImageSpec imageNet32() {
        ConditionalSpec conditional = new ConditionalSpec(8, false, 8, 4, new ConditionalSpec.Context(32, 8, true, 4));
        return new ImageSpec(
                new Pixels(32, 32, 3, 256),
                3,
                0,
                List.of(
                        new Stage(Kind.COLUMNS, 4),
                        new Stage(Kind.COLUMNS, 3),
                        Stage.of(Kind.SQUEEZE),
                        new Stage(Kind.CHANNELS, 3),
                        new Stage(Kind.COLUMNS, 3)),
                new CouplingSpec(CouplingSpec.Kind.MIXTURE_PAPER, 32),
                new NetSpec(128, 20, 4, 0, true, true),
                new DequantizerSpec(DequantizerKind.VARIATIONAL, conditional),
                new ImagePosteriorSpec(ImagePosteriorKind.PAPER, conditional));
    }

    /**
     * The model of 64×64 ImageNet, by the authors' code: the couplings of r and q have no attention. Their code declares positions for
     * these couplings all the same, which nothing reads: 64·32·96 numbers in each of eight, left out here. Trained with Adam at 4e-4
     * (10,000 steps of warm-up; ×0.99995 a step from 50,000 to 55,000, then 3e-4; 1e-5 from 230,000, 1e-6 from 280,000), EMA 0.999,
     * batches of 72. Their 1e-8 within logarithms and determinants is left out, for it biases the bound.
     */
    private static ImageSpec imageNet64() {
        ConditionalSpec conditional = new ConditionalSpec(4, false, 5, 0, new ConditionalSpec.Context(32, 5, true, 0));
        return new ImageSpec(
                new Pixels(64, 64, 3, 256),
                3,
                0,
                List.of(
                        Stage.of(Kind.SQUEEZE),
                        new Stage(Kind.COLUMNS, 4),
                        Stage.of(Kind.SQUEEZE),
                        new Stage(Kind.CHANNELS, 2),
                        new Stage(Kind.COLUMNS, 2),
                        Stage.of(Kind.SQUEEZE),
                        new Stage(Kind.CHANNELS, 2),
                        new Stage(Kind.COLUMNS, 2)),
                new CouplingSpec(CouplingSpec.Kind.MIXTURE_PAPER, 4),
                new NetSpec(96, 16, 4, 0, false, true),
                new DequantizerSpec(DequantizerKind.VARIATIONAL, conditional),
                new ImagePosteriorSpec(ImagePosteriorKind.PAPER, conditional));
    }
}
