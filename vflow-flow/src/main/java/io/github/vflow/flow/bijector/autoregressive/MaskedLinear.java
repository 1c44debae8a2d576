package io.github.vflow.flow.bijector.autoregressive;

import io.github.vflow.nn.layer.Linear;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Source;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * y = x·(W ⊙ M) + b with a mask M of zeros and ones.
 *
 * @param linear W and b
 * @param mask M, one array for all traces, so that each trace records it once
 */
record MaskedLinear(Linear linear, Source.Constant mask) {
    /** With M = 1 where the degree of an output minus the degree of an input is kept. */
    static MaskedLinear of(Linear linear, List<Integer> in, List<Integer> out, IntPredicate kept) {
        double[] mask = new double[in.size() * out.size()];
        for (int i = 0; i < in.size(); i++) {
            for (int o = 0; o < out.size(); o++) {
                mask[i * out.size() + o] = kept.test(out.get(o) - in.get(i)) ? 1 : 0;
            }
        }
        return new MaskedLinear(linear, new Source.Constant(Shape.of(in.size(), out.size()), mask));
    }

    int outputs() {
        return mask.shape().dim(1);
    }

    Tensor apply(Tensor x) {
        return apply(x, 0, outputs());
    }

    /** Some of the outputs [b, to − from]. */
    Tensor apply(Tensor x, int from, int to) {
        Trace t = x.trace();
        Tensor weight = linear.weight().in(t).times(t.append(mask));
        Tensor bias = linear.bias().in(t);
        return to - from == outputs()
                ? x.matmul(weight).plus(bias)
                : x.matmul(weight.slice(1, from, to)).plus(bias.slice(0, from, to));
    }
}
