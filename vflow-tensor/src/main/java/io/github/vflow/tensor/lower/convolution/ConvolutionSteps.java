package io.github.vflow.tensor.lower.convolution;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.kernel.operand.Axis;
import io.github.vflow.tensor.kernel.operand.Gemm;
import io.github.vflow.tensor.lower.step.Product;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.shape.Shape;

/**
 * Steps for convolutions, by matrix products that read windows in place, in a padded copy of the images. A window is k_h runs of
 * k_w·c floats.
 */
public final class ConvolutionSteps {
    /** Positions of a chunk. Small images are computed together, so that one preparation of the kernel serves several. */
    private static final int POSITIONS = 256;

    /** Rows of a chunk of the gradient of a kernel with few columns; a multiple of the rows of a register tile. */
    private static final int ROWS = 16;

    /** Columns of a chunk of the gradient of a kernel with many columns. */
    private static final int COLUMNS = 64;

    private final BufferPlan plan;
    private final Kernels kernels;
    private final MatrixKernels matrices;
    private final Workers workers;
    private final Scratch scratch;

    private final WinogradSteps winograd;

    public ConvolutionSteps(BufferPlan plan, Kernels kernels, Workers workers, Scratch scratch) {
        this.plan = plan;
        this.kernels = kernels;
        this.matrices = kernels.matrices();
        this.winograd = new WinogradSteps(plan, kernels, workers, scratch);
        this.workers = workers;
        this.scratch = scratch;
    }

    public Step of(Convolution op, int y) {
        return switch (op) {
            case Convolution.Conv2d c -> {
                Shape kernel = c.kernel().shape();
                Shape images = c.x().shape();
                boolean winograds = Winograd.fits(images, kernel.dim(0), kernel.dim(1), kernel.dim(3));
                boolean direct = !(winograds && Winograd.pays(images, kernel.dim(3)));
                if (direct && ConvolutionBatchLast.fits(kernels, images, kernel.dim(3))) {
                    yield new ConvolutionBatchLast(kernels, workers, c)
                            .of(scratch, plan.offset(c.x()), plan.offset(c.kernel()), y);
                }
                if (direct && ConvolutionByPosition.fits(images)) {
                    yield byPosition(c, y);
                }
                yield winograds ? winograd.convolve(c, y) : convolve(c, y);
            }
            case Convolution.KernelGradient g ->
                Winograd.fits(
                                g.x().shape(),
                                g.height(),
                                g.width(),
                                g.g().shape().dim(3))
                        ? winograd.kernelGradient(g, y)
                        : kernelGradient(g, y);
        };
    }

    private Step byPosition(Convolution.Conv2d op, int y) {
        ConvolutionByPosition steps = new ConvolutionByPosition(
                matrices, workers, scratch, op, plan.offset(op.x()), plan.offset(op.kernel()), y);
        return workers.placed(steps.chunks(), steps::run);
    }

    private Step convolve(Convolution.Conv2d op, int y) {
        Shape kernel = op.kernel().shape();
        PaddedImages p = PaddedImages.of(op.x().shape(), kernel.dim(0), kernel.dim(1));
        int filters = kernel.dim(3);
        int x = plan.offset(op.x());
        int b = plan.offset(op.kernel());
        int together = Math.clamp(POSITIONS / (p.h() * p.w()), 1, p.images());
        int padded = scratch.take(workers.count() * together * p.image());
        int rows = p.h() * p.w();
        int k = kernel.product(0, 3);
        Axis positions = new Axis(p.c(), p.w(), p.row(), p.h(), p.image(), together * rows);
        Axis window = new Axis(1, p.width() * p.c(), p.row(), p.height(), 0, k);
        Product product = new Product(
                matrices, new Gemm(together * rows, filters, k, positions, window, filters, filters), false);
        int room = product.room(together * rows);
        int free = scratch.take(room * workers.count());
        return workers.placed((p.images() + together - 1) / together, (m, chunk, worker) -> {
            int at = padded + worker * together * p.image();
            int first = chunk * together;
            int count = Math.min(together, p.images() - first);
            for (int i = 0; i < count; i++) {
                p.copy(m, x + (first + i) * p.size(), at + i * p.image());
            }
            int to = y + first * rows * filters;
            product.rows(m, at, b, to, 0, count * rows, free + worker * room);
        });
    }

    private Step kernelGradient(Convolution.KernelGradient op, int y) {
        PaddedImages p = PaddedImages.of(op.x().shape(), op.height(), op.width());
        int filters = op.g().shape().dim(3);
        int x = plan.offset(op.x());
        int padded = scratch.take(p.images() * p.image());
        Step pad = p.copies(workers, x, padded);
        Step multiply = filters > COLUMNS
                ? byColumns(p, filters, padded, plan.offset(op.g()), y)
                : byRows(p, filters, padded, plan.offset(op.g()), y);
        return m -> {
            pad.run(m);
            multiply.run(m);
        };
    }

    /** The part of the gradient that a row of the kernel gets from some columns of the cotangent. */
    private Product gather(PaddedImages p, int filters, int columns) {
        int rows = p.width() * p.c();
        int k = p.images() * p.h() * p.w();
        Axis positions = new Axis(p.c(), p.w(), p.row(), p.h(), p.image(), k);
        return new Product(
                matrices, new Gemm(rows, columns, k, Axis.plain(1, rows), positions, filters, filters), false);
    }

    private Step byRows(PaddedImages p, int filters, int padded, int g, int y) {
        int rows = p.width() * p.c();
        Product product = gather(p, filters, filters);
        int each = product.room(ROWS);
        int free = scratch.take(each * workers.count());
        int parts = (rows + ROWS - 1) / ROWS;
        return workers.placed(p.height() * parts, (m, chunk, worker) -> {
            int from = chunk % parts * ROWS;
            int of = chunk / parts;
            int room = free + worker * each;
            product.rows(m, padded + of * p.row(), g, y + of * rows * filters, from, Math.min(rows, from + ROWS), room);
        });
    }

    private Step byColumns(PaddedImages p, int filters, int padded, int g, int y) {
        int rows = p.width() * p.c();
        Product whole = gather(p, filters, COLUMNS);
        Product last = gather(p, filters, filters % COLUMNS);
        int room = whole.room(rows);
        int free = scratch.take(room * workers.count());
        int parts = (filters + COLUMNS - 1) / COLUMNS;
        return workers.placed(p.height() * parts, (m, chunk, worker) -> {
            int from = chunk % parts * COLUMNS;
            int of = chunk / parts;
            Product product = from + COLUMNS <= filters ? whole : last;
            int to = y + of * rows * filters + from;
            product.rows(m, padded + of * p.row(), g + from, to, 0, rows, free + worker * room);
        });
    }
}
