package io.github.vflow.flow.train.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.bijector.Chain;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.ImageSpec.Stage.Kind;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.image.DequantizerKind;
import io.github.vflow.flow.spec.image.ImagePosteriorKind;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.ImageSpecs;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.plan.Objective;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameter;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.shape.Shape;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The programs of a step: how many shards, which values are kept, and the random numbers of each shard. */
final class TrainingProgramTest {
    private static final TrainingPlan PLAN = TrainingPlan.of(1, 4, 1e-3, 3);
    private static final ImageSpec IMAGES = ImageSpecs.of(
            1,
            1,
            List.of(new Stage(Kind.COLUMNS, 1)),
            CouplingSpec.Kind.AFFINE,
            DequantizerKind.UNIFORM,
            ImagePosteriorKind.PRIOR);

    /** A model whose parameters nobody draws, so that it may be large. */
    private static FlowModel ofHidden(int hidden) {
        RowSpec spec = RowSpec.of(2, 0, 1).withConditioner(List.of(hidden, hidden), Activation.RELU);
        return Models.build(spec, new Parameters());
    }

    /** Batches of rows are cut into parts of 512, up to eight, each with enough work: 4,000,000 multiplications or more. */
    @Test
    void rowsHaveAShardForEach512() {
        FlowModel model = ofHidden(256);
        for (int[] rows : new int[][] {{512, 2}, {511, 1}, {1_536, 3}, {2_048, 4}, {65_536, 8}}) {
            assertEquals(rows[1], TrainingProgram.shards(model, rows[0]), rows[0] + " rows");
        }
        FlowModel small = ofHidden(4);
        int enough = Math.ceilDiv(4_000_000, small.parameters().size());
        assertEquals(1, TrainingProgram.shards(small, 2 * (enough - 1)));
        assertTrue(TrainingProgram.shards(small, 840 * enough) > 1);
    }

    /** The gradient of each shard takes memory: models of more than 10,000,000 parameters have two. */
    @Test
    void largeModelsHaveTwoShards() {
        FlowModel below = ofHidden(3_150);
        FlowModel above = ofHidden(3_170);
        assertTrue(below.parameters().size() < 10_000_000 && above.parameters().size() > 10_000_000);
        assertEquals(8, TrainingProgram.shards(below, 4_096));
        assertEquals(2, TrainingProgram.shards(above, 4_096));
    }

    /** Images of 4×4 have enough values in shards of 128, and four shards at most; where they save memory they have one. */
    @Test
    void imagesHaveUpToFourShards() {
        FlowModel model = Models.build(IMAGES, new Parameters());
        for (int[] images : new int[][] {{128, 1}, {256, 2}, {254, 1}, {384, 3}, {512, 4}, {4_096, 4}}) {
            assertEquals(images[1], TrainingProgram.shards(model, images[0]), images[0] + " images");
        }
        TrainingPlan plan = PLAN.withBatchSize(256);
        assertEquals(2, shards(plan.withMemory(Memory.STORED), model));
        assertEquals(1, shards(plan.withMemory(Memory.CHECKPOINTED), model));
        assertEquals(4, shards(plan.withShards(4), model), "a number was chosen");
        assertEquals(2, shards(plan.withBatchSize(512), ofHidden(256)), "rows save no memory");
    }

    private static int shards(TrainingPlan plan, Model model) {
        return TrainingProgram.sharded(plan, model).execution().shards();
    }

    @Test
    void onlyOneShardIsAWholeStep() {
        FlowModel model = Models.of(RowSpec.of(2, 0, 1), 1);
        try (TrainingStep whole = TrainingStep.of(model, PLAN.withShards(1), SmallModels.VECTOR);
                TrainingStep cut = TrainingStep.of(model, PLAN.withShards(2), SmallModels.VECTOR)) {
            assertInstanceOf(WholeStep.class, whole);
            assertInstanceOf(ShardedStep.class, cut);
        }
    }

    /** All shards count, but they share the parameters. */
    @Test
    void theMemoryOfAStepIsThatOfItsPrograms() {
        FlowModel model = Models.of(RowSpec.of(2, 0, 1), 1);
        long n = model.parameters().size();
        TrainingPlan whole = PLAN.withShards(1);
        assertEquals(4 * floats(TrainingProgram.of(model, whole)), TrainingProgram.bytes(model, whole));
        TrainingPlan cut = PLAN.withShards(2);
        long shard = floats(TrainingProgram.ofShard(model, cut));
        assertEquals(
                4 * (2 * (shard - n) + floats(TrainingProgram.together(model, cut))),
                TrainingProgram.bytes(model, cut));
        for (TrainingPlan plan : List.of(whole, cut)) {
            long bytes = TrainingProgram.bytes(model, plan);
            long most = TrainingProgram.mostBytes(model, plan);
            assertTrue(bytes < most && most < 20 * bytes, bytes + " of at most " + most);
        }
    }

    private static long floats(Program program) {
        return BufferPlan.of(program).size();
    }

    /** Steps whose inputs are stored anyway take more memory. */
    @Test
    void inputsOfInaccurateStepsAreStored() {
        FlowModel model = Models.build(IMAGES.withLayout(List.of(new Stage(Kind.COLUMNS, 6))), new Parameters());
        TrainingPlan plan = PLAN.withShards(1).withMemory(Memory.REVERSIBLE);
        Set<String> steps = InverseErrors.steps(model);
        assertTrue(!steps.isEmpty());
        long without = floats(TrainingProgram.step(model, plan, Objective.meanBound(), Set.of())
                .program());
        long with = floats(
                TrainingProgram.step(model, plan, Objective.meanBound(), steps).program());
        assertTrue(with > without, with + " floats, and " + without + " without inputs");
    }

    /** A model may have no noise; an error that is exactly the limit is accepted. */
    @Test
    void inverseErrorsOverTheLimitAreKept() {
        FlowModel plain = Models.of(RowSpec.of(2, 0, 1), 1);
        float[] x = {1, 2, 3, 4};
        Map<String, Double> measured = InverseErrors.measure(
                plain, SmallModels.VECTOR, plain.parameters().values(), x, new float[0]);
        assertEquals(InverseErrors.steps(plain), measured.keySet());
        double limit = InverseErrors.LIMIT;
        Map<String, Double> over =
                InverseErrors.overLimit(Map.of("a", limit, "b", Math.nextUp(limit), "c", Double.NaN, "d", 0.0));
        assertEquals(Set.of("b", "c"), over.keySet());
    }

    /** Of Σ a² + 3·Σ b² + Σ c, b frozen: 2a, 0 and 1. */
    @Test
    void frozenParametersHaveNoGradient() {
        Parameters parameters = new Parameters();
        Parameter a = parameters.scope().parameter("a", Shape.of(2), Initializer.constant(5));
        Parameter b = parameters.scope().frozen("b", Shape.of(3), Initializer.constant(7));
        Parameter c = parameters.scope().parameter("c", Shape.of(1), Initializer.constant(9));
        parameters.initialise(1);
        FlowModel model = FlowModel.of(1, Chain.of(), parameters);
        Trace t = new Trace();
        parameters.flat(t);
        Tensor loss = a.in(t)
                .square()
                .sum()
                .plus(b.in(t).square().sum().times(3))
                .plus(c.in(t).sum());
        t.output("g", TrainingProgram.gradient(model, loss));
        double[] g = Eval.of(Eval.REFERENCE, t, Map.of(Parameters.INPUT, Eval.values(parameters)))
                .get("g");
        assertArrayEquals(new double[] {10, 10, 0, 0, 0, 1}, g, 1e-12);
    }

    @Test
    void noShardsShareRandomNumbers() {
        Set<Long> seen = new HashSet<>();
        TrainingPlan plan = PLAN.withShards(2);
        for (long step = 0; step < 5; step++) {
            for (int shard = 0; shard < 2; shard++) {
                assertTrue(seen.add(TrainingProgram.masks(plan, step, shard).nextLong()), step + ", " + shard);
            }
        }
    }

    /** At a rate of zero the loss of a batch depends on the masks alone, which the number of the step determines. */
    @Test
    void eachStepHasMasksOfItsOwn() {
        for (double dropout : new double[] {0, 0.5}) {
            FlowModel model = ImageSpecs.random(IMAGES.withNet(IMAGES.net().withDropout(dropout)), 1);
            float[] x = Eval.narrow(ImageSpecs.pixels(IMAGES, 4, new SplittableRandom(1)));
            float[] noise = new float[4 * model.noise()];
            for (int shards : new int[] {1, 2}) {
                TrainingPlan plan = PLAN.withShards(shards).withSchedule(new Schedule.Constant(0));
                try (TrainingStep step = TrainingStep.of(model, plan, SmallModels.VECTOR)) {
                    step.set(Parameters.INPUT, model.parameters().values());
                    double first = step.run(0, x, noise);
                    double second = step.run(1, x, noise);
                    assertEquals(first, step.run(0, x, noise));
                    if (dropout == 0) {
                        assertEquals(first, second);
                    } else {
                        assertNotEquals(first, second);
                    }
                }
            }
        }
    }
}
