package io.github.vflow.flow.spec;

import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.DequantizerSpec;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.image.ImagePosteriorSpec;
import io.github.vflow.flow.spec.image.NetSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The architecture of a model of images, as a model file stores it (VFlow paper, Sec. 6). It has Flow++ steps on the channels of the image and
 * augmented ones, a dequantizer r(u|x) and a posterior q(z|x).
 *
 * @param image the images
 * @param augment channels of z
 * @param classes that p(x, z | class) is conditioned on; zero for p(x, z)
 * @param layout the stages of p in order
 * @param coupling the elementwise map
 * @param net the conditioners of p; for transformer blocks, the filters are their width
 * @param dequantizer r(u|x)
 * @param posterior q(z|x); ignored without augmentation
 */
@SuppressWarnings("exports") // its parts are for our own modules; others start from presets
public record ImageSpec(
        Pixels image,
        int augment,
        int classes,
        List<Stage> layout,
        CouplingSpec coupling,
        NetSpec net,
        DequantizerSpec dequantizer,
        ImagePosteriorSpec posterior)
        implements Spec.Flow {

    /**
     * The size of the images, and how many values a pixel has.
     *
     * @param height of an image
     * @param width of an image
     * @param channels of an image
     * @param levels that a pixel can have: its value is in 0 … levels − 1
     */
    public record Pixels(int height, int width, int channels, int levels) {
        public Pixels {
            require(height >= 1 && width >= 1 && channels >= 1, "height, width and channels must be at least 1");
            require(levels >= 2 && levels <= 65536, "levels must be in 2 … 65536 but is " + levels);
            requireModest(height, width, channels);
            require(width % 2 == 0, "width " + width + " must be even, for r and q work on columns; pad the images");
        }
    }

    /**
     * A part of the flow: some steps that split the images in one way, or a change of scale.
     *
     * @param kind of part
     * @param steps number of steps; zero for {@link Kind#SQUEEZE} and {@link Kind#FACTOR}
     */
    public record Stage(Kind kind, int steps) {
        /** A stage without steps. */
        public static Stage of(Kind kind) {
            return new Stage(kind, 0);
        }

        /** The kinds of stages. */
        public enum Kind {
            /** Steps between even and odd columns. */
            COLUMNS,
            /** Steps between the colours of a chessboard. */
            CHECKERBOARD,
            /** Steps between the halves of the channels. */
            CHANNELS,
            /** Causal steps from position to position, whose order turns round after each; by transformer blocks. */
            PATCHES,
            /** As {@link #CHECKERBOARD}, by transformer blocks. */
            JET_CHECKERBOARD,
            /** As {@link #CHANNELS}, by transformer blocks. */
            JET_CHANNELS,
            /** Squares of 2×2 positions become channels. */
            SQUEEZE,
            /** Half of the channels leave for the base distribution. */
            FACTOR;

            /** Whether transformer blocks make the parameters of the steps. */
            public boolean hasBlocks() {
                return switch (this) {
                    case PATCHES, JET_CHECKERBOARD, JET_CHANNELS -> true;
                    case COLUMNS, CHECKERBOARD, CHANNELS, SQUEEZE, FACTOR -> false;
                };
            }
        }
    }

    /** Checks that the parts fit together. */
    public ImageSpec {
        layout = List.copyOf(layout);
        require(augment >= 0, "augment must not be negative but is " + augment);
        requireModest(image.height, image.width, (long) image.channels + augment);
        require(classes >= 0, "classes must not be negative but is " + classes);
        for (ConditionalSpec flow : List.of(dequantizer.flow(), posterior.flow())) {
            int filters = filters(layout, net, flow);
            require(
                    flow.heads() == 0 || filters % flow.heads() == 0,
                    "filters " + filters + " must be a multiple of heads " + flow.heads() + " of r and q");
        }
        require(
                (net.heads() > 0 && net.dropout() == 0) || layout.stream().noneMatch(s -> s.kind.hasBlocks()),
                "transformer blocks need attention and take no dropout, but there are " + net.heads()
                        + " heads, and the dropout is " + net.dropout());
        int h = image.height;
        int w = image.width;
        int c = image.channels + augment;
        for (Stage s : layout) {
            String where = s + " of images [" + h + ", " + w + ", " + c + "]";
            require(s.steps >= 0, "steps must not be negative: " + where);
            switch (s.kind) {
                case PATCHES -> {}
                case COLUMNS -> require(w % 2 == 0, "the width must be even: " + where);
                case CHECKERBOARD, JET_CHECKERBOARD ->
                    require(h % 2 == 0 && w % 2 == 0, "height and width must be even: " + where);
                case CHANNELS, JET_CHANNELS -> require(c % 2 == 0, "the number of channels must be even: " + where);
                case SQUEEZE -> {
                    require(s.steps == 0, "a squeeze has no steps: " + where);
                    require(h % 2 == 0 && w % 2 == 0, "height and width must be even: " + where);
                    h /= 2;
                    w /= 2;
                    c *= 4;
                }
                case FACTOR -> {
                    require(s.steps == 0, "factoring out has no steps: " + where);
                    require(c % 2 == 0, "the number of channels must be even: " + where);
                    c /= 2;
                }
            }
        }
        require(layout.stream().anyMatch(s -> s.steps > 0), "the layout needs a stage with steps but is " + layout);
    }

    /** The filters of the conditioners of r or q: as in p, but those of the context where p has transformer blocks. */
    public int filters(ConditionalSpec flow) {
        return filters(layout, net, flow);
    }

    private static int filters(List<Stage> layout, NetSpec net, ConditionalSpec flow) {
        return layout.stream().anyMatch(s -> s.kind.hasBlocks())
                ? flow.context().filters()
                : net.filters();
    }

    /** Numbers of an image, also where all its channels are in one place, fit an int, so none is computed that does not. */
    private static void requireModest(long height, long width, long channels) {
        require(
                height * width <= Integer.MAX_VALUE / channels,
                "an image may have at most " + Integer.MAX_VALUE + " numbers but is [" + height + ", " + width + ", "
                        + channels + "]");
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("ImageSpec: " + message);
        }
    }

    /** The names of the published architectures. */
    public static List<String> presets() {
        return ImagePresets.names();
    }

    /**
     * A published architecture by its name.
     *
     * @throws IllegalArgumentException naming all, if there is none of that name
     */
    public static ImageSpec preset(String name) {
        return ImagePresets.named(name);
    }

    /**
     * A small model: exact couplings of 8 logistics, one block in each conditioner of r and q, four heads if
     * the filters allow, no dropout.
     */
    public static ImageSpec small(
            int height, int width, int channels, int levels, int augment, int filters, int blocks) {
        int heads = filters % 4 == 0 ? 4 : 1;
        ConditionalSpec conditional = ConditionalSpec.of(1, heads, filters, 1);
        return new ImageSpec(
                new Pixels(height, width, channels, levels),
                augment,
                0,
                stages(channels + augment),
                new CouplingSpec(CouplingSpec.Kind.MIXTURE, 8),
                new NetSpec(filters, blocks, heads, 0),
                new DequantizerSpec(DequantizerKind.VARIATIONAL, conditional),
                new ImagePosteriorSpec(augment == 0 ? ImagePosteriorKind.PRIOR : ImagePosteriorKind.FLOW, conditional));
    }

    /** Nine steps, with a change of scale, as published; an odd number of channels in all cannot be halved before it. */
    public static List<Stage> stages(int channels) {
        return stages(channels, 1, false);
    }

    /**
     * Four steps, then for each change of scale five.
     *
     * @param channels in all
     * @param scales changes of scale
     * @param factored whether half of the channels leave at each
     */
    public static List<Stage> stages(int channels, int scales, boolean factored) {
        if (scales < 0) {
            throw new IllegalArgumentException("ImageSpec: scales must not be negative but is " + scales);
        }
        boolean even = channels % 2 == 0;
        List<Stage> stages = new ArrayList<>();
        stages.addAll(
                even
                        ? List.of(new Stage(Stage.Kind.COLUMNS, 2), new Stage(Stage.Kind.CHANNELS, 2))
                        : List.of(new Stage(Stage.Kind.COLUMNS, 4)));
        for (int i = 0; i < scales; i++) {
            stages.add(Stage.of(Stage.Kind.SQUEEZE));
            if (factored) {
                stages.add(Stage.of(Stage.Kind.FACTOR));
            }
            stages.addAll(
                    even
                            ? List.of(new Stage(Stage.Kind.COLUMNS, 2), new Stage(Stage.Kind.CHANNELS, 3))
                            : List.of(new Stage(Stage.Kind.CHANNELS, 2), new Stage(Stage.Kind.COLUMNS, 3)));
        }
        return List.copyOf(stages);
    }

    /**
     * Causal steps between patches.
     *
     * @param squeezes k, for patches of 2ᵏ × 2ᵏ pixels
     * @param steps the number of steps
     */
    public static List<Stage> patches(int squeezes, int steps) {
        return blocks(squeezes, List.of(new Stage(Stage.Kind.PATCHES, steps)));
    }

    /** As {@link #patches}: couplings by transformer blocks, between patches and between the halves of each by turns. */
    public static List<Stage> jet(int squeezes, int steps) {
        List<Stage> stages = new ArrayList<>();
        for (int k = 0; k < steps; k += 2) {
            Stage.Kind kind = k % 4 == 0 ? Stage.Kind.JET_CHECKERBOARD : Stage.Kind.JET_CHANNELS;
            stages.add(new Stage(kind, Math.min(2, steps - k)));
        }
        return blocks(squeezes, stages);
    }

    private static List<Stage> blocks(int squeezes, List<Stage> stages) {
        List<Stage> all = new ArrayList<>(Collections.nCopies(squeezes, Stage.of(Stage.Kind.SQUEEZE)));
        all.addAll(stages);
        return List.copyOf(all);
    }

    /** With a density that is conditioned on a number of classes. */
    public ImageSpec withClasses(int number) {
        return new ImageSpec(image, augment, number, layout, coupling, net, dequantizer, posterior);
    }

    /** With other stages. */
    public ImageSpec withLayout(List<Stage> stages) {
        return new ImageSpec(image, augment, classes, stages, coupling, net, dequantizer, posterior);
    }

    /** With another elementwise map. */
    public ImageSpec withCoupling(CouplingSpec map) {
        return new ImageSpec(image, augment, classes, layout, map, net, dequantizer, posterior);
    }

    /** With other conditioners. */
    public ImageSpec withNet(NetSpec conditioners) {
        return new ImageSpec(image, augment, classes, layout, coupling, conditioners, dequantizer, posterior);
    }

    /** With another number of attention heads in all networks. */
    public ImageSpec withHeads(int number) {
        return new ImageSpec(
                image,
                augment,
                classes,
                layout,
                coupling,
                net.withHeads(number),
                dequantizer.withHeads(number),
                posterior.withHeads(number));
    }

    /** With another r(u|x). */
    public ImageSpec withDequantizer(DequantizerKind kind, ConditionalSpec flow) {
        DequantizerSpec r = new DequantizerSpec(kind, flow);
        return new ImageSpec(image, augment, classes, layout, coupling, net, r, posterior);
    }

    /** With another q(z|x). */
    public ImageSpec withPosterior(ImagePosteriorKind kind, ConditionalSpec flow) {
        ImagePosteriorSpec q = new ImagePosteriorSpec(kind, flow);
        return new ImageSpec(image, augment, classes, layout, coupling, net, dequantizer, q);
    }

    /** h of an image. */
    public int height() {
        return image.height;
    }

    /** w of an image. */
    public int width() {
        return image.width;
    }

    /** The channels of an image, without augmented ones. */
    public int channels() {
        return image.channels;
    }

    /** How many values a pixel can have. */
    public int levels() {
        return image.levels;
    }

    /** D_X: the numbers of an image. */
    public int dimensions() {
        return image.height * image.width * image.channels;
    }
}
