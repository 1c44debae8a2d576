package io.github.vflow.flow.bijector.elementwise;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.tensor.Tensor;

/**
 * y = asinh(x) of each element, ln |det| = −½ Σ ln(1 + x²): about x near zero, and about ± ln 2|x| far out, which makes heavy tails light.
 * Accepts any rank [b, …].
 *
 * <p>Finite for |x| up to 10³⁸. The inverse takes |y| beyond 87 for 87, because sinh(88) is not a float32.
 */
public record Asinh() implements Bijector {
    private static final double LARGEST = 87;

    @Override
    public Mapped forward(Tensor x) {
        Tensor a = x.abs();
        Tensor hypotenuse = hypotenuse(a);
        // a + √(1 + a²) − 1 without cancellation near zero
        Tensor y = a.plus(a.times(a.dividedBy(hypotenuse.plus(1)))).log1p().times(x.sign());
        return new Mapped(y, PerRow.sum(hypotenuse.log()).negate());
    }

    /** √(1 + a²) without a², which overflows. The longer side is chosen once: at a = 1, max and min would both have a slope. */
    private static Tensor hypotenuse(Tensor a) {
        Tensor one = a.trace().constant(1).broadcast(a.shape());
        Tensor isLonger = a.greater(1);
        Tensor longer = isLonger.select(a, one);
        Tensor ratio = isLonger.select(one, a).dividedBy(longer);
        return longer.times(ratio.square().plus(1).sqrt());
    }

    @Override
    public Mapped inverse(Tensor y) {
        Tensor v = y.min(LARGEST).max(-LARGEST);
        Tensor x = v.exp().minus(v.negate().exp()).times(0.5);
        // ln cosh v
        Tensor a = v.abs();
        return new Mapped(x, PerRow.sum(a.plus(a.times(-2).exp().log1p()).minus(Math.log(2))));
    }
}
