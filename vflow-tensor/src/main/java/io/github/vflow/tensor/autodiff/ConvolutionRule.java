package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.Convolution.Conv2d;
import io.github.vflow.tensor.ir.Convolution.KernelGradient;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.ir.Value;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/** The derivatives of convolutions; both are linear in each operand, and one another's derivatives. */
final class ConvolutionRule {
    private ConvolutionRule() {}

    static void apply(Convolution op, Tensor g, BiConsumer<Value, Tensor> add) {
        Trace t = g.trace();
        switch (op) {
            case Conv2d c -> {
                Shape k = c.kernel().shape();
                add.accept(c.x(), g.conv2d(turned(new Tensor(t, c.kernel()))));
                add.accept(c.kernel(), t.append(new KernelGradient(c.x(), g.value(), k.dim(0), k.dim(1))));
            }
            case KernelGradient k -> {
                add.accept(k.x(), new Tensor(t, k.g()).conv2d(turned(g)));
                add.accept(k.g(), new Tensor(t, k.x()).conv2d(g));
            }
        }
    }

    /** The kernel that takes cotangents back: positions in reverse, channels in and out exchanged. */
    private static Tensor turned(Tensor kernel) {
        return kernel.permute(0, reversed(kernel.shape().dim(0)))
                .permute(1, reversed(kernel.shape().dim(1)))
                .transpose(0, 1, 3, 2);
    }

    private static List<Integer> reversed(int n) {
        return IntStream.range(0, n).mapToObj(i -> n - 1 - i).toList();
    }
}
