package io.github.vflow.flow.train.defensive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.testkit.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rows that were not fitted choose a mixture. 24 columns are a ring and a sign with little noise, so 21 directions are noise. */
final class MixtureChoiceTest {
    private static final long SEED = Seeds.of("MixtureChoiceTest");
    private static final int D = 24;
    private static final int N = 1_000;
    private static final int MOST = 16;

    /** A standard deviation whose square, 10⁻⁴, is a tenth of the usual ridge. */
    private static final double LITTLE = 0.01;

    private static final double MORE = 0.05;
    private static final int STEPS = 40;
    private static final double PRIOR = 0.5 * (D + 1);

    private static float[] rows(double noise, long seed) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] loadings = new double[3][D];
        for (double[] row : loadings) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        SplittableRandom drawn = new SplittableRandom(seed);
        float[] all = new float[N * D];
        for (int i = 0; i < N; i++) {
            double angle = 2 * Math.PI * drawn.nextDouble();
            double sign = drawn.nextBoolean() ? 1 : -1;
            for (int j = 0; j < D; j++) {
                all[i * D + j] = (float) (Math.cos(angle) * loadings[0][j]
                        + Math.sin(angle) * loadings[1][j]
                        + sign * loadings[2][j]
                        + noise * drawn.nextGaussian());
            }
        }
        return all;
    }

    /** Rows that are whitened by their moments, and the choice among their mixtures. */
    private static final class Ring {
        private final double noise;
        private final Moments moments;
        private final double[][] weight;
        private final double[][] columns;
        private final double[][] whitened;
        private final double[][] variances;
        private final NormalMixtureFit chosen;

        Ring(double noise) {
            this.noise = noise;
            float[] rows = rows(noise, SEED + 1);
            this.moments = Moments.of(rows, D);
            this.weight = Matrices.transposed(Matrices.inverseOfLower(Matrices.cholesky(moments.covariance())));
            this.columns = DefensiveInitialisation.columns(rows, N, D);
            this.whitened = DefensiveInitialisation.whitened(rows, N, moments.mean(), weight);
            this.variances = DefensiveInitialisation.variances(moments.covariance(), weight);
            this.chosen = DefensiveInitialisation.chosen(rows, moments, weight, MOST, new SplittableRandom(SEED))
                    .fit();
        }

        /** The mean ln p of new rows by the chosen mixture, less the same by another one. */
        double gain(NormalMixtureFit other) {
            double[][] fresh = DefensiveInitialisation.whitened(rows(noise, SEED + 2), N, moments.mean(), weight);
            return chosen.mean(fresh) - other.mean(fresh);
        }
    }

    /** The fit of as many components with a ridge of 10⁻³ and one time the made-up rows. */
    private static NormalMixtureFit usual(Ring ring) {
        double[][] parts = KMeans.parts(ring.columns, ring.chosen.components(), new SplittableRandom(SEED));
        Shrinkage usual = new Shrinkage(1e-3, PRIOR, ring.variances);
        return Scatters.maximised(ring.whitened, parts, usual, STEPS).fit(usual);
    }

    /** A ridge of 10⁻³ is wider than the noise, so it is at least 0.5 nats worse on new rows. */
    @Test
    void theRidgeIsAsNarrowAsTheNoise() {
        Ring ring = new Ring(LITTLE);
        double gain = ring.gain(usual(ring));
        assertTrue(ring.chosen.shrinkage().ridge() < 1e-3, ring.chosen.shrinkage() + ", seed " + SEED);
        assertTrue(gain > 0.5, "gain " + gain + ", seed " + SEED);
    }

    /** All components have the same noise, so more made-up rows are at least 0.3 nats better on new rows. */
    @Test
    void componentsThatShareTheirNoiseAreShrunkMuch() {
        Ring ring = new Ring(MORE);
        double gain = ring.gain(usual(ring));
        assertTrue(ring.chosen.shrinkage().prior() > PRIOR, ring.chosen.shrinkage() + ", seed " + SEED);
        assertTrue(gain > 0.3, "gain " + gain + ", seed " + SEED);
    }

    /** A number that fills half of a column is a component of its own, which shrinking would make as wide as the others. */
    @Test
    void aNumberThatRepeatsIsNotShrunk() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[N][2];
        for (double[] row : rows) {
            row[0] = random.nextBoolean() ? 0 : random.nextGaussian();
            row[1] = row[0] + random.nextGaussian();
        }
        double[][] one = {{1, 0}, {0, 1}};
        NormalMixtureFit chosen = MixtureChoice.of(rows, rows, one, MOST, new SplittableRandom(SEED))
                .fit();
        assertEquals(0, chosen.shrinkage().prior(), "seed " + SEED);
        assertEquals(1e-6, chosen.shrinkage().ridge(), 1e-12, "seed " + SEED);
        assertTrue(chosen.mean(rows) > 0, "ln p " + chosen.mean(rows) + ", seed " + SEED);
    }

    @Test
    void rowsWithoutOneHaveNone() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[N][5];
        Arrays.stream(rows).forEach(row -> Arrays.setAll(row, _ -> random.nextGaussian()));
        assertEquals(
                1,
                MixtureChoice.of(rows, rows, Matrices.identity(5), MOST, new SplittableRandom(SEED))
                        .fit()
                        .components());
    }
}
