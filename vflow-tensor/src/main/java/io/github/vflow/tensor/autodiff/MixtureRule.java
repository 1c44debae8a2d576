package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.MixtureInverse;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Value;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The derivative of x = g⁻¹(y; θ) by the implicit function theorem: ∂x/∂y = 1/g′(x), ∂x/∂θ = −(∂g/∂θ)/g′(x).
 */
final class MixtureRule {
    private MixtureRule() {}

    static void apply(MixtureInverse op, Tensor x, Tensor cotangent, BiConsumer<Value, Tensor> add) {
        Trace t = x.trace();
        Tensor logits = new Tensor(t, op.logits());
        Tensor means = new Tensor(t, op.means());
        Tensor logScales = new Tensor(t, op.logScales());
        Tensor g = logOdds(x, logits, means, logScales, op.axis());
        // one value may stand in two roles; its derivative is then the sum over both
        List<Tensor> parameters = Stream.of(logits, means, logScales).distinct().toList();
        Set<Value> leaves = Stream.concat(Stream.of(x), parameters.stream())
                .map(Tensor::value)
                .collect(Collectors.toSet());
        Tensor slope = Gradient.partial(g, t.constant(1).broadcast(g.shape()), List.of(x), leaves)
                .getFirst();
        Tensor gy = cotangent.dividedBy(slope);
        add.accept(op.y(), gy);
        List<Tensor> byParameter = Gradient.partial(g, gy.negate(), parameters, leaves);
        for (int i = 0; i < parameters.size(); i++) {
            add.accept(parameters.get(i).value(), byParameter.get(i));
        }
    }

    private static Tensor logOdds(Tensor x, Tensor logits, Tensor means, Tensor logScales, int axis) {
        Tensor z = x.minus(means).times(logScales.negate().exp());
        return logSumExp(logits.plus(z.logSigmoid()), axis)
                .minus(logSumExp(logits.plus(z.negate().logSigmoid()), axis));
    }

    private static Tensor logSumExp(Tensor x, int axis) {
        return x.trace().append(new Reduction.LogSumExp(x.value(), axis));
    }
}
