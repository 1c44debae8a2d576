package io.github.vflow.flow.train.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.ImageSpec.Stage.Kind;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.TrainingState;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.InverseError;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A step whose inverse loses digits is found, and its input kept. */
final class InverseErrorTest {
    private static final long SEED = Seeds.of("inverse errors");
    private static final int BATCH = 8;
    private static final String BAD = "p.steps.1";

    /** Four steps, the second of which has a nearly singular map: a condition number of 10⁵. */
    private static FlowModel model() {
        FlowModel model = ImageSpecs.random(ImageSpecs.tiny().withLayout(List.of(new Stage(Kind.COLUMNS, 4))), SEED);
        model.parameters().set(model.parameters().named(BAD + ".pointwise.W0"), new float[] {1, 1, 1, 1.00004f});
        return model;
    }

    private static Rows rows() {
        double[] pixels = ImageSpecs.pixels(ImageSpecs.tiny(), 40, new SplittableRandom(SEED));
        float[] flat = new float[pixels.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) pixels[i];
        }
        return Rows.of(flat, 16);
    }

    private static float[] noise(FlowModel model) {
        float[] noise = new float[BATCH * model.noise()];
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) random.nextDouble(-1, 1);
        }
        return noise;
    }

    private static float[] batch() {
        double[] x = new double[BATCH * 16];
        BatchSource.of(rows(), SEED).fill(0, x);
        return Eval.narrow(x);
    }

    @Test
    void everyStepIsMeasured() {
        FlowModel model = model();
        Map<String, Double> errors = InverseErrors.measure(
                model, SmallModels.VECTOR, model.parameters().values(), batch(), noise(model));
        assertEquals(12, errors.size(), "4 of p, r and q: " + errors.keySet());
        assertEquals(Set.of(BAD), InverseErrors.overLimit(errors).keySet(), "seed " + SEED + ": " + errors);
        assertTrue(errors.get("p.steps.0") < 1e-4, errors.toString());
        float[] notFinite = batch();
        notFinite[0] = Float.NaN;
        Map<String, Double> ofBatch = InverseErrors.measure(
                model, SmallModels.VECTOR, model.parameters().values(), notFinite, noise(model));
        assertTrue(InverseErrors.overLimit(ofBatch).containsKey("p.steps.0"), "the batch counts: " + ofBatch);
        Parameters all = model.parameters();
        all.set(all.named("p.steps.2.coupling.proj_in.b"), new float[] {Float.NaN, 0, 0, 0});
        Map<String, Double> broken =
                InverseErrors.measure(model, SmallModels.VECTOR, all.values(), batch(), noise(model));
        assertEquals(
                Set.of(BAD, "p.steps.2", "p.steps.3"),
                InverseErrors.overLimit(broken).keySet(),
                "what is not finite is over the limit");
    }

    private static float[] gradient(Memory memory, Set<String> kept) {
        FlowModel model = model();
        Trace t = new Trace();
        Segment.use(t, memory, Integer.MAX_VALUE);
        InverseError.exempt(t, kept);
        model.parameters().flat(t);
        Tensor bound = model.bound(t.input(Model.X, Shape.of(BATCH, model.width())));
        t.output("gradient", TrainingProgram.gradient(model, bound.mean(0)));
        try (Executable e = SmallModels.VECTOR.compile(t.program())) {
            e.set(Parameters.INPUT, model.parameters().values());
            e.set(Model.X, batch());
            e.set(Model.NOISE, noise(model));
            e.run();
            float[] g = new float[model.parameters().size()];
            e.get("gradient", g);
            return g;
        }
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        double norm = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (a[i] - b[i]) * (double) (a[i] - b[i]);
            norm += a[i] * (double) a[i];
        }
        return Math.sqrt(sum / norm);
    }

    @Test
    void keepingTheInputSavesTheGradient() {
        float[] stored = gradient(Memory.STORED, Set.of());
        double without = distance(stored, gradient(Memory.REVERSIBLE, Set.of()));
        double with = distance(stored, gradient(Memory.REVERSIBLE, Set.of(BAD)));
        assertTrue(with < 1e-4 && with < without / 10, "seed " + SEED + ": " + with + " instead of " + without);
    }

    @Test
    void trainingSaysWhichAndResumesBitByBit() {
        TrainingPlan plan =
                TrainingPlan.of(4, BATCH, 1e-5, SEED).withEvaluation(2, 0).withMemory(Memory.REVERSIBLE);
        List<Set<String>> said = new ArrayList<>();
        List<TrainingState> states = new ArrayList<>();
        TrainingState whole = new Trainer(model(), plan, SmallModels.VECTOR)
                .onInverseError(over -> said.add(over.keySet()))
                .onState(states::add)
                .fit(BatchSource.of(rows(), SEED));
        assertEquals(List.of(Set.of(BAD)), said, "once");
        assertEquals(Set.of(BAD), whole.kept());
        TrainingState rest =
                new Trainer(model(), plan, SmallModels.VECTOR).fit(BatchSource.of(rows(), SEED), states.getFirst());
        assertArrayEquals(whole.parameters(), rest.parameters());
    }

    /** A step may lose digits at a later batch only, so each check takes the batch that trains next. */
    @Test
    void theNextBatchIsChecked() {
        TrainingPlan plan =
                TrainingPlan.of(6, BATCH, 1e-5, SEED).withEvaluation(2, 0).withMemory(Memory.REVERSIBLE);
        BatchSource source = BatchSource.of(rows(), SEED);
        List<Long> asked = new ArrayList<>();
        new Trainer(model(), plan, SmallModels.VECTOR).fit(new BatchSource() {
            @Override
            public int width() {
                return source.width();
            }

            @Override
            public void fill(long batch, double[] rows) {
                asked.add(batch);
                source.fill(batch, rows);
            }
        });
        assertEquals(List.of(0L, 0L, 1L, 2L, 2L, 3L, 4L, 4L, 5L), asked, "checks before steps 0, 2 and 4");
    }

    @Test
    void otherModesAreNotMeasured() {
        List<Set<String>> said = new ArrayList<>();
        TrainingPlan plan = TrainingPlan.of(1, BATCH, 1e-5, SEED).withMemory(Memory.CHECKPOINTED);
        TrainingState end = new Trainer(model(), plan, SmallModels.VECTOR)
                .onInverseError(over -> said.add(over.keySet()))
                .fit(BatchSource.of(rows(), SEED));
        assertEquals(Set.of(), end.kept());
        assertEquals(List.of(), said);
    }
}
