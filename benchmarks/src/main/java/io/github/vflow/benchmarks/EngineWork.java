package io.github.vflow.benchmarks;

import io.github.vflow.flow.transformer.LogisticMixture;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;

/** What engines are compared on. Results are sums, so that what is fetched from a device is one number. */
public enum EngineWork {
    /** A product of matrices 1024 × 1024: 1.07 billion multiply-adds. */
    MATMUL_1024,
    /** The gradient of a 3×3 convolution of 32 images 32×32, 96 channels to 96, in both: 5.4 billion. */
    CONVOLUTION_96,
    /** Attention of four heads of 24 features over 1,024 positions of 8 rows, and its gradient. */
    ATTENTION_96,
    /** Mixture couplings of 32 components of 100,000 numbers, and their gradient. */
    MIXTURE_COUPLING;

    private static final int COMPONENTS = 32;

    Program program() {
        Trace t = new Trace();
        switch (this) {
            case MATMUL_1024 ->
                t.output(
                        "y",
                        t.input("a", Shape.of(1024, 1024))
                                .matmul(t.input("b", Shape.of(1024, 1024)))
                                .sum());
            case CONVOLUTION_96 -> {
                Tensor x = t.input("x", Shape.of(32, 32, 32, 96));
                Tensor k = t.input("k", Shape.of(3, 3, 96, 96));
                gradients(t, x.conv2d(k).square().sum(), List.of(x, k));
            }
            case ATTENTION_96 -> {
                Tensor qkv = t.input("qkv", Shape.of(8, 1024, 288));
                gradients(t, qkv.attention(4).square().sum(), List.of(qkv));
            }
            case MIXTURE_COUPLING -> {
                LogisticMixture mixture = new LogisticMixture(COMPONENTS);
                int width = mixture.parameters();
                Tensor x = t.batch("x", Shape.of(1000, 100));
                Tensor theta = t.batch("theta", Shape.of(1000, 100 * width));
                var mapped = mixture.forward(x, theta);
                Tensor loss =
                        mapped.value().square().sum().minus(mapped.logDet().sum());
                gradients(t, loss, List.of(x, theta));
            }
        }
        return t.program();
    }

    private static void gradients(Trace t, Tensor loss, List<Tensor> of) {
        Tensor sum = loss;
        for (Tensor g : Gradient.of(loss, of)) {
            sum = sum.plus(g.abs().sum());
        }
        t.output("y", sum);
    }
}
