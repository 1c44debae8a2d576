package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.distribution.mixing.NormalMixture;
import io.github.vflow.nn.Parameters;
import java.util.random.RandomGenerator;

/** Sets the whitening map of a model to the moments of lifted rows, and fits the mixture of normal distributions beside its flow. */
public final class DefensiveInitialisation {
    private DefensiveInitialisation() {}

    /**
     * Initialises from rows.
     *
     * @param v lifted rows [n·L], in random order
     * @param random for the start of the mixture
     */
    public static void run(FlowModel model, Whitening whitening, float[] v, RandomGenerator random) {
        int d = whitening.whitened();
        Moments moments = Moments.of(v, d);
        double[][] weight = Matrices.transposed(Matrices.inverseOfLower(Matrices.cholesky(moments.covariance())));
        Parameters p = model.parameters();
        p.set(whitening.mean(), flat(moments.mean()));
        p.set(whitening.weight(), flat(weight));
        model.defensive().ifPresent(broad -> {
            int rows = Math.min(v.length / d, MixtureDefaults.MOST_ROWS);
            fit(p, broad.normals(), whitened(v, rows, moments.mean(), weight), random);
        });
    }

    /** (v − mean)·W of the first n rows. */
    private static double[][] whitened(float[] v, int n, double[] mean, double[][] weight) {
        int d = mean.length;
        double[][] y = new double[n][d];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                double away = v[i * d + j] - mean[j];
                for (int k = j; k < d; k++) {
                    y[i][k] += away * weight[j][k];
                }
            }
        }
        return y;
    }

    private static void fit(Parameters p, NormalMixture into, double[][] rows, RandomGenerator random) {
        int d = into.dimensions();
        int all = into.components();
        NormalMixtureFit fit = NormalMixtureFit.best(rows, all, random);
        float[] logWeights = new float[all];
        float[] constants = new float[all];
        double[][] whiten = new double[d][all * d];
        double[][] colour = new double[d][all * d];
        double[][] centres = new double[1][all * d];
        double[][] means = new double[all][d];
        for (int k = 0; k < all; k++) {
            // a fit of fewer components repeats its own, a power of two, in equal parts
            int c = k % fit.components();
            double copies = Math.log(fit.components() / (double) all);
            double logWeight = fit.logWeights()[c] + copies;
            double[][] factor = fit.factors()[c];
            double[][] inverse = Matrices.inverseOfLower(factor);
            logWeights[k] = (float) logWeight;
            constants[k] = (float) (logWeight - Matrices.logDet(factor) - 0.5 * d * Math.log(2 * Math.PI));
            means[k] = fit.means()[c];
            for (int i = 0; i < d; i++) {
                for (int j = 0; j < d; j++) {
                    whiten[i][k * d + j] = inverse[j][i];
                    colour[i][k * d + j] = factor[j][i];
                    centres[0][k * d + j] += means[k][i] * inverse[j][i];
                }
            }
        }
        p.set(into.logWeights(), logWeights);
        p.set(into.constants(), constants);
        p.set(into.whiten(), flat(whiten));
        p.set(into.colour(), flat(colour));
        p.set(into.centres(), flat(centres));
        p.set(into.means(), flat(means));
    }

    private static float[] flat(double[]... rows) {
        float[] flat = new float[rows.length * rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                flat[i * rows[i].length + j] = (float) rows[i][j];
            }
        }
        return flat;
    }
}
