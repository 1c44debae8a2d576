package io.github.vflow.tensor.lower.convolution;

import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.kernel.operand.Combination;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.plan.BufferPlan;
import java.util.Arrays;

/**
 * The matrices of Winograd's minimal filtering F(2×2, 3×3) (Lavin and Gray, 2016): of tiles d of 4×4 pixels that overlap by two, and a
 * kernel g, the 2×2 pixels y = Aᵀ·[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]·A. Products for sixteen numbers instead of 36; summed over channels, each of
 * the sixteen is a matrix product. Its derivatives are made of the same matrices.
 */
final class Winograd {
    /** G. */
    static final Winograd KERNEL =
            new Winograd(new float[][] {{1, 0, 0}, {0.5f, 0.5f, 0.5f}, {0.5f, -0.5f, 0.5f}, {0, 0, 1}});

    /** Gᵀ. */
    static final Winograd TO_KERNEL =
            new Winograd(new float[][] {{1, 0.5f, 0.5f, 0}, {0, 0.5f, -0.5f, 0}, {0, 0.5f, 0.5f, 1}});

    /** Numbers of a tile, and planes. */
    static final int PLANES = 16;

    /** With fewer channels or filters, transformations cost as much as the products that they save. */
    private static final int CHANNELS = 16;

    /** Pixels of an image of whose windows a good part lies outside. */
    private static final int SMALL = 32;

    private final float[][] matrix;

    /**
     * Square matrices, number by number.
     *
     * @param row floats from row to row
     * @param column floats from column to column
     */
    record Squares(int row, int column) {
        /** With rows of some numbers, each number n times. */
        static Squares of(int size, int n) {
            return new Squares(size * n, n);
        }
    }

    private Winograd(float[][] matrix) {
        this.matrix = matrix;
    }

    /** Whether a convolution of x with a kernel of some height and width is made this way. */
    static boolean fits(Shape x, int height, int width, int filters) {
        return height == 3
                && width == 3
                && x.dim(1) % 2 == 0
                && x.dim(2) % 2 == 0
                && x.dim(3) >= CHANNELS
                && filters >= CHANNELS;
    }

    /** Whether it is worth it where a {@link ConvolutionByPosition} could be had. */
    static boolean pays(Shape x, int filters) {
        int few = Math.min(x.dim(3), filters);
        return few > 2 * CHANNELS || (few > CHANNELS && x.dim(1) * x.dim(2) > SMALL);
    }

    /** Floats from plane to plane: a line more than planes need, or the sixteen of a tile would fight for one place in the cache. */
    static int plane(int tiles, int channels) {
        return Scratch.aligned(tiles * channels) + BufferPlan.ALIGNMENT;
    }

    /** Rows of M·x·Mᵀ. */
    int size() {
        return matrix.length;
    }

    /**
     * Number i, row after row, of M·x·Mᵀ for n square matrices x side by side.
     *
     * @param x how far apart their rows and columns lie
     */
    Combination number(int i, Squares x, int n) {
        float[] left = matrix[i / size()];
        float[] right = matrix[i % size()];
        int[] offsets = new int[PLANES];
        float[] factors = new float[PLANES];
        int terms = 0;
        for (int a = 0; a < left.length; a++) {
            for (int b = 0; b < right.length; b++) {
                if (left[a] * right[b] != 0) {
                    offsets[terms] = a * x.row + b * x.column;
                    factors[terms++] = left[a] * right[b];
                }
            }
        }
        return new Combination(Arrays.copyOf(offsets, terms), Arrays.copyOf(factors, terms), n);
    }
}
