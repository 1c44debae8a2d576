package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.Convolution.Conv2d;
import io.github.vflow.tensor.ir.Convolution.KernelGradient;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * The derivatives of a convolution and of the gradient of its kernel. Both operations are linear in each operand, and each is a
 * derivative of the other.
 */
final class ConvolutionRule {
    private ConvolutionRule() {}

    static void apply(Convolution op, Tensor g, BiConsumer<Value, Tensor> add) {
        Trace t = g.trace();
        switch (op) {
            case Conv2d c -> {
                Shape k = c.kernel().shape();
                add.accept(c.x(), g.conv2d(transposed(new Tensor(t, c.kernel()))));
                add.accept(c.kernel(), t.append(new KernelGradient(c.x(), g.value(), k.dim(0), k.dim(1))));
            }
            case KernelGradient k -> {
                add.accept(k.x(), new Tensor(t, k.g()).conv2d(transposed(g)));
                add.accept(k.g(), new Tensor(t, k.x()).conv2d(g));
            }
        }
    }

    /** The kernel that carries cotangents back: positions reversed, input and output channels exchanged. */
    private static Tensor transposed(Tensor kernel) {
        Shape s = kernel.shape();
        int positions = s.dim(0) * s.dim(1);
        List<Integer> reversed =
                IntStream.range(0, positions).mapToObj(i -> positions - 1 - i).toList();
        return kernel.reshape(positions, s.dim(2), s.dim(3))
                .permute(0, reversed)
                .transpose(0, 2, 1)
                .reshape(s.dim(0), s.dim(1), s.dim(3), s.dim(2));
    }
}
