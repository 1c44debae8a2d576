package io.github.vflow.tensor.run;

import static io.github.vflow.tensor.run.Winograd.PLANES;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.kernel.Combination;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.Turn;
import io.github.vflow.tensor.plan.BufferPlan;

/** Steps for convolutions by {@link Winograd}: the kernel is transformed once for all images. */
final class WinogradSteps {
    /** Numbers of a chunk of a kernel that is transformed. */
    private static final int CHUNK = 512;

    private static final int LANES = 16;

    private final BufferPlan plan;
    private final Kernels kernels;
    private final Workers workers;
    private final Scratch scratch;

    WinogradSteps(BufferPlan plan, Kernels kernels, Workers workers, Scratch scratch) {
        this.plan = plan;
        this.kernels = kernels;
        this.workers = workers;
        this.scratch = scratch;
    }

    /** All numbers of M·x·Mᵀ, each for all n elements of a kernel. */
    private Step transformed(Winograd w, Winograd.Squares squares, int x, int y) {
        int n = squares.column();
        int numbers = w.size() * w.size();
        Blocks blocks = Blocks.even(n, CHUNK, LANES);
        Combination[][] all = new Combination[2][numbers];
        for (int i = 0; i < numbers; i++) {
            all[0][i] = w.number(i, squares, blocks.size());
            all[1][i] = w.number(i, squares, blocks.size(blocks.count() - 1));
        }
        return workers.parallel(blocks.count(), (m, block) -> {
            Combination[] now = all[block == blocks.count() - 1 ? 1 : 0];
            int from = blocks.from(block);
            for (int i = 0; i < numbers; i++) {
                kernels.winograd().combine(m, x + from, y + i * n + from, now[i]);
            }
        });
    }

    Step convolve(Convolution.Conv2d op, int y) {
        Shape kernel = op.kernel().shape();
        int n = kernel.dim(2) * kernel.dim(3);
        int u = scratch.take(PLANES * n);
        Step ready = transformed(Winograd.KERNEL, Winograd.Squares.of(3, n, 1), plan.offset(op.kernel()), u);
        WinogradForward forward = new WinogradForward(kernels, workers, scratch, op, plan.offset(op.x()), u, y);
        Step multiply = workers.placed(forward.chunks(), forward::run);
        return m -> {
            ready.run(m);
            multiply.run(m);
        };
    }

    Step kernelGradient(Convolution.KernelGradient op, int y) {
        int c = op.x().shape().dim(3);
        int f = op.g().shape().dim(3);
        int n = c * f;
        WinogradBackward backward =
                new WinogradBackward(kernels, workers, scratch, op, plan.offset(op.x()), plan.offset(op.g()));
        Step multiply = workers.placed(backward.chunks(), backward::run);
        Winograd.Squares sums = Winograd.Squares.of(4, n, backward.parts());
        if (!backward.turned()) {
            Step done = transformed(Winograd.TO_KERNEL, sums, backward.sums(), y);
            return m -> {
                multiply.run(m);
                done.run(m);
            };
        }
        int kernel = scratch.take(9 * n);
        Step done = transformed(Winograd.TO_KERNEL, sums, backward.sums(), kernel);
        Turn turn = Turn.plain(f, c);
        return m -> {
            multiply.run(m);
            done.run(m);
            for (int at = 0; at < 9 * n; at += n) {
                kernels.matrices().transpose(m, kernel + at, y + at, turn);
            }
        };
    }
}
