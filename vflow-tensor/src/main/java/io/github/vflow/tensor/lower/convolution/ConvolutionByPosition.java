package io.github.vflow.tensor.lower.convolution;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Dots;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.Limits;
import io.github.vflow.tensor.lower.step.Product;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.shape.Shape;

/**
 * A convolution of many small images, one position of the result after another. The windows of all images at a position are the
 * rows of a matrix. Windows end where images end, so there is no padded copy, and zeros around an image are not multiplied. With a
 * 3×3 kernel on 4×2 pixels those would be 44 %.
 */
final class ConvolutionByPosition {
    /** Images of a chunk: two register tiles, whose pixels stay in the second-level cache. */
    private static final int IMAGES = 16;

    private final int images;
    private final int x;
    private final int kernel;
    private final int y;
    private final int pixel;
    private final int filters;
    private final Taps down;
    private final Taps along;
    /** Products by the number of rows and columns of the kernel that meet the image. */
    private final Windowed[][] products;

    private final int room;
    private final int free;

    ConvolutionByPosition(
            MatrixKernels matrices, Workers workers, Scratch scratch, Convolution.Conv2d op, int x, int kernel, int y) {
        Shape in = op.x().shape();
        Shape taps = op.kernel().shape();
        this.images = in.dim(0);
        this.x = x;
        this.kernel = kernel;
        this.y = y;
        this.pixel = in.dim(3);
        this.filters = taps.dim(3);
        this.down = new Taps(in.dim(1), taps.dim(0));
        this.along = new Taps(in.dim(2), taps.dim(1));
        this.products = new Windowed[taps.dim(0) + 1][taps.dim(1) + 1];
        int most = Dots.ROOM;
        for (int i = 0; i < down.positions(); i++) {
            for (int j = 0; j < along.positions(); j++) {
                if (byDots(pixel, filters)) {
                    products[down.taps(i)][along.taps(j)] = dots(matrices, down.taps(i), along.taps(j));
                } else {
                    Product p = product(matrices, down.taps(i), along.taps(j));
                    products[down.taps(i)][along.taps(j)] = p::rows;
                    most = Math.max(most, p.room(IMAGES));
                }
            }
        }
        this.room = most;
        this.free = scratch.take(room * workers.count());
    }

    /** Multiplies the windows of some images at a by a part of the kernel at b, to c. */
    private interface Windowed {
        void rows(float[] m, int a, int b, int c, int from, int to, int free);
    }

    /** Whether there are images enough to fill register tiles. */
    static boolean fits(Shape x) {
        return x.dim(0) >= IMAGES;
    }

    private Product product(MatrixKernels matrices, int rows, int columns) {
        int image = down.positions() * along.positions();
        int run = columns * pixel;
        Axis window = new Axis(1, run, along.positions() * pixel, rows, 0, rows * run);
        return new Product(
                matrices,
                new Gemm(
                        images,
                        filters,
                        rows * run,
                        Axis.plain(image * pixel, images),
                        window,
                        new Axis(filters, run, along.size() * pixel * filters, rows, 0, rows * run),
                        image * filters),
                false);
    }

    /** Whether windows are summed as dot products: a single filter would fill one lane only. */
    static boolean byDots(int pixel, int filters) {
        return filters == 1 && pixel % Limits.LANES == 0;
    }

    private Windowed dots(MatrixKernels matrices, int rows, int columns) {
        int image = down.positions() * along.positions();
        int run = columns * pixel;
        int n = rows * run;
        Dots whole =
                new Dots(IMAGES, 1, n, image * pixel, n, image, run, along.positions() * pixel, along.size() * pixel);
        Dots rest = whole.rows(images % IMAGES);
        return (m, a, b, c, from, to, free) -> matrices.dots(
                m, to - from == IMAGES ? whole : rest, a + from * image * pixel, b, c + from * image, free);
    }

    /** Chunks: some images and one row of their results each. */
    int chunks() {
        return (images + IMAGES - 1) / IMAGES * down.positions();
    }

    void run(float[] m, int chunk, int worker) {
        int from = chunk / down.positions() * IMAGES;
        int to = Math.min(images, from + IMAGES);
        int i = chunk % down.positions();
        for (int j = 0; j < along.positions(); j++) {
            int a = x + (down.pixel(i) * along.positions() + along.pixel(j)) * pixel;
            int b = kernel + (down.first(i) * along.size() + along.first(j)) * pixel * filters;
            int c = y + (i * along.positions() + j) * filters;
            products[down.taps(i)][along.taps(j)].rows(m, a, b, c, from, to, free + worker * room);
        }
    }
}
