package io.github.vflow.flow.transformer;

import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.part.Transformer;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.tensor.Tensor;
import java.util.List;

/**
 * The mixture-of-logistics coupling of Flow++ (Ho et al., 2019) in log-odds form:
 *
 * <pre>y = e^a·g(x) + t,  g = ln F − ln(1 − F),  F(x) = Σ π_k σ((x − μ_k)·e^{−s_k})
 * ln |∂y/∂x| = a + ln pdf − ln F − ln(1 − F)</pre>
 *
 * All terms stay in log space, so it is a bijection of ℝ with exact tails. The inverse is a Newton iteration inside an
 * exact bracket.
 *
 * @param components K, the number of logistic components
 */
public record LogisticMixture(int components) implements Transformer {
    @Override
    public List<Integer> widths() {
        return MixtureParameters.widths(components);
    }

    @Override
    public Mapped forward(Tensor x, Tensor theta) {
        MixtureParameters p = MixtureParameters.of(theta, x.shape().dim(1), components);
        MixtureParameters.LogOdds g = p.at(x);
        return new Mapped(
                g.value().times(p.logScale().exp()).plus(p.shift()),
                g.logSlope().plus(p.logScale()).sum(1));
    }

    @Override
    public Mapped inverse(Tensor y, Tensor theta) {
        MixtureParameters p = MixtureParameters.of(theta, y.shape().dim(1), components);
        Tensor x = p.inverse(y.minus(p.shift()).times(p.logScale().negate().exp()));
        return new Mapped(x, p.at(x).logSlope().plus(p.logScale()).sum(1).negate());
    }

    @Override
    public Initializer start(int m) {
        return MixtureStart.of(m, components);
    }
}
