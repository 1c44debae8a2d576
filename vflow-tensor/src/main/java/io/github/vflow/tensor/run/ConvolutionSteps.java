package io.github.vflow.tensor.run;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.kernel.Axis;
import io.github.vflow.tensor.kernel.Gemm;
import io.github.vflow.tensor.kernel.MatrixKernels;
import io.github.vflow.tensor.plan.BufferPlan;
import java.util.Arrays;

/**
 * Steps for convolutions: matrix products that read the windows of a padded copy where they lie. A window is k_h runs of
 * k_w·c floats, so nothing is laid out window by window.
 */
final class ConvolutionSteps {
    /** Rows of a chunk of the kernel's gradient, a multiple of the rows of a register tile. */
    private static final int ROWS = 24;

    private final BufferPlan plan;
    private final MatrixKernels matrices;
    private final Workers workers;
    private final Scratch scratch;

    ConvolutionSteps(BufferPlan plan, MatrixKernels matrices, Workers workers, Scratch scratch) {
        this.plan = plan;
        this.matrices = matrices;
        this.workers = workers;
        this.scratch = scratch;
    }

    /** Images with room around them for a kernel of some height and width. */
    private record Padded(int images, int h, int w, int c, int height, int width) {
        static Padded of(Shape x, int height, int width) {
            return new Padded(x.dim(0), x.dim(1), x.dim(2), x.dim(3), height, width);
        }

        int row() {
            return (w + width - 1) * c;
        }

        int image() {
            return (h + height - 1) * row();
        }

        int size() {
            return h * w * c;
        }

        void copy(float[] m, int from, int into) {
            Arrays.fill(m, into, into + image(), 0f);
            int first = into + height / 2 * row() + width / 2 * c;
            for (int i = 0; i < h; i++) {
                System.arraycopy(m, from + i * w * c, m, first + i * row(), w * c);
            }
        }
    }

    Step of(Convolution op, int y) {
        return switch (op) {
            case Convolution.Conv2d c -> convolve(c, y);
            case Convolution.KernelGradient g -> kernelGradient(g, y);
        };
    }

    private Step convolve(Convolution.Conv2d op, int y) {
        Shape kernel = op.kernel().shape();
        Padded p = Padded.of(op.x().shape(), kernel.dim(0), kernel.dim(1));
        int filters = kernel.dim(3);
        int x = plan.offset(op.x());
        int b = plan.offset(op.kernel());
        int padded = scratch.take(workers.count() * p.image());
        int rows = p.h * p.w;
        int k = kernel.product(0, 3);
        Axis positions = new Axis(p.c, p.w, p.row(), p.h, 0, rows);
        Axis window = new Axis(1, p.width * p.c, p.row(), p.height, 0, k);
        Gemm product = new Gemm(rows, filters, k, positions, window, filters, filters);
        return workers.placed(p.images, (m, image, worker) -> {
            int at = padded + worker * p.image();
            p.copy(m, x + image * p.size(), at);
            matrices.multiply(m, product, at, b, y + image * rows * filters, 0, rows);
        });
    }

    private Step kernelGradient(Convolution.KernelGradient op, int y) {
        Padded p = Padded.of(op.x().shape(), op.height(), op.width());
        int filters = op.g().shape().dim(3);
        int x = plan.offset(op.x());
        int g = plan.offset(op.g());
        int padded = scratch.take(p.images * p.image());
        int rows = op.width() * p.c;
        Axis window = Axis.plain(1, rows);
        int k = p.images * p.h * p.w;
        Axis positions = new Axis(p.c, p.w, p.row(), p.h, p.image(), k);
        Gemm product = new Gemm(rows, filters, k, window, positions, filters, filters);
        Step pad =
                workers.parallel(p.images, (m, image) -> p.copy(m, x + image * p.size(), padded + image * p.image()));
        int parts = (rows + ROWS - 1) / ROWS;
        Step multiply = workers.parallel(op.height() * parts, (m, chunk) -> {
            int from = chunk % parts * ROWS;
            int of = chunk / parts;
            int to = y + of * rows * filters;
            matrices.multiply(m, product, padded + of * p.row(), g, to, from, Math.min(rows, from + ROWS));
        });
        return m -> {
            pad.run(m);
            multiply.run(m);
        };
    }
}
