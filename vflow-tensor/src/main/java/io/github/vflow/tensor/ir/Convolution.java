package io.github.vflow.tensor.ir;

import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/**
 * Two-dimensional convolutions of images [b, h, w, c] with stride one and zero padding, so that height and width stay the same. As
 * usual in deep learning they are cross-correlations: the kernel is not reversed.
 */
public sealed interface Convolution extends Op {
    @Override
    default List<Value> operands() {
        return switch (this) {
            case Conv2d c -> List.of(c.x, c.kernel);
            case KernelGradient k -> List.of(k.x, k.g);
        };
    }

    @Override
    default Op with(List<Value> operands) {
        Value x = operands.getFirst();
        return switch (this) {
            case Conv2d _ -> new Conv2d(x, operands.getLast());
            case KernelGradient k -> new KernelGradient(x, operands.getLast(), k.height, k.width);
        };
    }

    /**
     * y[b, i, j, f] = Σ x[b, i + p − ⌊k_h/2⌋, j + q − ⌊k_w/2⌋, c] · kernel[p, q, c, f].
     *
     * @param x [b, h, w, c]
     * @param kernel [k_h, k_w, c, f], with odd k_h and k_w
     */
    record Conv2d(Value x, Value kernel) implements Convolution {
        @Override
        public Shape shape() {
            Shape k = kernel.shape();
            Checks.that(
                    x.shape().rank() == 4
                            && k.rank() == 4
                            && k.dim(2) == x.shape().dim(3)
                            && k.dim(0) % 2 == 1
                            && k.dim(1) % 2 == 1,
                    () -> "conv2d: " + x.shape() + " with a kernel " + k
                            + "; expected x [b, h, w, c] and a kernel [kh, kw, c, f] of odd height and width");
            return x.shape().with(3, k.dim(3));
        }
    }

    /**
     * The gradient of {@link Conv2d} in its kernel: Σ over images and positions of x[b, i + p − ⌊k_h/2⌋, j + q − ⌊k_w/2⌋, c] ·
     * g[b, i, j, f].
     *
     * @param x [b, h, w, c]
     * @param g the cotangent of the result [b, h, w, f]
     * @param height k_h
     * @param width k_w
     */
    record KernelGradient(Value x, Value g, int height, int width) implements Convolution {
        @Override
        public Shape shape() {
            Shape s = x.shape();
            Checks.that(
                    s.rank() == 4
                            && g.shape().rank() == 4
                            && s.with(3, 1).equals(g.shape().with(3, 1))
                            && height % 2 == 1
                            && width % 2 == 1,
                    () -> "kernelGradient: " + s + " and " + g.shape() + " for a kernel of " + height + " × " + width
                            + "; expected x [b, h, w, c] and g [b, h, w, f], and odd sizes");
            return Shape.of(height, width, s.dim(3), g.shape().dim(3));
        }
    }
}
