package io.github.vflow.tensor.reference;

import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Value;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.function.Function;

/** Mixtures of logistics one by one. */
final class MixtureLoops {
    private MixtureLoops() {}

    static double[] compute(Mixture op, Function<Value, double[]> at) {
        Shape s = op.logits().shape();
        int n = op.components();
        int inner = s.product(op.axis() + 1, s.rank());
        int rows = op.shape().dim(op.axis());
        double[] x = at.apply(op.x());
        double[] y = new double[op.shape().size()];
        for (int j = 0; j < x.length; j++) {
            int outer = j / inner * inner;
            int within = j % inner;
            int from = outer * n + within;
            PlainMixture mixture = new PlainMixture(
                    column(at.apply(op.logits()), from, inner, n),
                    column(at.apply(op.means()), from, inner, n),
                    column(at.apply(op.logScales()), from, inner, n),
                    op.floor());
            double[] result = result(op, mixture, x[j], at, outer * 2 + within, inner);
            for (int r = 0; r < rows; r++) {
                y[outer * rows + within + r * inner] = result[r];
            }
        }
        return y;
    }

    private static double[] column(double[] array, int from, int step, int n) {
        double[] column = new double[n];
        Arrays.setAll(column, k -> array[from + k * step]);
        return column;
    }

    private static double[] result(
            Mixture op, PlainMixture mixture, double x, Function<Value, double[]> at, int cotangent, int step) {
        return switch (op) {
            case Mixture.LogOdds _ -> new double[] {mixture.logOdds(x), mixture.logSlope(x)};
            case Mixture.LogOddsGradient m -> {
                double[] g = at.apply(m.g());
                yield mixture.gradient(x, g[cotangent], g[cotangent + step]);
            }
            case Mixture.Inverse _ -> new double[] {mixture.inverse(x)};
        };
    }
}
