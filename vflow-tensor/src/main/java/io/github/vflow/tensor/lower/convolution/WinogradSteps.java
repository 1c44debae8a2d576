package io.github.vflow.tensor.lower.convolution;

import static io.github.vflow.tensor.lower.convolution.Winograd.PLANES;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.operand.Combination;
import io.github.vflow.tensor.lower.step.EvenParts;
import io.github.vflow.tensor.lower.step.Scratch;
import io.github.vflow.tensor.lower.step.Step;
import io.github.vflow.tensor.lower.step.Workers;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.stream.IntStream;

/** Steps for convolutions by {@link Winograd}. The kernel is transformed once for all images. */
record WinogradSteps(BufferPlan plan, Kernels kernels, Workers workers, Scratch scratch) {
    /** Elements of a chunk of a kernel that is transformed. */
    private static final int CHUNK = 512;

    /** Elements of a chunk of gradients that are added. */
    private static final int SUM = 4096;

    private static final int LANES = 16;

    /** All elements of M·x·Mᵀ, each for all n elements of a kernel. */
    private Step transformed(Winograd w, Winograd.Squares squares, int x, int y) {
        int n = squares.column();
        int numbers = w.size() * w.size();
        EvenParts blocks = EvenParts.of(n, CHUNK, LANES);
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
        Step ready = transformed(Winograd.KERNEL, Winograd.Squares.of(3, n), plan.offset(op.kernel()), u);
        WinogradForward forward = new WinogradForward(kernels, workers, scratch, op, plan.offset(op.x()), u, y);
        Step multiply = workers.placed(forward.chunks(), forward::run);
        return m -> {
            ready.run(m);
            multiply.run(m);
        };
    }

    Step kernelGradient(Convolution.KernelGradient op, int y) {
        WinogradBackward backward =
                new WinogradBackward(kernels, workers, scratch, op, plan.offset(op.x()), plan.offset(op.g()), y);
        Step multiply = backward.of(workers);
        if (backward.parts() == 1) {
            return multiply;
        }
        Step add = sum(backward.gradients(), backward.parts(), backward.size(), y);
        return m -> {
            multiply.run(m);
            add.run(m);
        };
    }

    /** The sum of parts of n elements that follow one another. */
    private Step sum(int x, int parts, int n, int y) {
        int[] offsets = IntStream.range(0, parts).map(i -> i * n).toArray();
        float[] ones = new float[parts];
        Arrays.fill(ones, 1f);
        EvenParts blocks = EvenParts.of(n, SUM, LANES);
        Combination most = new Combination(offsets, ones, blocks.size());
        Combination last = new Combination(offsets, ones, blocks.size(blocks.count() - 1));
        return workers.parallel(blocks.count(), (m, block) -> {
            int from = blocks.from(block);
            kernels.winograd().combine(m, x + from, y + from, block == blocks.count() - 1 ? last : most);
        });
    }
}
