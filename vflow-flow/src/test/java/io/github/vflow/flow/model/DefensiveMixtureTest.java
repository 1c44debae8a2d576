package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameter;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** p = (1 − β − α)·flow + β·N + α·t. */
final class DefensiveMixtureTest {
    private static final long SEED = Seeds.of("DefensiveMixtureTest");
    private static final Engine ENGINE = Engines.vector(1);
    private static final double SHARE = 0.2;
    private static final Rows ROWS = rows();
    private static final FlowModel MODEL = model(SHARE);

    private static Rows rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[2_000][];
        for (int i = 0; i < rows.length; i++) {
            double a = random.nextGaussian();
            rows[i] = new double[] {5 + 2 * a, a + 0.5 * random.nextGaussian()};
        }
        return Rows.of(rows);
    }

    private static FlowModel model(double share) {
        FlowModel model =
                Models.of(RowSpec.of(2, 0, 2).standardized(ROWS).withDefensive(DefensiveSpec.student(share)), SEED);
        Trainer.initialise(model, ENGINE, BatchSource.of(ROWS, SEED), 2_000, SEED);
        return model;
    }

    /** ln of the bivariate t₃ with the moments of the standardised rows, in the units of the rows. */
    private static double logT(double x, double y) {
        double[] mean = ROWS.columnMeans();
        double[] std = ROWS.columnStds();
        double r = 0;
        for (int i = 0; i < ROWS.size(); i++) {
            r += (ROWS.get(i, 0) - mean[0]) * (ROWS.get(i, 1) - mean[1]) / (std[0] * std[1] * ROWS.size());
        }
        double a = (x - mean[0]) / std[0];
        double b = (y - mean[1]) / std[1];
        double distance = (a * a - 2 * r * a * b + b * b) / (1 - r * r);
        // Γ(5/2)/Γ(3/2) = 3/2
        return Math.log(1.5 / (3 * Math.PI))
                - 0.5 * Math.log(1 - r * r)
                - 2.5 * Math.log1p(distance / 3)
                - Math.log(std[0] * std[1]);
    }

    @Test
    void farOutThePartOfTIsAllThereIs() {
        try (Evaluator e = Evaluator.ofScores(MODEL, ENGINE, 1, SEED)) {
            for (double[] far : new double[][] {{1e3, 0}, {-400, 300}, {1e12, -1e12}}) {
                assertEquals(Math.log(SHARE) + logT(far[0], far[1]), e.score(far), 0.1, Arrays.toString(far));
            }
        }
    }

    @Test
    void theDensityHasMassOne() {
        double step = 0.25;
        double mass = 0;
        int side = 400;
        double[][] cells = new double[side][];
        try (Evaluator e = Evaluator.ofScores(MODEL, ENGINE, 1, SEED)) {
            for (int i = 0; i < side; i++) {
                for (int j = 0; j < side; j++) {
                    cells[j] = new double[] {5 + step * (i - side / 2.0), step * (j - side / 2.0)};
                }
                for (double s : e.scores(Rows.of(cells))) {
                    mass += Math.exp(s) * step * step;
                }
            }
        }
        assertEquals(1, mass, 0.01);
    }

    @Test
    void drawsComeFromTForItsShare() {
        int n = 200_000;
        Rows drawn;
        Rows without;
        try (Sampler defended = new Sampler(MODEL, ENGINE);
                Sampler plain = new Sampler(model(0), ENGINE)) {
            drawn = defended.draw(n, 1, SEED);
            without = plain.draw(n, 1, SEED);
        }
        // P(|t₃| > 10) = 0.00213 for one coordinate
        double[] std = ROWS.columnStds();
        long far = Arrays.stream(drawn.copyColumn(0))
                .filter(x -> Math.abs(x - 5) > 10 * std[0])
                .count();
        assertEquals(SHARE * 0.00213 * n, (double) far, 40, "seed " + SEED);
        assertEquals(
                0,
                Arrays.stream(without.copyColumn(0))
                        .filter(x -> Math.abs(x - 5) > 10 * std[0])
                        .count());
        double[] quarter = drawn.copyColumn(0);
        Arrays.sort(quarter);
        assertEquals(5, quarter[n / 2], 0.1, "seed " + SEED);
    }

    /** The flow lies far from the broad component, so that each draw tells of which it is. */
    @Test
    void aTemperatureLeavesTheSharesAsTheyAre() {
        int n = 100_000;
        double temperature = 1e-3;
        FlowModel far =
                Models.of(RowSpec.of(2, 0, 1).standardized(ROWS).withDefensive(DefensiveSpec.student(SHARE)), SEED);
        Trainer.initialise(far, ENGINE, BatchSource.of(ROWS, SEED), 2_000, SEED);
        Parameter shift = far.parameters().named("p.0.b");
        far.parameters().set(shift, new float[] {40, 40});
        try (Sampler sampler = new Sampler(far, ENGINE)) {
            double[] x = sampler.draw(n, temperature, SEED).copyColumn(0);
            long broad = Arrays.stream(x).filter(v -> v > -35).count();
            assertEquals(SHARE, (double) broad / n, 4 * Math.sqrt(SHARE * (1 - SHARE) / n), "seed " + SEED);
        }
    }

    @Test
    void trainingLeavesTheBroadComponentAsItIs() {
        FlowModel model = model(0.05);
        List<Parameter> broad = model.parameters().all().stream()
                .filter(p -> p.name().startsWith("defensive.") || p.name().startsWith("whitening."))
                .toList();
        assertEquals(8, broad.size());
        List<float[]> before =
                broad.stream().map(p -> model.parameters().get(p).clone()).toList();
        float[] p = model.parameters().values().clone();
        new Trainer(model, TrainingPlan.of(20, 64, 1e-2, SEED), ENGINE).fit(BatchSource.of(ROWS, SEED));
        for (int i = 0; i < broad.size(); i++) {
            assertArrayEquals(
                    before.get(i),
                    model.parameters().get(broad.get(i)),
                    broad.get(i).name());
        }
        assertTrue(!Arrays.equals(p, model.parameters().values()), "the flow is trained");
    }

    /** Two clusters, at x = ±8, of which the left one has a quarter of the rows and a quarter of the scale. */
    private static Rows clusters(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            boolean isLeft = random.nextInt(4) == 0;
            double scale = isLeft ? 0.5 : 2;
            double a = random.nextGaussian();
            rows[i] = new double[] {(isLeft ? -8 : 8) + scale * a, scale * (0.6 * a + 0.8 * random.nextGaussian())};
        }
        return Rows.of(rows);
    }

    private static double logClusters(double x, double y) {
        double left = Math.log(0.25) + logNormal((x + 8) / 0.5, y / 0.5) - 2 * Math.log(0.5);
        double right = Math.log(0.75) + logNormal((x - 8) / 2, y / 2) - 2 * Math.log(2);
        return Math.max(left, right) + Math.log1p(Math.exp(-Math.abs(left - right)));
    }

    /** Of standard numbers with a correlation of 0.6. */
    private static double logNormal(double x, double y) {
        return -Math.log(2 * Math.PI) - Math.log(0.8) - (x * x - 1.2 * x * y + y * y) / (2 * 0.64);
    }

    private static FlowModel ofClusters(int components) {
        Rows rows = clusters(4_000, SEED);
        DefensiveSpec almostAllNormals = new DefensiveSpec(0.999, 0.0005, components);
        FlowModel model = Models.of(RowSpec.of(2, 0, 2).standardized(rows).withDefensive(almostAllNormals), SEED);
        Trainer.initialise(model, ENGINE, BatchSource.of(rows, SEED), 4_000, SEED);
        return model;
    }

    @Test
    void theNormalsFollowClusters() {
        double[][] fresh = new double[200][];
        Rows drawn = clusters(fresh.length, SEED + 1);
        Arrays.setAll(fresh, drawn::copyRow);
        try (Evaluator four = Evaluator.ofScores(ofClusters(4), ENGINE, 1, SEED);
                Evaluator one = Evaluator.ofScores(ofClusters(1), ENGINE, 1, SEED)) {
            double error = 0;
            double lead = 0;
            for (double[] x : fresh) {
                error += Math.abs(four.score(x) - logClusters(x[0], x[1])) / fresh.length;
                lead += (four.score(x) - one.score(x)) / fresh.length;
            }
            assertTrue(error < 0.1, "mean error of ln p " + error + ", seed " + SEED);
            assertTrue(lead > 0.8, "lead over one normal distribution " + lead + " nats, seed " + SEED);
        }
    }

    @Test
    void drawsOfTheNormalsFollowTheClusters() {
        int n = 100_000;
        try (Sampler sampler = new Sampler(ofClusters(4), ENGINE)) {
            Rows drawn = sampler.draw(n, 1, SEED);
            double[] left =
                    Arrays.stream(drawn.copyColumn(0)).filter(x -> x < 0).toArray();
            double[] right =
                    Arrays.stream(drawn.copyColumn(0)).filter(x -> x >= 0).toArray();
            assertEquals(0.25, (double) left.length / n, 0.03, "seed " + SEED);
            assertEquals(-8, Arrays.stream(left).average().orElseThrow(), 0.1, "seed " + SEED);
            assertEquals(8, Arrays.stream(right).average().orElseThrow(), 0.2, "seed " + SEED);
        }
    }

    @Test
    void messages() {
        assertEquals(
                "DefensiveSpec: shares must not be negative and sum to less than 1 but are 0.5 and 0.5",
                assertThrows(IllegalArgumentException.class, () -> new DefensiveSpec(0.5, 0.5, 1))
                        .getMessage());
        assertEquals(
                "DefensiveSpec: components must be at least 1 but is 0; one is a normal distribution",
                assertThrows(IllegalArgumentException.class, () -> new DefensiveSpec(0, 0.1, 0))
                        .getMessage());
    }
}
