package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Trained densities on the plane have mass one, and samples lie where the density says. */
final class MassTest {
    private static final long SEED = Seeds.of("MassTest");
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final int STEPS = 300;
    private static final int BLOCKS = 8;
    private static final int DRAWN = 20_000;

    /** Flows carry a little mass far from the data, so the grid is wide. */
    private static final Plane FINE = new Plane(16, NIGHTLY ? 1152 : 192);
    /** For estimates by sampling: the noise of a point averages out over the grid. */
    private static final Plane COARSE = new Plane(8, NIGHTLY ? 384 : 128);

    private static final int SAMPLES = NIGHTLY ? 256 : 16;

    private static FlowModel flow(CouplingSpec.Kind coupling) {
        return SmallModels.onMoons(Models.of(SmallModels.spec(2, coupling), SEED), STEPS, SEED);
    }

    @ParameterizedTest
    @EnumSource(
            value = CouplingSpec.Kind.class,
            names = {"AFFINE", "AFFINE_SIGMOID", "AFFINE_TANH", "MIXTURE", "SPLINE"})
    void aTrainedFlowHasMassOneAndSamplesFollowIt(CouplingSpec.Kind coupling) {
        Model flow = flow(coupling);
        double[] log = SmallModels.bounds(flow, FINE.centres(), new double[0]);
        assertEquals(1, FINE.mass(i -> log[i]), Approx.MASS, coupling + ", seed " + SEED);
        assertSamplesFollow(coupling.toString(), flow, FINE.blocks(4 * BLOCKS, i -> log[i]), FINE, 4 * BLOCKS);
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void soDoesOneWhoseInverseIsAutoregressive() {
        aTrainedAutoregressiveFlowHasMassOneAndSamplesFollowIt(Steps.Kind.INVERSE_AUTOREGRESSIVE);
    }

    @ParameterizedTest
    @EnumSource(value = Steps.Kind.class, names = "AUTOREGRESSIVE")
    void aTrainedAutoregressiveFlowHasMassOneAndSamplesFollowIt(Steps.Kind kind) {
        RowSpec spec = SmallModels.spec(2, CouplingSpec.Kind.MIXTURE).withStepKind(kind);
        FlowModel flow = SmallModels.onMoons(Models.of(spec, SEED), STEPS, SEED);
        // an inverse step is solved for each point, so by day there are fewer
        Plane plane = NIGHTLY ? FINE : COARSE;
        int blocks = NIGHTLY ? 4 * BLOCKS : 2 * BLOCKS;
        double[] log = SmallModels.bounds(flow, plane.centres(), new double[0]);
        assertEquals(1, plane.mass(i -> log[i]), Approx.MASS, kind + ", seed " + SEED);
        assertSamplesFollow(kind.toString(), flow, plane.blocks(blocks, i -> log[i]), plane, blocks);
    }

    static Stream<BaseSpec> bases() {
        return Stream.of(new BaseSpec.Student(3, true), new BaseSpec.Mixture(4));
    }

    @ParameterizedTest
    @MethodSource("bases")
    void aTrainedFlowOfAnotherBaseHasMassOneAndSamplesFollowIt(BaseSpec base) {
        RowSpec spec = SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH).withBase(base);
        FlowModel flow = SmallModels.onMoons(Models.of(spec, SEED), STEPS, SEED);
        double[] log = SmallModels.bounds(flow, FINE.centres(), new double[0]);
        // of three degrees of freedom, some mass is beyond the grid
        double beyond = base instanceof BaseSpec.Student ? 5 * Approx.MASS : Approx.MASS;
        assertEquals(1, FINE.mass(i -> log[i]), beyond, base + ", seed " + SEED);
        assertSamplesFollow(base.toString(), flow, FINE.blocks(4 * BLOCKS, i -> log[i]), FINE, 4 * BLOCKS);
    }

    /** In the mean over the draws the estimate of a density is the density, so its mass is one up to their noise. */
    @ParameterizedTest
    @EnumSource(
            value = CouplingSpec.Kind.class,
            names = {"AFFINE", "MIXTURE"})
    void aTrainedVFlowHasMassOneAndSamplesFollowIt(CouplingSpec.Kind coupling) {
        FlowModel model = SmallModels.onMoons(
                Models.of(SmallModels.spec(2, coupling).withAugment(2, List.of()), SEED), STEPS, SEED);
        Rows grid = Rows.of(Eval.narrow(COARSE.centres()), 2);
        double[] log;
        try (Evaluator evaluator = Evaluator.ofMeans(model, SmallModels.VECTOR, SAMPLES, SEED)) {
            log = evaluator.scores(grid);
        }
        assertEquals(1, COARSE.mass(i -> log[i]), Approx.MASS_OF_ESTIMATES, coupling + ", seed " + SEED);
        assertSamplesFollow("augmented " + coupling, model, COARSE.blocks(2 * BLOCKS, i -> log[i]), COARSE, 2 * BLOCKS);
    }

    /** χ² over the blocks in which at least a dozen samples are expected; the others are one block. */
    private static void assertSamplesFollow(String what, Model model, double[] mass, Plane plane, int blocks) {
        Rows drawn = Sampler.draw(model, SmallModels.VECTOR, DRAWN, 1, SEED);
        double[] seen = new double[mass.length];
        for (int i = 0; i < DRAWN; i++) {
            seen[plane.block(blocks, drawn.get(i, 0), drawn.get(i, 1))]++;
        }
        double chi = 0;
        double otherSeen = 0;
        double otherExpected = 0;
        int freedom = 0;
        for (int i = 0; i < mass.length; i++) {
            double expected = mass[i] * DRAWN;
            if (expected < 12) {
                otherSeen += seen[i];
                otherExpected += expected;
            } else {
                chi += (seen[i] - expected) * (seen[i] - expected) / expected;
                freedom++;
            }
        }
        chi += (otherSeen - otherExpected) * (otherSeen - otherExpected) / Math.max(1, otherExpected);
        double limit = freedom + Approx.STANDARD_ERRORS * Math.sqrt(2.0 * freedom);
        assertTrue(freedom >= 10, what + ": only " + freedom + " blocks");
        assertTrue(
                chi < limit,
                "%s, seed %d: χ² = %.1f over %.1f with %d blocks".formatted(what, SEED, chi, limit, freedom));
    }
}
