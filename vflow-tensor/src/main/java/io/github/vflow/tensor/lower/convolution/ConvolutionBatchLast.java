package io.github.vflow.tensor.lower.convolution;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.kernel.operand.RowCopy;
import io.github.vflow.tensor.kernel.operand.Transpose;
import io.github.vflow.tensor.lower.step.Product;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.shape.Shape;

/**
 * A convolution of many small images, one position of the result after another, with pixels transposed so that images lie side by
 * side. Register tiles then multiply by runs of memory that all images share. Filters are in the lanes. The few filters that fill
 * no vector are rows of a product with images in the lanes, and are transposed back. As in {@link ConvolutionByPosition}, zeros
 * around an image are not multiplied.
 */
final class ConvolutionBatchLast {
    /** Images of a group: two vectors of sixteen lanes, and whole register tiles. */
    private static final int IMAGES = 32;

    private static final int LANES = 16;

    /** The most filters that are computed with images in the lanes. More of them take longer to transpose than idle lanes cost. */
    private static final int FEW = 4;

    /** The most channels. More of them take as long to transpose as is saved. */
    private static final int MOST = 256;

    /** Elements of each image that are transposed together, about. */
    private static final int TOGETHER = 512;

    private final Kernels kernels;
    private final Workers workers;
    private final int images;
    private final int size;
    private final int pixel;
    private final int filters;
    /** Filters in lanes. */
    private final int wide;

    private final Taps down;
    private final Taps along;
    /** Products by the number of rows and columns of the kernel that meet the image. */
    private final Products[][] products;

    /** Transposes the results of one position. */
    private final Transpose[] position;
    /** Transposes the results of a row. */
    private final Transpose positions;

    private final RowCopy[] rows;

    /** Floats of working memory of a thread. */
    private final int room;

    /** The products of a position: filters in the lanes, and images in the lanes. */
    private record Products(Product wide, Product few) {}

    ConvolutionBatchLast(Kernels kernels, Workers workers, Convolution.Conv2d op) {
        Shape in = op.x().shape();
        Shape taps = op.kernel().shape();
        this.kernels = kernels;
        this.workers = workers;
        this.images = in.dim(0);
        this.size = in.product(1, 4);
        this.pixel = in.dim(3);
        this.filters = taps.dim(3);
        int left = filters % LANES;
        this.wide = filters <= LANES ? 0 : left <= FEW ? filters - left : filters;
        this.down = new Taps(in.dim(1), taps.dim(0));
        this.along = new Taps(in.dim(2), taps.dim(1));
        this.products = new Products[taps.dim(0) + 1][taps.dim(1) + 1];
        this.positions = new Transpose(numbers(), IMAGES, IMAGES, apart());
        this.position = new Transpose[groups(images)];
        this.rows = new RowCopy[position.length];
        for (int group = 0; group < position.length; group++) {
            position[group] = new Transpose(few(), count(group), IMAGES, result());
            rows[group] = new RowCopy(count(group), numbers(), apart(), result());
        }
        int most = 0;
        for (int i = 0; i < down.positions(); i++) {
            for (int j = 0; j < along.positions(); j++) {
                Products p = products(down.taps(i), along.taps(j));
                products[down.taps(i)][along.taps(j)] = p;
                most = Math.max(most, Math.max(p.wide.room(IMAGES), p.few.room(few())));
            }
        }
        this.room = (numbers() + apart()) * IMAGES + most;
    }

    /**
     * Whether this way is possible and fast: there are enough images to fill lanes, and lanes are wide (narrow ones transpose one
     * element at a time). Bits are the same as without it; a convolution that sums in another order is not computed this way.
     */
    static boolean fits(Kernels kernels, Shape x, int filters) {
        return kernels.lanes() == LANES
                && 6 * x.dim(0) >= 5 * groups(x.dim(0)) * IMAGES
                && x.dim(3) <= MOST
                && !ConvolutionByPosition.byDots(x.dim(3), filters);
    }

    private static int groups(int images) {
        return (images + IMAGES - 1) / IMAGES;
    }

    /** Filters that are computed with images in the lanes. */
    private int few() {
        return filters - wide;
    }

    /** Elements of an image in a row of those results. */
    private int numbers() {
        return along.positions() * few();
    }

    /**
     * The distance between images in working memory. In the result they are often a power of two apart, and compete for cache
     * lines.
     */
    private int apart() {
        return Scratch.aligned(numbers()) + BufferPlan.ALIGNMENT;
    }

    /** Elements of the result of an image. */
    private int result() {
        return down.positions() * along.positions() * filters;
    }

    private Products products(int rows, int columns) {
        int run = columns * pixel;
        int k = rows * run;
        Axis window = new Axis(IMAGES, run, along.positions() * pixel * IMAGES, rows, 0, k);
        Axis taps = new Axis(filters, run, along.size() * pixel * filters, rows, 0, k);
        Gemm inLanes = new Gemm(IMAGES, wide, k, Axis.plain(1, IMAGES), window, taps, result());
        Gemm inRows = new Gemm(few(), IMAGES, k, Axis.plain(1, few()), taps, window, IMAGES);
        return new Products(
                new Product(kernels.matrices(), inLanes, false), new Product(kernels.matrices(), inRows, false));
    }

    /** The convolution of the images at x with the kernel, to y. */
    Step of(Scratch scratch, int x, int kernel, int y) {
        int transposed = scratch.take(groups(images) * IMAGES * size);
        int free = scratch.take(room * workers.count());
        int pieces = (size + TOGETHER - 1) / TOGETHER;
        Transpose[] transpositions = new Transpose[groups(images) * pieces];
        for (int chunk = 0; chunk < transpositions.length; chunk++) {
            int left = size - chunk % pieces * TOGETHER;
            transpositions[chunk] = new Transpose(count(chunk / pieces), Math.min(TOGETHER, left), size, IMAGES);
        }
        Step transposition = workers.parallel(transpositions.length, (m, chunk) -> {
            int from = chunk % pieces * TOGETHER;
            int first = chunk / pieces * IMAGES * size;
            kernels.matrices()
                    .transpose(m, x + first + from, transposed + first + from * IMAGES, transpositions[chunk]);
        });
        Step multiply = workers.placed(groups(images) * down.positions(), (m, chunk, worker) -> {
            int group = chunk / down.positions();
            int from = transposed + group * IMAGES * size;
            row(m, group, chunk % down.positions(), from, kernel, y, free + worker * room);
        });
        return m -> {
            transposition.run(m);
            multiply.run(m);
        };
    }

    /** Images of a group. */
    private int count(int group) {
        return Math.min(IMAGES, images - group * IMAGES);
    }

    /** Computes a row of the results of a group of images. */
    private void row(float[] m, int group, int i, int transposed, int kernel, int y, int free) {
        int back = free + numbers() * IMAGES;
        int rest = back + apart() * IMAGES;
        int row = y + group * IMAGES * result() + i * along.positions() * filters;
        for (int j = 0; j < along.positions(); j++) {
            int x = transposed + (down.pixel(i) * along.positions() + along.pixel(j)) * pixel * IMAGES;
            int taps = kernel + (down.first(i) * along.size() + along.first(j)) * pixel * filters;
            Products p = products[down.taps(i)][along.taps(j)];
            int to = row + j * filters;
            int few = free + j * few() * IMAGES;
            p.wide.rows(m, x, taps, to, 0, count(group), rest);
            p.few.rows(m, taps + wide, x, few, 0, few(), rest);
            if (wide > 0) {
                kernels.matrices().transpose(m, few, to + wide, position[group]);
            }
        }
        if (wide == 0) {
            kernels.matrices().transpose(m, free, back, positions);
            kernels.movements().copy(m, back, row, rows[group]);
        }
    }
}
