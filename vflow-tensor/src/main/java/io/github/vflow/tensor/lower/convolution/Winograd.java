package io.github.vflow.tensor.lower.convolution;

import io.github.vflow.tensor.kernel.operand.Combination;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;

/**
 * The matrices of Winograd's minimal filtering F(2×2, 3×3) (Lavin and Gray, 2016). For tiles d of 4×4 pixels that overlap by two,
 * and a kernel g, the 2×2 pixels of the result are y = Aᵀ·[(G·g·Gᵀ) ⊙ (Bᵀ·d·B)]·A: sixteen products instead of 36. Summed over
 * channels, each of the sixteen is a matrix product. The derivatives use the same matrices.
 */
final class Winograd {
    /** G, which transforms a kernel. */
    static final Winograd KERNEL =
            new Winograd(new float[][] {{1, 0, 0}, {0.5f, 0.5f, 0.5f}, {0.5f, -0.5f, 0.5f}, {0, 0, 1}});

    /** Gᵀ, which transforms back the gradient of a kernel. */
    static final Winograd TO_KERNEL =
            new Winograd(new float[][] {{1, 0.5f, 0.5f, 0}, {0, 0.5f, -0.5f, 0}, {0, 0.5f, 0.5f, 1}});

    /** Elements of a tile, and number of planes. */
    static final int PLANES = 16;

    /** The least channels and filters. With fewer, the transformations cost as much as the products that they save. */
    private static final int CHANNELS = 16;

    /** Pixels of an image so small that a good part of its windows lies outside. */
    private static final int SMALL = 32;

    private final float[][] matrix;

    /**
     * Square matrices, stored element by element.
     *
     * @param row floats from row to row
     * @param column floats from column to column
     */
    record Squares(int row, int column) {
        /** Matrices with rows of some elements, each stored for n matrices. */
        static Squares of(int size, int n) {
            return new Squares(size * n, n);
        }
    }

    private Winograd(float[][] matrix) {
        this.matrix = matrix;
    }

    /** Whether a convolution of x with a kernel of some height and width can be computed this way. */
    static boolean fits(Shape x, int height, int width, int filters) {
        return height == 3
                && width == 3
                && x.dim(1) % 2 == 0
                && x.dim(2) % 2 == 0
                && x.dim(3) >= CHANNELS
                && filters >= CHANNELS;
    }

    /** Whether it is faster than {@link ConvolutionByPosition}, where both are possible. */
    static boolean pays(Shape x, int filters) {
        int few = Math.min(x.dim(3), filters);
        return few > 2 * CHANNELS || (few > CHANNELS && x.dim(1) * x.dim(2) > SMALL);
    }

    /**
     * The distance between planes: one cache line more than a plane needs, or the sixteen elements of a tile would compete for one
     * place in the cache.
     */
    static int plane(int tiles, int channels) {
        return Scratch.aligned(tiles * channels) + BufferPlan.ALIGNMENT;
    }

    /** Rows and columns of M·x·Mᵀ. */
    int size() {
        return matrix.length;
    }

    /**
     * Element i, row by row, of M·x·Mᵀ for n square matrices x.
     *
     * @param x how they are stored
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
