package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.Whitening;
import io.github.vflow.flow.distribution.mixing.NormalMixture;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The whitening map of two clusters gives them the identity as covariance, and the mixture is the fit to the whitened rows. */
final class DefensiveInitialisationTest {
    private static final long SEED = Seeds.of("DefensiveInitialisationTest");
    private static final int N = 400;
    private static final int D = 2;
    private static final int ALL = 5;
    private static final double ROUNDING = 1e-4;

    private final FlowModel model =
            Models.of(RowSpec.of(D, 0, 1).withDefensive(new DefensiveSpec(0.3, 0.1, ALL)), SEED);
    private final Parameters parameters = model.parameters();
    private final Whitening whitening = model.whitening().orElseThrow();
    private final NormalMixture normals = model.defensive().orElseThrow().normals();
    private final float[] rows = rows();

    /** A third of the rows around (6, 9), the others around (1, −2), with correlated noise. */
    private static float[] rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        float[] rows = new float[D * N];
        for (int i = 0; i < N; i++) {
            boolean isFar = random.nextInt(3) == 0;
            double a = random.nextGaussian();
            rows[D * i] = (float) ((isFar ? 6 : 1) + 0.3 * a);
            rows[D * i + 1] = (float) ((isFar ? 9 : -2) + (isFar ? 0.7 : -0.4) * a + 0.5 * random.nextGaussian());
        }
        return rows;
    }

    @BeforeEach
    void initialise() {
        DefensiveInitialisation.run(
                model, whitening, rows, new float[0], new SharedFits(), () -> new SplittableRandom(SEED));
    }

    private double[][] whitened() {
        float[] mean = parameters.get(whitening.mean());
        float[] w = parameters.get(whitening.weight());
        double[][] y = new double[N][D];
        for (int i = 0; i < N; i++) {
            for (int j = 0; j < D; j++) {
                for (int k = 0; k < D; k++) {
                    y[i][k] += ((double) rows[D * i + j] - mean[j]) * w[j * D + k];
                }
            }
        }
        return y;
    }

    /** The covariance is the shrunk one. */
    @Test
    void whitenedRowsHaveMeanZeroAndCovarianceOne() {
        double[][] y = whitened();
        for (int j = 0; j < D; j++) {
            int column = j;
            assertEquals(0, Arrays.stream(y).mapToDouble(row -> row[column]).sum() / N, ROUNDING);
        }
        Moments moments = Moments.of(rows, D);
        float[] w = parameters.get(whitening.weight());
        for (int j = 0; j < D; j++) {
            assertEquals(moments.mean()[j], parameters.get(whitening.mean())[j], ROUNDING);
            for (int k = 0; k < D; k++) {
                double sum = 0;
                for (int a = 0; a < D; a++) {
                    for (int b = 0; b < D; b++) {
                        sum += w[a * D + j] * moments.covariance()[a][b] * w[b * D + k];
                    }
                }
                assertEquals(j == k ? 1 : 0, sum, ROUNDING, "Wᵀ·Σ·W at " + j + ", " + k);
            }
        }
    }

    private static double[][] wide(float[] matrix) {
        double[][] wide = new double[D][D];
        for (int i = 0; i < D * D; i++) {
            wide[i / D][i % D] = matrix[i];
        }
        return wide;
    }

    /** Two components are enough; the first is there three times, the second twice, and copies share the weight. */
    @Test
    void theMixtureIsTheFitToWhitenedRows() {
        double[][] y = whitened();
        NormalMixtureFit fit = best(ALL).fit();
        assertEquals(2, fit.components(), "seed " + SEED);
        double[] flat = Arrays.stream(y).flatMapToDouble(Arrays::stream).toArray();
        Trace t = new Trace();
        parameters.flat(t);
        t.output("y", normals.logProb(t.batch("x", Shape.of(N, D))));
        double[] logs = Eval.of(Eval.REFERENCE, t, Map.of("x", flat, Parameters.INPUT, Eval.values(parameters)))
                .get("y");
        for (int i = 0; i < N; i++) {
            assertEquals(fit.mean(new double[][] {y[i]}), logs[i], 1e-3, "row " + i + ", seed " + SEED);
        }
        float[] logWeights = parameters.get(normals.logWeights());
        float[] means = parameters.get(normals.means());
        float[] colour = parameters.get(normals.colour());
        for (int k = 0; k < ALL; k++) {
            int c = k % 2;
            assertEquals(fit.logWeights()[c] - Math.log(c == 0 ? 3 : 2), logWeights[k], ROUNDING);
            assertArrayEquals(
                    Eval.narrow(fit.means()[c]), Arrays.copyOfRange(means, k * D, (k + 1) * D), (float) ROUNDING);
            for (int i = 0; i < D; i++) {
                for (int j = 0; j < D; j++) {
                    assertEquals(fit.factors()[c][j][i], colour[i * ALL * D + k * D + j], ROUNDING, "draws of " + k);
                }
            }
        }
    }

    private static double[] logs(FlowModel of, double[] flat) {
        Trace t = new Trace();
        of.parameters().flat(t);
        t.output("y", of.defensive().orElseThrow().normals().logProb(t.batch("x", Shape.of(N, D))));
        return Eval.of(Eval.REFERENCE, t, Map.of("x", flat, Parameters.INPUT, Eval.values(of.parameters())))
                .get("y");
    }

    /** A model with each normal distribution once has the same density and draws. */
    @Test
    void copiesAreLeftOut() {
        FlowModel distinct = DistinctNormals.of(model);
        NormalMixture two = distinct.defensive().orElseThrow().normals();
        assertEquals(2, two.components(), "seed " + SEED);
        double[] flat =
                Arrays.stream(whitened()).flatMapToDouble(Arrays::stream).toArray();
        assertArrayEquals(logs(model, flat), logs(distinct, flat), ROUNDING, "seed " + SEED);
        float[] weights = distinct.parameters().get(two.logWeights());
        assertEquals(1, Math.exp(weights[0]) + Math.exp(weights[1]), ROUNDING);
        float[] colour = distinct.parameters().get(two.colour());
        float[] before = parameters.get(normals.colour());
        for (int i = 0; i < D; i++) {
            for (int j = 0; j < 2 * D; j++) {
                assertEquals(before[i * ALL * D + j], colour[i * 2 * D + j]);
            }
        }
        assertSame(distinct, DistinctNormals.of(distinct));
    }

    /** Members that start from the same rows share the fit. */
    @Test
    void equalRowsAreFittedOnce() {
        SharedFits fits = new SharedFits();
        MixtureChoice.Chosen first = fits.of(rows, ALL, () -> best(ALL));
        assertSame(first, fits.of(rows.clone(), ALL, () -> best(ALL)));
        assertNotSame(first, fits.of(rows, 1, () -> best(1)));
    }

    private MixtureChoice.Chosen best(int most) {
        return DefensiveInitialisation.chosen(
                rows, Moments.of(rows, D), wide(parameters.get(whitening.weight())), most, new SplittableRandom(SEED));
    }
}
