package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.BaseSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.Columns;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.spec.step.Steps;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An augmented flow equals the flow it came from, row by row and for any noise, and can only get better from there. */
final class Theorem1Test {
    private static final long SEED = Seeds.of("Theorem1Test");
    private static final int BATCH = 40;

    /** Every coupling that can be the identity. */
    private static final List<CouplingSpec.Kind> COUPLINGS = List.of(
            CouplingSpec.Kind.AFFINE,
            CouplingSpec.Kind.AFFINE_SIGMOID,
            CouplingSpec.Kind.AFFINE_TANH,
            CouplingSpec.Kind.MIXTURE,
            CouplingSpec.Kind.SPLINE);

    record Case(CouplingSpec.Kind coupling, Steps.Linear linear, int dx, int dz) {
        RowSpec spec() {
            return SmallModels.spec(dx, coupling).withLinear(linear);
        }
    }

    static Stream<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (CouplingSpec.Kind coupling : COUPLINGS) {
            for (Steps.Linear linear : new Steps.Linear[] {Steps.Linear.DENSE, Steps.Linear.LU}) {
                for (int dx : new int[] {2, 3, 5}) {
                    for (int dz : new int[] {1, 2, 4}) {
                        cases.add(new Case(coupling, linear, dx, dz));
                    }
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void elboIsTheOldLogLikelihoodAtEachRow(Case c) {
        assertSame(c.toString(), SmallModels.random(c.spec(), SEED), c.dz);
    }

    private static void assertSame(String what, FlowModel flow, int dz) {
        FlowModel augmented = Models.augmented(flow, dz, SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        double[] x = Eval.normal(BATCH * flow.features(), 1, random);
        double[] old = SmallModels.bounds(flow, x, new double[0]);
        for (int draw = 0; draw < 2; draw++) {
            double[] noise = Eval.normal(BATCH * dz, 1, random);
            Approx.assertClose(
                    "seed " + SEED + ", " + what, old, SmallModels.bounds(augmented, x, noise), Approx.THEOREM_1);
        }
    }

    @Test
    void standardisedDataStayStandardised() {
        RowSpec spec = SmallModels.spec(2, CouplingSpec.Kind.AFFINE)
                .withMoments(new Columns.Moments(List.of(1.0, -2.0), List.of(0.5, 3.0)));
        assertSame("with moments", SmallModels.random(spec, SEED), 2);
    }

    @Test
    void aFlowThatReordersItsDimensionsStillDoes() {
        for (CouplingSpec.Kind coupling : COUPLINGS) {
            RowSpec spec = SmallModels.spec(3, coupling).withAugment(0, List.of(2, 0, 1));
            assertSame(coupling + " in another order", SmallModels.random(spec, SEED), 2);
        }
    }

    @Test
    void trainedFlowsToo() {
        for (CouplingSpec.Kind coupling : COUPLINGS) {
            assertSame(
                    "trained " + coupling,
                    SmallModels.onMoons(Models.of(SmallModels.spec(2, coupling), SEED), 50, SEED),
                    3);
        }
    }

    /** Only what lies behind the zeros of q's last layer waits a step. */
    @ParameterizedTest
    @MethodSource("cases")
    void everyParameterIsFreeToMove(Case c) {
        FlowModel model = Models.augmented(SmallModels.random(c.spec(), SEED), c.dz, SEED);
        Map<String, double[]> gradients = gradients(model);
        gradients.forEach((name, g) -> {
            boolean behindZeros = name.startsWith("q.") && name.endsWith(".0");
            boolean moves = Arrays.stream(g).anyMatch(v -> v != 0);
            assertEquals(!behindZeros, moves, c + ": gradient of " + name + " " + Arrays.toString(g));
        });
    }

    private static Map<String, double[]> gradients(FlowModel model) {
        SplittableRandom random = new SplittableRandom(SEED);
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor loss = model.bound(t.batch(Model.X, Shape.of(BATCH, model.features())))
                .mean(0)
                .negate();
        t.output("gradient", TrainingProgram.gradient(model, loss));
        double[] all = Eval.of(
                        Eval.REFERENCE,
                        t,
                        Map.of(
                                Parameters.INPUT,
                                Eval.values(model.parameters()),
                                Model.X,
                                Eval.normal(BATCH * model.features(), 1, random),
                                Model.NOISE,
                                Eval.normal(BATCH * model.augment(), 1, random)))
                .get("gradient");
        Map<String, double[]> byName = new java.util.TreeMap<>();
        for (Parameter p : model.parameters().all()) {
            byName.put(
                    p.name(),
                    Arrays.copyOfRange(all, p.offset(), p.offset() + p.shape().size()));
        }
        return byName;
    }

    @ParameterizedTest
    @MethodSource("couplings")
    void trainingFromThereDoesNotLose(CouplingSpec.Kind coupling) {
        FlowModel flow = SmallModels.onMoons(Models.of(SmallModels.spec(2, coupling), SEED), 100, SEED);
        Rows fresh = SmallModels.freshMoons(2000);
        double before = SmallModels.meanElbo(flow, SmallModels.VECTOR, fresh, SEED);
        FlowModel model = SmallModels.onMoons(Models.augmented(flow, 2, SEED), 200, SEED + 1);
        double after = SmallModels.meanElbo(model, SmallModels.VECTOR, fresh, SEED);
        assertTrue(after > before, "seed " + SEED + ", " + coupling + ": ELBO " + after + " after " + before);
    }

    static Stream<CouplingSpec.Kind> couplings() {
        return COUPLINGS.stream();
    }

    private static String message(FlowModel flow, int dz) {
        return assertThrows(IllegalArgumentException.class, () -> Models.augmented(flow, dz, SEED))
                .getMessage();
    }

    @Test
    void messages() {
        RowSpec spec = SmallModels.spec(2, CouplingSpec.Kind.AFFINE);
        String needs = "Models.augmented: needs augment ≥ 1 and linear maps that can be embedded but got ";
        assertEquals(needs + "0 and DENSE; use DENSE or LU", message(Models.of(spec, SEED), 0));
        assertEquals(
                needs + "1 and REVERSE; use DENSE or LU",
                message(Models.of(spec.withLinear(Steps.Linear.REVERSE), SEED), 1));
        assertEquals(
                "Models.augmented: expected a plain flow that was built from a RowSpec but got a flow of 2 features, 0"
                        + " parameters; build one, and train it",
                message(FlowModel.of(2, Chain.of(), new Parameters()), 1));
        assertEquals(
                "Models.augmented: needs steps that are couplings but got AUTOREGRESSIVE; start from a flow of couplings",
                message(Models.of(spec.withStepKind(Steps.Kind.AUTOREGRESSIVE), SEED), 1));
        assertEquals(
                "Models.augmented: needs the base N(0, I), which the posterior starts as, and plain networks but got"
                        + " Mixture[components=2] and MlpSpec[hidden=[12], activation=TANH, layerNorm=true, residual=false];"
                        + " start from a flow of these",
                message(
                        Models.of(
                                spec.withBase(new BaseSpec.Mixture(2))
                                        .withConditioner(
                                                spec.steps().conditioner().withLayerNorm(true)),
                                SEED),
                        1));
        assertEquals(
                "Models.augmented: a MIXTURE_PAPER coupling is bounded, so it cannot leave new dimensions as they are;"
                        + " use MIXTURE, SPLINE or an affine coupling",
                message(Models.of(spec.withCoupling(new CouplingSpec(CouplingSpec.Kind.MIXTURE_PAPER, 2)), SEED), 1));
    }
}
