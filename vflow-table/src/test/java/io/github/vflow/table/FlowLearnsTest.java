package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.Fitted;
import io.github.vflow.flow.train.stacking.Mixtures;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/**
 * A flow learns what normal distributions cannot have, also where all columns are correlated: three latent numbers, a point of a ring and a
 * sign, make ten columns with little noise. A training whose gradient vanishes leaves a normal distribution.
 */
final class FlowLearnsTest {
    private static final long SEED = 5;
    private static final int COLUMNS = 10;
    private static final double NOISE = 0.05;

    private static final int STEPS = Boolean.getBoolean("vflow.nightly") ? 1_000 : 500;

    /** Steps of a flow without whitening. */
    private static final int LOW_STEPS = 600;

    /** Made-up rows keep each member and each component in the mixture, which costs this many nats at most. */
    private static final double SHARES = 0.1;

    /** A share that decides no row. */
    private static final double TRACE = 1e-12;

    /** The share of the Student t beside which a whitened flow trains. */
    private static final double STUDENT = 0.01;

    private static final double[][] LOADINGS = loadings();

    private static final TableModel USUAL = fit(Recipe.standard().withSteps(STEPS));

    private static double[][] loadings() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] loadings = new double[3][COLUMNS];
        for (double[] row : loadings) {
            Arrays.setAll(row, _ -> random.nextGaussian());
        }
        return loadings;
    }

    private static double[][] rows(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][COLUMNS];
        for (double[] row : rows) {
            double angle = 2 * Math.PI * random.nextDouble();
            double sign = random.nextBoolean() ? 1 : -1;
            for (int j = 0; j < COLUMNS; j++) {
                row[j] = Math.cos(angle) * LOADINGS[0][j]
                        + Math.sin(angle) * LOADINGS[1][j]
                        + sign * LOADINGS[2][j]
                        + NOISE * random.nextGaussian();
            }
        }
        return rows;
    }

    /** The latent numbers have the covariances ½, ½ and 1, so this is the best normal distribution but for what 1,000 rows do not tell. */
    private static double logNormal() {
        double[][] covariance = new double[COLUMNS][COLUMNS];
        for (int i = 0; i < COLUMNS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                covariance[i][j] = 0.5 * LOADINGS[0][i] * LOADINGS[0][j]
                        + 0.5 * LOADINGS[1][i] * LOADINGS[1][j]
                        + LOADINGS[2][i] * LOADINGS[2][j]
                        + (i == j ? NOISE * NOISE : 0);
            }
        }
        return -0.5 * COLUMNS * (1 + Math.log(2 * Math.PI)) - 0.5 * logDet(covariance);
    }

    /** By elimination; a is positive, and is changed. */
    private static double logDet(double[][] a) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += Math.log(a[k][k]);
            for (int i = k + 1; i < a.length; i++) {
                double factor = a[i][k] / a[k][k];
                for (int j = k; j < a.length; j++) {
                    a[i][j] -= factor * a[k][j];
                }
            }
        }
        return sum;
    }

    private static TableModel fit(Recipe recipe) {
        return TableModel.fit(
                Table.of(rows(1_000, SEED)), recipe.withFillSteps(1).withSeed(SEED));
    }

    private static double meanLogProb(TableModel model) {
        return Mean.of(model.logProb(rows(1_000, SEED + 1))).value();
    }

    @Test
    void theDefaultIsFarAboveTheNormalDistribution() {
        double lead = meanLogProb(USUAL) - logNormal();
        assertTrue(lead > 1.5, "lead over the normal distribution: " + lead + " nats, seed " + SEED);
        double flow = USUAL.fitted().orElseThrow().alone().stream()
                .mapToDouble(Fitted.Alone::flow)
                .max()
                .orElseThrow();
        assertTrue(flow > logNormal() + 1, "a flow alone: " + flow + " nats, seed " + SEED);
    }

    /** The shares give the mixture at least ln p of its best component, on the rows that chose them and within noise on new ones. */
    @Test
    void theWholeIsNotBelowItsParts() {
        Fitted fitted = USUAL.fitted().orElseThrow();
        assertEquals(USUAL.model().components().size(), fitted.alone().size());
        double best = fitted.alone().stream()
                .flatMapToDouble(a -> DoubleStream.of(a.flow(), a.normals(), a.student()))
                .max()
                .orElseThrow();
        double heldOut = fitted.heldOut().value();
        assertTrue(heldOut > best - SHARES, heldOut + " of held-out rows against " + best + ", seed " + SEED);
        double whole = meanLogProb(USUAL);
        for (int k = 0; k < fitted.alone().size(); k++) {
            FlowModel member = Mixtures.member(USUAL.model(), k);
            RowSpec spec = member.rows().orElseThrow();
            FlowModel normals = Models.of(
                    spec.withDefensive(spec.defensive().withShares(1 - 2 * TRACE, TRACE)),
                    member.parameters().values());
            try (Evaluator e = Evaluator.ofScores(normals, Engines.vector(1), 1, SEED)) {
                double alone = Mean.of(e.scores(Rows.of(rows(1_000, SEED + 1)))).value();
                assertTrue(whole > alone - SHARES, whole + " of new rows against " + alone + ", seed " + SEED);
            }
        }
    }

    /** A flow without whitening starts tens of nats below the t, so that beside the t it would learn nothing. */
    @Test
    void aFlowThatStartsLowTrainsAlone() {
        RowSpec architecture = RowSpec.of(COLUMNS, 0, 2)
                .withCoupling(CouplingSpec.Kind.MIXTURE)
                .withDefensive(DefensiveSpec.standard());
        TableModel model = fit(
                Recipe.standard().withNoise(0.0).withArchitecture(architecture).withSteps(LOW_STEPS));
        FlowModel member = (FlowModel) model.model();
        double share = member.rows().orElseThrow().defensive().flow();
        assertTrue(share > 0.5, "share of the flow: " + share + ", seed " + SEED);
    }

    /** The flow is scored as it trains: without the normal distributions, which would be above by themselves, and with the t, which takes rows far out. */
    @Test
    void aWhitenedFlowIsAboveItWithoutTheNormalDistributions() {
        FlowModel member = Mixtures.member(USUAL.model(), 1);
        RowSpec spec = member.rows().orElseThrow();
        assertTrue(spec.steps().isWhitened());
        FlowModel flow = Models.of(
                spec.withDefensive(spec.defensive().withShares(0, STUDENT)),
                member.parameters().values());
        try (Evaluator e = Evaluator.ofScores(flow, Engines.vector(1), 1, SEED)) {
            double mean = Mean.of(e.scores(Rows.of(rows(1_000, SEED + 1)))).value();
            assertTrue(mean > logNormal() + 0.3, "ln p " + mean + " against " + logNormal() + ", seed " + SEED);
        }
    }
}
