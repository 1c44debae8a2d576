package io.github.vflow.tensor.reference;

import io.github.vflow.tensor.ir.Convolution;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.function.Function;

/** Convolutions, straight from their sums. */
final class ConvolutionLoops {
    private ConvolutionLoops() {}

    static double[] compute(Convolution op, Function<Value, double[]> at) {
        return switch (op) {
            case Convolution.Conv2d c -> {
                double[] x = at.apply(c.x());
                double[] kernel = at.apply(c.kernel());
                double[] y = new double[c.shape().size()];
                visit(c.x().shape(), c.kernel().shape(), (i, k, o) -> y[o] += x[i] * kernel[k]);
                yield y;
            }
            case Convolution.KernelGradient g -> {
                double[] x = at.apply(g.x());
                double[] cotangent = at.apply(g.g());
                double[] y = new double[g.shape().size()];
                visit(g.x().shape(), g.shape(), (i, k, o) -> y[k] += x[i] * cotangent[o]);
                yield y;
            }
        };
    }

    /** One product of the sum, by the places of its factors and its result. */
    private interface Product {
        void at(int image, int kernel, int result);
    }

    private static void visit(Shape x, Shape kernel, Product product) {
        int h = x.dim(1);
        int w = x.dim(2);
        int channels = x.dim(3);
        int filters = kernel.dim(3);
        for (int o = 0; o < x.product(0, 3); o++) {
            for (int k = 0; k < kernel.product(0, 2); k++) {
                int i = o / w % h + k / kernel.dim(1) - kernel.dim(0) / 2;
                int j = o % w + k % kernel.dim(1) - kernel.dim(1) / 2;
                if (i < 0 || i >= h || j < 0 || j >= w) {
                    continue;
                }
                int from = ((o / (h * w) * h + i) * w + j) * channels;
                for (int c = 0; c < channels; c++) {
                    for (int f = 0; f < filters; f++) {
                        product.at(from + c, (k * channels + c) * filters + f, o * filters + f);
                    }
                }
            }
        }
    }
}
