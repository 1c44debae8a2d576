package io.github.vflow.flow.train.stacking;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Shares of components by held-out rows. */
final class StackingTest {
    private static final long SEED = Seeds.of("StackingTest");
    private static final Engine ENGINE = Engines.vector(1);

    @Test
    void rowsThatOneComponentExplainsAreItsShare() {
        double[][] logs = new double[3][1_000];
        for (int i = 0; i < 1_000; i++) {
            int of = i < 600 ? 0 : i < 900 ? 1 : 2;
            for (int c = 0; c < 3; c++) {
                logs[c][i] = c == of ? -1 : -200;
            }
        }
        assertArrayEquals(new double[] {0.6, 0.3, 0.1}, MixtureShares.of(logs, new double[] {2, 0.5, 0.5}), 0.003);
    }

    @Test
    void rowsWithoutADensityHaveNoSay() {
        double none = Double.NEGATIVE_INFINITY;
        double[][] logs = {{-1, none, none}, {-90, none, -90}, {-90, none, -90}};
        double[] shares = MixtureShares.of(logs, new double[] {2, 0.5, 0.5});
        assertEquals(1, Arrays.stream(shares).sum(), 1e-9);
        assertTrue(Arrays.stream(shares).allMatch(s -> s > 0), Arrays.toString(shares));
    }

    /** Densities of many columns are far below the least double: ratios alone count, so half of the rows are half of the shares. */
    @Test
    void tinyDensitiesHaveShares() {
        double[][] logs = new double[2][100];
        for (int i = 0; i < 100; i++) {
            logs[0][i] = i % 2 == 0 ? -2_000 : -2_100;
            logs[1][i] = i % 2 == 0 ? -2_100 : -2_000;
        }
        assertArrayEquals(new double[] {0.5, 0.5}, MixtureShares.of(logs, new double[] {1, 1}), 1e-9);
        Arrays.fill(logs[0], 900);
        Arrays.fill(logs[1], 900 + Math.log(2));
        // the fixed point of s = (1 + 100·2s/(1 + s))/102
        double[] shares = MixtureShares.of(logs, new double[] {1, 1});
        assertEquals((99 + Math.sqrt(99 * 99 + 408)) / 204, shares[1], 1e-6);
    }

    @Test
    void membersThatAreEqualShareAMixture() {
        FlowModel member = Models.of(RowSpec.of(2, 0, 1), SEED);
        Rows rows = Rows.of(new double[][] {{0, 0}, {1, 2}, {-1, 0.5}});
        Model mixture = Stacking.mixture(List.of(member, member), ENGINE, rows, SEED);
        assertEquals(
                List.of(0.5, 0.5),
                mixture.components().stream().map(Model.Component::share).toList());
    }

    /** Couplings of a large scale spoil the flow, so that the normal distribution explains normal rows best. */
    @Test
    void aSpoiledFlowGetsASmallShare() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] table = new double[500][3];
        Arrays.stream(table).forEach(row -> Arrays.setAll(row, _ -> 4 + random.nextGaussian()));
        Rows rows = Rows.of(table);
        RowSpec spec = RowSpec.of(3, 0, 2).standardized(rows).withDefensive(DefensiveSpec.student(0.01));
        FlowModel model = Models.of(spec, SEED);
        Trainer.initialise(model, ENGINE, BatchSource.of(rows, SEED), 500, SEED);
        DefensiveSpec fair = shares(Stacking.run(model, ENGINE, rows, SEED).model());
        assertTrue(fair.flow() + fair.normal() > 0.9, fair.toString());
        float[] scale =
                model.parameters().get(model.parameters().named("p.0.g")).clone();
        Arrays.fill(scale, 20);
        model.parameters().set(model.parameters().named("p.0.g"), scale);
        DefensiveSpec spoiled = shares(Stacking.run(model, ENGINE, rows, SEED).model());
        assertTrue(spoiled.flow() < 0.01, spoiled.toString());
        assertTrue(spoiled.normal() > 0.8, spoiled.toString());
        assertTrue(spoiled.student() > 0, spoiled.toString());
    }

    private static DefensiveSpec shares(FlowModel model) {
        return model.rows().orElseThrow().defensive();
    }
}
