package io.github.vflow.flow.bijector;

import io.github.vflow.flow.map.Mapped;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Shape;
import java.util.Arrays;

/**
 * y = (x − mean)/std with fixed numbers, ln |det| = −Σ ln std; it stands first, so densities stay in the units of the
 * data.
 */
public final class Standardize implements Bijector {
    private final double[] mean;
    private final double[] std;

    /**
     * With the moments of each dimension.
     *
     * @throws IllegalArgumentException if a standard deviation is not positive and finite
     */
    public Standardize(double[] mean, double[] std) {
        for (int i = 0; i < std.length; i++) {
            if (!(std[i] > 0) || !Double.isFinite(std[i]) || !Double.isFinite(mean[i])) {
                throw new IllegalArgumentException(
                        "Standardize: column " + i + " has mean " + mean[i] + " and standard deviation " + std[i]
                                + "; it must vary and be finite, so drop or repair the column");
            }
        }
        this.mean = mean.clone();
        this.std = std.clone();
    }

    @Override
    public Mapped forward(Tensor x) {
        Rows.check("Standardize.forward", x, mean.length);
        Trace t = x.trace();
        return Mapped.ofConstant(x.minus(vector(t, mean)).dividedBy(vector(t, std)), t.constant(-logScale()));
    }

    @Override
    public Mapped inverse(Tensor y) {
        Rows.check("Standardize.inverse", y, mean.length);
        Trace t = y.trace();
        return Mapped.ofConstant(y.times(vector(t, std)).plus(vector(t, mean)), t.constant(logScale()));
    }

    private double logScale() {
        return Arrays.stream(std).map(Math::log).sum();
    }

    private static Tensor vector(Trace t, double[] values) {
        return t.constant(Shape.of(values.length), values);
    }
}
