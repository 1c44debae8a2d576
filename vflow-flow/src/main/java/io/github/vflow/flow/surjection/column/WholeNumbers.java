package io.github.vflow.flow.surjection.column;

import io.github.vflow.flow.distribution.Draw;
import io.github.vflow.flow.part.Surjection;
import io.github.vflow.flow.part.Surjection.Lifted;
import io.github.vflow.nn.layer.Condition;
import io.github.vflow.tensor.Tensor;

/**
 * Makes columns of whole numbers continuous: v = (x + u − μ)/σ with u ~ r(u|x), and the bound gets −ln r(u|x) − Σ ln σ, so that ln p(v) becomes
 * ln P of the whole numbers (VFlow paper, Eq. 7). The way {@link #back} gives x + u, because programs have no rounding; the caller computes x
 * = ⌊x + u⌋.
 *
 * @param dequantizer r(u|x), conditioned on (x − μ)/σ
 * @param mean μ, the same for all columns
 * @param scale σ, the same for all columns, positive
 * @param columns the number of columns
 */
public record WholeNumbers(Dequantizer dequantizer, double mean, double scale, int columns) implements Surjection {
    public WholeNumbers {
        if (!(scale > 0) || columns < 1) {
            throw new IllegalArgumentException(
                    "WholeNumbers: scale must be positive and columns at least 1 but are " + scale + " and " + columns);
        }
    }

    @Override
    public int noise() {
        return dequantizer.noisePerElement() * columns;
    }

    @Override
    public Lifted lift(Tensor x, Tensor noise, Condition condition) {
        Tensor centred = x.minus(mean);
        Draw u = dequantizer.draw(noise, x.shape(), condition.and(centred.dividedBy(scale)));
        Tensor v = centred.plus(u.value()).dividedBy(scale);
        return new Lifted(v, u.logProb().negate().minus(columns * Math.log(scale)));
    }

    @Override
    public Tensor back(Tensor v) {
        return v.times(scale).plus(mean);
    }
}
