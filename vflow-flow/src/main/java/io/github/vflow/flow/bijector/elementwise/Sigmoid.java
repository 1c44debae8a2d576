package io.github.vflow.flow.bijector.elementwise;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;

/** y = σ(x) of each element, ln |det| = Σ ln σ(x) + ln σ(−x): onto the open unit cube. Accepts any rank [b, …]. */
public record Sigmoid() implements Bijector {
    @Override
    public Mapped forward(Tensor x) {
        Tensor slope = x.logSigmoid().plus(x.negate().logSigmoid());
        return new Mapped(x.sigmoid(), PerRow.sum(slope));
    }

    @Override
    public Mapped inverse(Tensor y) {
        Tensor log = y.log();
        Tensor logRest = y.negate().log1p();
        return new Mapped(log.minus(logRest), PerRow.sum(log.plus(logRest)).negate());
    }
}
