package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.defaults.MixtureDefaults;
import io.github.vflow.flow.distribution.mixing.NormalMixture;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.nn.Parameters;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Sets the whitening map of a model to the moments of lifted rows, and fits the mixture of normal distributions beside its flow. Where codes
 * condition the map, it subtracts a linear regression on them, if rows that fitted neither are then more likely under such a mixture, by more than
 * chance: a regression blurs a curve on which rows lie.
 */
public final class DefensiveInitialisation {
    private DefensiveInitialisation() {}

    /**
     * Initialises from rows.
     *
     * @param v lifted rows [n·L], in random order
     * @param codes of these rows, one row after another; without any there is no regression
     * @param fits that members share
     * @param random for the start of each mixture
     */
    public static void run(
            FlowModel model,
            Whitening whitening,
            float[] v,
            float[] codes,
            SharedFits fits,
            Supplier<RandomGenerator> random) {
        int most = model.defensive().map(d -> d.normals().components()).orElse(1);
        int d = whitening.whitened();
        Parameters p = model.parameters();
        Start start = Start.of(v, d, most, fits, random);
        if (whitening.slopes().isPresent() && codes.length > 0) {
            CodeRegression regression = CodeRegression.of(codes, v, d);
            Start other = Start.of(regression.residuals(codes, v), d, most, fits, random);
            if (other.beats(start)) {
                p.set(whitening.slopes().get(), flat(regression.slopes()));
                start = other;
            }
        }
        p.set(whitening.mean(), flat(start.moments.mean()));
        p.set(whitening.weight(), flat(start.weight));
        if (model.defensive().isPresent()) {
            set(p, model.defensive().get().normals(), start.mixture.fit());
        }
    }

    /** Moments of rows, the map W that whitens them, and the mixture of whitened rows. */
    private record Start(Moments moments, double[][] weight, MixtureChoice.Chosen mixture) {
        static Start of(float[] v, int d, int most, SharedFits fits, Supplier<RandomGenerator> random) {
            Moments moments = Moments.of(v, d);
            double[][] weight = Matrices.transposed(Matrices.inverseOfLower(Matrices.cholesky(moments.covariance())));
            return new Start(moments, weight, fits.of(v, most, () -> chosen(v, moments, weight, most, random.get())));
        }

        /** Whether the judges are more likely, by more than chance. */
        boolean beats(Start other) {
            double[] gains = new double[mixture.logs().length];
            double volume = Matrices.logDet(weight) - Matrices.logDet(other.weight);
            Arrays.setAll(gains, i -> mixture.logs()[i] - other.mixture.logs()[i] + volume);
            Mean gain = Mean.of(gains);
            return gain.value() > MixtureDefaults.ERRORS_OF_REGRESSION * gain.standardError();
        }
    }

    /**
     * The mixture of whitened rows.
     *
     * @param v lifted rows [n·L]
     * @param moments of the rows
     * @param weight W of the whitening map
     * @param most components
     */
    static MixtureChoice.Chosen chosen(
            float[] v, Moments moments, double[][] weight, int most, RandomGenerator random) {
        int d = weight.length;
        int n = Math.min(v.length / d, MixtureDefaults.MOST_ROWS);
        return MixtureChoice.of(
                whitened(v, n, moments.mean(), weight),
                columns(v, n, d),
                variances(moments.covariance(), weight),
                most,
                random);
    }

    /** (v − mean)·W of the first n rows. */
    static double[][] whitened(float[] v, int n, double[] mean, double[][] weight) {
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

    /** v of the first n rows. */
    static double[][] columns(float[] v, int n, int d) {
        double[][] rows = new double[n][d];
        for (int i = 0; i < n * d; i++) {
            rows[i / d][i % d] = v[i];
        }
        return rows;
    }

    /** Wᵀ·V·W, with V the variances of the columns without their covariances. */
    static double[][] variances(double[][] covariance, double[][] weight) {
        int d = weight.length;
        double[][] variances = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                for (int l = 0; l < d; l++) {
                    variances[i][j] += weight[l][i] * covariance[l][l] * weight[l][j];
                }
            }
        }
        return variances;
    }

    private static void set(Parameters p, NormalMixture into, NormalMixtureFit fit) {
        int d = into.dimensions();
        int all = into.components();
        float[] logWeights = new float[all];
        float[] constants = new float[all];
        double[][] whiten = new double[d][all * d];
        double[][] colour = new double[d][all * d];
        double[][] centres = new double[1][all * d];
        double[][] means = new double[all][d];
        for (int k = 0; k < all; k++) {
            // a fit of fewer components repeats them; copies share the weight
            int c = k % fit.components();
            int copies = Math.ceilDiv(all - c, fit.components());
            double logWeight = fit.logWeights()[c] - Math.log(copies);
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
