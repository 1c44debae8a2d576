package io.github.vflow.flow.train.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.optim.step.Adam;
import io.github.vflow.nn.optim.step.Ema;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A training program moves the parameters on which its loss depends, and leaves the others as they are. */
final class MovedParametersTest {
    private static final TrainingPlan PLAN =
            TrainingPlan.of(3, 12, 1e-2, 5).withClipNorm(1).withEma(0.9);

    private static final RowSpec SPEC = RowSpec.of(2, 0, 2).withFill(RowSpec.Fill.none());

    /** The second and the last parameter are unused or frozen. */
    private static final class Four {
        final Parameters all = new Parameters();
        final Parameter a = all.scope().parameter("a", Shape.of(2), Initializer.constant(5));
        final Parameter unused = all.scope().parameter("unused", Shape.of(4), Initializer.constant(3));
        final Parameter c = all.scope().parameter("c", Shape.of(1), Initializer.constant(9));
        final Parameter frozen = all.scope().frozen("frozen", Shape.of(3), Initializer.constant(7));

        Four() {
            all.initialise(1);
        }

        /** Σ a² + 3·Σ frozen² + Σ c. */
        Tensor loss(Trace t) {
            unused.in(t).square().sum();
            return a.in(t)
                    .square()
                    .sum()
                    .plus(frozen.in(t).square().sum().times(3))
                    .plus(c.in(t).sum());
        }
    }

    @Test
    void frozenAndUnusedOnesDoNotMove() {
        Four four = new Four();
        MovedParameters moved = MovedParameters.of(four.all, four::loss);
        assertEquals(List.of(four.a, four.c), moved.moved());
        Trace t = new Trace();
        t.output("parameters", moved.in(t));
        Tensor loss = four.loss(t);
        t.output("loss", loss);
        t.output("gradient", moved.gradient(loss));
        Map<String, double[]> results = Eval.of(
                Eval.REFERENCE, t, Map.of(Parameters.INPUT, new double[] {5, 6, 9}, Parameters.STILL, new double[] {
                    0, 0, 0, 0, 0, 0, 0, 7, 7, 8
                }));
        assertArrayEquals(new double[] {5, 6, 9}, results.get("parameters"));
        assertArrayEquals(new double[] {25 + 36 + 3 * (49 + 49 + 64) + 9}, results.get("loss"), 1e-9);
        assertArrayEquals(new double[] {10, 12, 1}, results.get("gradient"), 1e-9);
    }

    @Test
    void partsGoBackToTheirPlaces() {
        Four four = new Four();
        MovedParameters moved = MovedParameters.of(four.all, four::loss);
        float[] whole = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
        float[] part = new float[moved.size()];
        moved.read(whole, part);
        assertArrayEquals(new float[] {0, 1, 6}, part);
        moved.write(new float[] {10, 11, 12}, whole);
        assertArrayEquals(new float[] {10, 11, 2, 3, 4, 5, 12, 7, 8, 9}, whole);
    }

    /** A program that moves all parameters, or none, has them as one array. */
    @Test
    void allAreOneArray() {
        Program all = TrainingProgram.of(Models.of(SPEC, 1), PLAN);
        assertFalse(all.inputs().containsKey(Parameters.STILL));
        Program some = TrainingProgram.of(Models.of(SPEC.withFill(RowSpec.Fill.standard()), 1), PLAN);
        assertTrue(some.inputs().containsKey(Parameters.STILL));
        Four four = new Four();
        MovedParameters none = MovedParameters.of(four.all, t -> t.constant(1));
        Trace t = new Trace();
        assertEquals(Shape.of(10), none.in(t).shape());
        t.output("gradient", none.gradient(t.constant(1)));
        assertTrue(none.areAll());
        assertArrayEquals(
                new double[10],
                Eval.of(Eval.REFERENCE, t, Map.of(Parameters.INPUT, new double[10]))
                        .get("gradient"));
    }

    /** The state of the steps, by name. */
    private static Map<String, float[]> trained(FlowModel model, int shards) {
        Map<String, float[]> state = new HashMap<>();
        int n = model.parameters().size();
        try (TrainingStep steps = TrainingStep.of(model, PLAN.withShards(shards), Engines.reference())) {
            for (String name : List.of(Parameters.INPUT, Ema.INPUT)) {
                steps.set(name, model.parameters().values());
            }
            float[] second = new float[n];
            Arrays.fill(second, 0.25f);
            steps.set(Adam.M, new float[n]);
            steps.set(Adam.V, second);
            float[] x = new float[2 * PLAN.batchSize()];
            for (int i = 0; i < PLAN.steps(); i++) {
                ToyDensity.MOONS.sampler(1).fill(i, x);
                steps.run(i, x, new float[0]);
            }
            for (String name : List.of(Parameters.INPUT, Ema.INPUT, Adam.M, Adam.V)) {
                float[] values = new float[n];
                steps.get(name, values);
                state.put(name, values);
            }
        }
        return state;
    }

    /** A model with a density of missing cells trains as the one without it, and this density stays as it is. */
    @Test
    void othersDoNotChangeABit() {
        FlowModel without = Models.of(SPEC, 1);
        FlowModel with = Models.of(SPEC.withFill(RowSpec.Fill.standard()), 1);
        for (int shards : new int[] {1, 2}) {
            Map<String, float[]> expected = trained(without, shards);
            trained(with, shards).forEach((name, values) -> {
                for (Parameter p : with.parameters().all()) {
                    float[] actual = Arrays.copyOfRange(
                            values, p.offset(), p.offset() + p.shape().size());
                    boolean isOwn = p.name().startsWith("fill.");
                    float[] start = new float[actual.length];
                    Arrays.fill(start, name.equals(Adam.V) ? 0.25f : 0);
                    int from = isOwn ? 0 : without.parameters().named(p.name()).offset();
                    float[] same = Arrays.copyOfRange(expected.get(name), from, from + actual.length);
                    float[] still =
                            name.startsWith("adam") ? start : with.parameters().get(p);
                    assertArrayEquals(isOwn ? still : same, actual, name + " of " + p.name());
                }
            });
        }
    }
}
