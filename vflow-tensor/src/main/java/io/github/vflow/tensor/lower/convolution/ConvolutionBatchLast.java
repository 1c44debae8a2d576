package io.github.vflow.tensor.lower.convolution;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.Shape;
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

/**
 * A convolution of many small images whose pixels are transposed first, images side by side, one position of the result after the other.
 * What register tiles multiply by then lies in runs of memory that all images share. Lanes hold filters; the few that fill none of
 * their own are the rows of a product with the images in its lanes, and are transposed back. As in {@link ConvolutionByPosition} nothing
 * is multiplied by the zeros around an image.
 */
final class ConvolutionBatchLast {
    /** Images that go together: two vectors of sixteen lanes, and whole register tiles. */
    private static final int IMAGES = 32;

    private static final int LANES = 16;

    /** To transpose more results than these takes longer than lanes that nothing needs. */
    private static final int FEW = 4;

    /** To transpose more channels than these takes as long as is saved. */
    private static final int MOST = 256;

    /** About so many numbers of each image are transposed together. */
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
    /** By how many rows and columns of the kernel meet the image. */
    private final Products[][] products;

    /** What images in lanes make at a position, to the result of each group. */
    private final Transpose[] position;
    /** What they make in a row, if they make all, to where it is copied from. */
    private final Transpose positions;

    private final RowCopy[] rows;

    /** Floats that a thread needs. */
    private final int room;

    /** What is made at a position: filters in lanes, and images in lanes. */
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
     * Whether there are images enough, with few places for them idle, and it is faster than to leave pixels where they are: narrower
     * lanes transpose one number at a time. Bits are the same either way, so what sums in another order stays where it is.
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

    /** Filters that images in lanes make. */
    private int few() {
        return filters - wide;
    }

    /** Numbers of an image in a row of the result that they make. */
    private int numbers() {
        return along.positions() * few();
    }

    /** From image to image where they are: in the result they often lie a power of two apart, and fight for places in the cache. */
    private int apart() {
        return Scratch.aligned(numbers()) + BufferPlan.ALIGNMENT;
    }

    /** Numbers of an image's result. */
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
        int turned = scratch.take(groups(images) * IMAGES * size);
        int free = scratch.take(room * workers.count());
        int pieces = (size + TOGETHER - 1) / TOGETHER;
        Transpose[] turns = new Transpose[groups(images) * pieces];
        for (int chunk = 0; chunk < turns.length; chunk++) {
            int left = size - chunk % pieces * TOGETHER;
            turns[chunk] = new Transpose(count(chunk / pieces), Math.min(TOGETHER, left), size, IMAGES);
        }
        Step turn = workers.parallel(turns.length, (m, chunk) -> {
            int from = chunk % pieces * TOGETHER;
            int first = chunk / pieces * IMAGES * size;
            kernels.matrices().transpose(m, x + first + from, turned + first + from * IMAGES, turns[chunk]);
        });
        Step multiply = workers.placed(groups(images) * down.positions(), (m, chunk, worker) -> {
            int group = chunk / down.positions();
            int from = turned + group * IMAGES * size;
            row(m, group, chunk % down.positions(), from, kernel, y, free + worker * room);
        });
        return m -> {
            turn.run(m);
            multiply.run(m);
        };
    }

    /** Images of a group. */
    private int count(int group) {
        return Math.min(IMAGES, images - group * IMAGES);
    }

    /** A row of the results of a group of images. */
    private void row(float[] m, int group, int i, int turned, int kernel, int y, int free) {
        int back = free + numbers() * IMAGES;
        int rest = back + apart() * IMAGES;
        int row = y + group * IMAGES * result() + i * along.positions() * filters;
        for (int j = 0; j < along.positions(); j++) {
            int x = turned + (down.pixel(i) * along.positions() + along.pixel(j)) * pixel * IMAGES;
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
