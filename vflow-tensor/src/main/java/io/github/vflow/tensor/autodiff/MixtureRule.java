package io.github.vflow.tensor.autodiff;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Mixture.Inverse;
import io.github.vflow.tensor.ir.Mixture.LogOdds;
import io.github.vflow.tensor.ir.Mixture.LogOddsGradient;
import io.github.vflow.tensor.ir.Movement;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.ir.Value;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * The derivatives of mixtures. The derivative of the log-odds is an operation of its own, and its second derivative follows from
 * the formula. The derivative of the inverse x = g⁻¹(y; θ) follows from the implicit function theorem: ∂x/∂y = 1/g′(x), ∂x/∂θ =
 * −(∂g/∂θ)/g′(x).
 */
final class MixtureRule {
    private MixtureRule() {}

    static void apply(Mixture op, Tensor y, Tensor g, BiConsumer<Value, Tensor> add) {
        switch (op) {
            case LogOdds m -> {
                Tensor x = new Tensor(y.trace(), m.x());
                Tensor means = parameters(m, x, g, add);
                add.accept(m.x(), sum(means, m.axis()).negate());
            }
            case LogOddsGradient m -> ofGradient(m, g, add);
            case Inverse m -> {
                Trace t = y.trace();
                Tensor slope = t.append(
                                new LogOdds(y.value(), m.logits(), m.means(), m.logScales(), m.axis(), m.floor()))
                        .slice(m.axis(), 1, 2)
                        .exp();
                Tensor gy = g.dividedBy(slope);
                add.accept(m.y(), gy);
                parameters(m, y, gy.negate().pad(m.axis(), 0, 1), add);
            }
        }
    }

    /** Adds the gradient in the parameters for log-odds at x with cotangent g. Answers the gradient in the means. */
    private static Tensor parameters(Mixture op, Tensor x, Tensor g, BiConsumer<Value, Tensor> add) {
        Tensor all = x.trace()
                .append(new LogOddsGradient(
                        x.value(), op.logits(), op.means(), op.logScales(), g.value(), op.axis(), op.floor()));
        int k = op.components();
        add.accept(op.logits(), all.slice(op.axis(), 0, k));
        Tensor means = all.slice(op.axis(), k, 2 * k);
        add.accept(op.means(), means);
        add.accept(op.logScales(), all.slice(op.axis(), 2 * k, 3 * k));
        return means;
    }

    private static void ofGradient(LogOddsGradient op, Tensor g, BiConsumer<Value, Tensor> add) {
        // copies, so that a value in two roles is two leaves
        List<Tensor> in = op.operands().stream().map(v -> leaf(g.trace(), v)).toList();
        Set<Value> leaves = in.stream().map(Tensor::value).collect(Collectors.toSet());
        Tensor odds = formula(in.get(0), in.get(1), in.get(2), in.get(3).max(op.floor()), op.axis());
        Tensor gradient = Tensor.concat(op.axis(), Gradient.partial(odds, in.getLast(), in.subList(1, 4), leaves));
        List<Tensor> gs = Gradient.partial(gradient, g, in, leaves);
        for (int i = 0; i < gs.size(); i++) {
            add.accept(op.operands().get(i), gs.get(i));
        }
    }

    private static Tensor leaf(Trace t, Value v) {
        return t.append(new Movement.Copy(v, t.size()));
    }

    /** Log-odds and the logarithm of their slope, written with logsumexp. */
    private static Tensor formula(Tensor x, Tensor logits, Tensor means, Tensor logScales, int axis) {
        Tensor z = x.minus(means).times(logScales.negate().exp());
        Tensor softplus = z.softplus();
        Tensor below = logits.plus(z.minus(softplus));
        Tensor cdf = logSumExp(below, axis);
        Tensor survival = logSumExp(logits.minus(softplus), axis);
        Tensor density = logSumExp(below.minus(softplus).minus(logScales), axis);
        Tensor slope = density.plus(logSumExp(logits, axis)).minus(cdf).minus(survival);
        return Tensor.concat(axis, cdf.minus(survival), slope);
    }

    private static Tensor logSumExp(Tensor x, int axis) {
        return x.trace().append(new Reduction.LogSumExp(x.value(), axis));
    }

    private static Tensor sum(Tensor x, int axis) {
        return x.trace().append(new Reduction.Sum(x.value(), axis));
    }
}
