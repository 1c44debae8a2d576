package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.MlpSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.layer.Activation;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** SmallModels of autoregressive steps, as specifications name them. */
final class StepKindTest {
    private static final long SEED = Seeds.of("StepKindTest");
    private static final int FEATURES = 3;
    private static final double[] ROW = {0.3, -0.7, 1.1};

    private static RowSpec spec(int steps, Steps.Linear linear) {
        return RowSpec.of(FEATURES, 0, steps)
                .withLinear(linear)
                .withCoupling(CouplingSpec.Kind.AFFINE)
                .withStepKind(Steps.Kind.AUTOREGRESSIVE);
    }

    /** Which dimensions condition others in the last step, where alone parameters are random. */
    private static List<Boolean> conditions(RowSpec spec) {
        FlowModel model = Models.of(spec, SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        String last = "p." + (spec.steps().number() - 1) + ".mlp.";
        for (Parameter p : model.parameters().all()) {
            if (p.name().endsWith(".L") || p.name().endsWith(".U")) {
                model.parameters().set(p, new float[p.shape().size()]);
            } else if (p.name().startsWith(last)) {
                model.parameters().set(p, Eval.narrow(Eval.normal(p.shape().size(), 0.5, random)));
            }
        }
        return Stream.of(0, 1, 2).map(j -> slopeDepends(model, j)).toList();
    }

    /** Whether scales depend on x_j: otherwise ln p is a quadratic function of x_j. */
    private static boolean slopeDepends(Model model, int j) {
        double[] rows = new double[4 * FEATURES];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = ROW[i % FEATURES] + (i % FEATURES == j ? i / FEATURES : 0);
        }
        double[] log = SmallModels.bounds(model, rows, new double[0]);
        // the third difference of a quadratic function is zero
        double third = log[3] - 3 * log[2] + 3 * log[1] - log[0];
        return Math.abs(third) > 1e-9;
    }

    @Test
    void theOrderAlternatesBetweenSteps() {
        List<Boolean> forwards = List.of(true, true, false);
        List<Boolean> backwards = List.of(false, true, true);
        assertEquals(forwards, conditions(spec(1, Steps.Linear.LU)));
        assertEquals(backwards, conditions(spec(2, Steps.Linear.LU)));
        assertEquals(forwards, conditions(spec(3, Steps.Linear.LU)));
        assertEquals(backwards, conditions(spec(1, Steps.Linear.REVERSE)));
        assertEquals(forwards, conditions(spec(2, Steps.Linear.REVERSE)));
    }

    static Stream<RowSpec> specs() {
        return Stream.of(Steps.Kind.values())
                .flatMap(kind -> Stream.of(CouplingSpec.Kind.AFFINE, CouplingSpec.Kind.SPLINE)
                        .map(map -> SmallModels.spec(FEATURES, map)
                                .withStepKind(kind)
                                .withAugment(2, List.of())))
                .flatMap(s ->
                        Stream.of(s, s.withConditioner(new MlpSpec(List.of(8, 8), Activation.TANH, false, true))));
    }

    /** The last layers start at zero, so a step is the identity whatever its kind is. */
    @ParameterizedTest
    @MethodSource("specs")
    void modelsStartAsOneOfCouplingsDoes(RowSpec spec) {
        RowSpec identity = spec.withLinear(Steps.Linear.LU).withCoupling(CouplingSpec.Kind.AFFINE);
        double[] noise = {0.4, -1.2};
        double expected = SmallModels.bounds(Models.of(identity, SEED), ROW, noise)[0];
        double actual = SmallModels.bounds(Models.of(spec.withLinear(Steps.Linear.LU), SEED), ROW, noise)[0];
        Approx.assertClose(spec.toString(), expected, actual, Approx.CLOSED_FORM);
        FlowModel random = SmallModels.random(spec, SEED);
        assertNotEquals(expected, SmallModels.bounds(random, ROW, noise)[0]);
    }

    @Test
    void theInverseNeedsAMapOntoAllNumbers() {
        RowSpec bounded = SmallModels.spec(FEATURES, CouplingSpec.Kind.MIXTURE_PAPER);
        assertEquals(
                "Steps: INVERSE_AUTOREGRESSIVE steps need a map onto all numbers, so choose MIXTURE or SPLINE, but got"
                        + " MIXTURE_PAPER",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> bounded.withStepKind(Steps.Kind.INVERSE_AUTOREGRESSIVE))
                        .getMessage());
        MlpSpec norms = bounded.steps().conditioner().withLayerNorm(true);
        assertEquals(
                "Steps: a layer norm mixes units that see different dimensions, so networks of autoregressive steps must"
                        + " have none but got AUTOREGRESSIVE",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> bounded.withConditioner(norms).withStepKind(Steps.Kind.AUTOREGRESSIVE))
                        .getMessage());
        assertEquals(
                Steps.Kind.AUTOREGRESSIVE,
                bounded.withStepKind(Steps.Kind.AUTOREGRESSIVE).steps().kind());
    }
}
