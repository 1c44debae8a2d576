package io.github.vflow.tensor.reference;

import io.github.vflow.tensor.ir.Mixture;
import io.github.vflow.tensor.ir.Shape;
import io.github.vflow.tensor.ir.Value;
import java.util.function.Function;

/** Mixtures of logistics one by one. */
final class Mixtures {
    private Mixtures() {}

    static double[] compute(Mixture op, Function<Value, double[]> at) {
        Shape s = op.logits().shape();
        int n = op.components();
        int inner = s.product(op.axis() + 1, s.rank());
        int rows = op.shape().dim(op.axis());
        double[] x = at.apply(op.x());
        double[] y = new double[op.shape().size()];
        Logistics mixture = new Logistics(n, op.floor());
        for (int j = 0; j < x.length; j++) {
            int outer = j / inner * inner;
            int within = j % inner;
            mixture.load(
                    at.apply(op.logits()), at.apply(op.means()), at.apply(op.logScales()), outer * n + within, inner);
            double[] result = result(op, mixture, x[j], at, outer * 2 + within, inner);
            for (int r = 0; r < rows; r++) {
                y[outer * rows + within + r * inner] = result[r];
            }
        }
        return y;
    }

    private static double[] result(
            Mixture op, Logistics mixture, double x, Function<Value, double[]> at, int cotangent, int step) {
        return switch (op) {
            case Mixture.LogOdds _ -> new double[] {mixture.logOdds(x), mixture.logSlope()};
            case Mixture.LogOddsGradient m -> {
                double[] g = at.apply(m.g());
                double[] into = new double[3 * m.components()];
                mixture.gradient(x, g[cotangent], g[cotangent + step], into);
                yield into;
            }
            case Mixture.Inverse _ -> new double[] {mixture.inverse(x)};
        };
    }
}
