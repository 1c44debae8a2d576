package io.github.vflow.flow;

import java.util.List;

/**
 * The architecture of a model of images, as a model file stores it (VFlow paper, Sec. 6): Flow++ steps on the channels of the image
 * and augmented ones, a dequantizer r(u|x) and a posterior q(z|x).
 *
 * @param height of an image
 * @param width of an image
 * @param channels of an image
 * @param levels that a pixel can have: its value is in 0 … levels − 1
 * @param augment channels of z
 * @param layout the stages of p in order
 * @param filters F of every conditioner
 * @param blocks of the conditioners of p
 * @param components K of the mixture of logistics
 * @param heads of the attention
 * @param coupling the elementwise map
 * @param dropout rate in training
 * @param dequantizer r(u|x)
 * @param dequantizerBlocks of the conditioners of r
 * @param posterior q(z|x); ignored without augmentation
 * @param posteriorBlocks of the conditioners of q
 * @param contextFilters channels of what r and q are told of x
 * @param contextBlocks gated convolutions that make it
 */
public record ImageSpec(
        int height,
        int width,
        int channels,
        int levels,
        int augment,
        List<Stage> layout,
        int filters,
        int blocks,
        int components,
        int heads,
        Coupling coupling,
        double dropout,
        Dequantizer dequantizer,
        int dequantizerBlocks,
        Posterior posterior,
        int posteriorBlocks,
        int contextFilters,
        int contextBlocks)
        implements Spec {

    /** The elementwise map of the couplings. */
    public enum Coupling {
        /** Mixture of logistics in log-odds form: a bijection of ℝ. */
        EXACT,
        /** Mixture of logistics as published: bounded. */
        PAPER
    }

    /** What r(u|x) is. */
    public enum Dequantizer {
        /** Uniform on the unit cube. */
        UNIFORM,
        /** A conditional flow that ends in a sigmoid (Ho et al., 2019). */
        VARIATIONAL
    }

    /** What q(z|x) is. */
    public enum Posterior {
        /** N(0, I), whatever x. */
        PRIOR,
        /** A conditional flow; it contains the prior, as assumption A2 asks. */
        FLOW,
        /** As published: a conditional flow that ends in a sigmoid, so that z lies in the unit cube. */
        PAPER
    }

    /**
     * Some steps on one way to halve the images, or a change of scale before the next.
     *
     * @param kind what it is
     * @param steps how many; none for {@link Kind#SQUEEZE}
     */
    public record Stage(Kind kind, int steps) {
        /** What a stage does. */
        public enum Kind {
            /** Steps between even and odd columns. */
            COLUMNS,
            /** Steps between the colours of a chessboard. */
            CHECKERBOARD,
            /** Steps between the halves of the channels. */
            CHANNELS,
            /** Squares of 2×2 positions become channels. */
            SQUEEZE
        }
    }

    /** Checks what does not fit together. */
    public ImageSpec {
        layout = List.copyOf(layout);
        require(height >= 1 && width >= 1 && channels >= 1, "height, width and channels must be at least 1");
        require(levels >= 2 && levels <= 65536, "levels must be in 2 … 65536 but is " + levels);
        require(augment >= 0, "augment must not be negative but is " + augment);
        require(
                blocks >= 1 && components >= 1 && dequantizerBlocks >= 1 && posteriorBlocks >= 1,
                "blocks and components must be at least 1");
        require(filters >= 1, "filters must be at least 1 but is " + filters);
        require(dropout >= 0 && dropout < 1, "dropout must be in [0, 1) but is " + dropout);
        require(heads >= 1 && filters % heads == 0, "filters " + filters + " must be a multiple of heads " + heads);
        require(contextFilters >= 1 && contextBlocks >= 0, "the context needs at least one channel");
        require(width % 2 == 0, "width " + width + " must be even, for r and q work on columns; pad the images");
        int h = height;
        int w = width;
        int c = channels + augment;
        for (Stage s : layout) {
            String where = s + " of images [" + h + ", " + w + ", " + c + "]";
            require(s.steps >= 0, "steps must not be negative: " + where);
            switch (s.kind) {
                case COLUMNS -> require(w % 2 == 0, "the width must be even: " + where);
                case CHECKERBOARD -> require(h % 2 == 0 && w % 2 == 0, "height and width must be even: " + where);
                case CHANNELS -> require(c % 2 == 0, "the number of channels must be even: " + where);
                case SQUEEZE -> {
                    require(s.steps == 0, "a squeeze has no steps: " + where);
                    require(h % 2 == 0 && w % 2 == 0, "height and width must be even: " + where);
                    h /= 2;
                    w /= 2;
                    c *= 4;
                }
            }
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException("ImageSpec: " + message);
        }
    }

    /** With another number of attention heads, of which the filters are a multiple. */
    public ImageSpec withHeads(int number) {
        return new ImageSpec(
                height,
                width,
                channels,
                levels,
                augment,
                layout,
                filters,
                blocks,
                components,
                number,
                coupling,
                dropout,
                dequantizer,
                dequantizerBlocks,
                posterior,
                posteriorBlocks,
                contextFilters,
                contextBlocks);
    }

    /** D_X: the numbers of an image. */
    public int dimensions() {
        return height * width * channels;
    }

    @Override
    public ImageVFlow build(long seed) {
        return ImageVFlow.of(this, seed);
    }
}
