package io.github.vflow.flow.train.step;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.spec.ImageSpec;
import io.github.vflow.flow.spec.ImageSpec.Stage;
import io.github.vflow.flow.spec.ImageSpec.Stage.Kind;
import io.github.vflow.flow.spec.image.ConditionalSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.layer.norm.Dropout;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.shape.Shape;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a step keeps changes its memory, not its gradient. */
final class MemoryTest {
    private static final int BATCH = 2;
    /** In double: what an inverse loses. */
    private static final double SAME = 1e-9;

    private static FlowModel model(int steps, int filters) {
        return Models.of(spec(steps, filters), 1);
    }

    private static ImageSpec spec(int steps, int filters) {
        return spec(steps, filters, 1);
    }

    private static ImageSpec spec(int steps, int filters, int blocks) {
        ImageSpec s = ImageSpec.small(4, 4, 1, 17, 1, filters, blocks);
        ConditionalSpec conditional =
                ConditionalSpec.of(1, s.dequantizer().flow().heads(), 2, 0);
        return s.withLayout(List.of(new Stage(Kind.COLUMNS, steps)))
                .withCoupling(new CouplingSpec(s.coupling().kind(), 3))
                .withDequantizer(s.dequantizer().kind(), conditional)
                .withPosterior(s.posterior().kind(), conditional);
    }

    private static double[] gradient(Model model, Memory memory) {
        Trace t = new Trace();
        Dropout.Masks masks = Dropout.on(t);
        Segment.use(t, memory, Integer.MAX_VALUE);
        model.parameters().flat(t);
        Tensor bound = model.bound(t.input(Model.X, Shape.of(BATCH, model.width())));
        t.output("gradient", TrainingProgram.gradient(model, bound.mean(0).negate()));
        SplittableRandom random = new SplittableRandom(3);
        try (Executable e = new ReferenceEngine().compile(t.program())) {
            e.set(Parameters.INPUT, model.parameters().values());
            e.set(
                    Model.X,
                    // also valid as classes
                    random.ints((long) BATCH * model.width(), 0, 17)
                            .asDoubleStream()
                            .toArray());
            e.set(
                    Model.NOISE,
                    random.doubles((long) BATCH * model.noise(), -2, 2).toArray());
            masks.draw(e, new SplittableRandom(4));
            e.run();
            double[] g = new double[model.parameters().size()];
            e.get("gradient", g);
            return g;
        }
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void theGradientIsTheSame(Memory memory) {
        FlowModel model = Models.of(spec(2, 4, 2), 1);
        double[] expected = gradient(model, Memory.STORED);
        double scale = java.util.Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, gradient(model, memory), SAME * scale);
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void theGradientOfTransformerBlocksIsTheSame(Memory memory) {
        for (List<Stage> layout : List.of(ImageSpec.patches(1, 2), ImageSpec.jet(0, 3))) {
            FlowModel model = Models.of(spec(2, 4, 2).withHeads(2).withLayout(layout), 1);
            double[] expected = gradient(model, Memory.STORED);
            double scale =
                    java.util.Arrays.stream(expected).map(Math::abs).max().orElseThrow();
            assertArrayEquals(expected, gradient(model, memory), SAME * scale);
        }
    }

    /** What is computed again has the masks that it had. */
    @ParameterizedTest
    @EnumSource(Memory.class)
    void theGradientWithDropoutIsTheSame(Memory memory) {
        ImageSpec spec = spec(2, 4);
        FlowModel model = Models.of(spec.withNet(spec.net().withDropout(0.3)), 1);
        double[] expected = gradient(model, Memory.STORED);
        double scale = java.util.Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, gradient(model, memory), SAME * scale);
    }

    @ParameterizedTest
    @EnumSource(Memory.class)
    void theGradientOfLabelsIsTheSame(Memory memory) {
        FlowModel model = Models.of(spec(2, 4).withClasses(17), 1);
        double[] expected = gradient(model, Memory.STORED);
        double[] actual = gradient(model, memory);
        double scale = java.util.Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        assertArrayEquals(expected, actual, SAME * scale);
        double labels = model.parameters().all().stream()
                .filter(p -> p.name().endsWith(".labels"))
                .flatMapToDouble(p -> java.util.stream.IntStream.range(
                                p.offset(), p.offset() + p.shape().size())
                        .mapToDouble(i -> Math.abs(expected[i])))
                .max()
                .orElseThrow();
        assertTrue(labels > 0, "labels have a gradient at their start");
    }

    /** Floats for what lies between the inputs and the gradient of all parameters. */
    private static long between(Model model, Memory memory) {
        TrainingPlan plan = TrainingPlan.of(1, 256, 1e-3, 1).withMemory(memory);
        Program p = TrainingProgram.of(model, plan);
        long inputs =
                p.inputs().values().stream().mapToLong(v -> v.shape().size()).sum();
        return BufferPlan.of(p).size() - inputs - model.parameters().size();
    }

    @Test
    void memoryIsFlatInDepth() {
        long few = between(model(4, 8), Memory.REVERSIBLE);
        long many = between(model(8, 8), Memory.REVERSIBLE);
        assertTrue(many < 1.05 * few, few + " floats for 4 steps, " + many + " for 8");
        long stored = between(model(8, 8), Memory.STORED);
        assertTrue(many < 0.4 * stored, many + " floats of " + stored);
        // less than a state for each of the 4 steps more: what comes in is computed from what goes out, step after step
        long state = 256L * 4 * 4 * 2;
        assertTrue(many - few < 4 * state, many - few + " floats more, a state has " + state);
    }

    /** A conditioner of four times the blocks takes their inputs more, no more. */
    @ParameterizedTest
    @EnumSource(names = {"CHECKPOINTED_BLOCKS", "REVERSIBLE_BLOCKS"})
    void memoryIsNearlyFlatInBlocks(Memory memory) {
        FlowModel shallow = Models.of(spec(2, 8, 2), 1);
        FlowModel deep = Models.of(spec(2, 8, 8), 1);
        long few = between(shallow, memory);
        long many = between(deep, memory);
        long input = 256L * 4 * 2 * 8;
        assertTrue(many < 1.3 * few, few + " floats for 2 blocks, " + many + " for 8");
        assertTrue(many - few < 2 * 6 * input, many - few + " floats more, the input of a block has " + input);
        long whole = between(deep, Memory.REVERSIBLE);
        assertTrue(many < 0.6 * whole, many + " floats of " + whole);
    }

    @Test
    void whatFitsIsStored() {
        Model model = model(4, 8);
        TrainingPlan plan = TrainingPlan.of(1, 256, 1e-3, 1);
        TrainingPlan all = TrainingProgram.fitted(model, plan, 1L << 30);
        assertEquals(Memory.STORED, all.execution().recompute().memory());
        TrainingPlan least = TrainingProgram.fitted(model, plan, 1000);
        assertEquals(Memory.CHECKPOINTED, least.execution().recompute().memory());
        long limit = (bytes(model, all) + bytes(model, least)) / 2;
        TrainingPlan some = TrainingProgram.fitted(model, plan, limit);
        assertTrue(segments(some) > 0 && segments(some) < segments(least), segments(some) + " of " + segments(least));
        assertTrue(bytes(model, some) <= limit, bytes(model, some) + " bytes, at most " + limit);
        assertTrue(bytes(model, oneLess(some)) > limit, "one part fewer would fit too");
        assertEquals(all, TrainingProgram.fitted(model, plan, TrainingProgram.bytes(model, all)), "just enough");
        assertEquals(some, TrainingProgram.fitted(model, plan, TrainingProgram.bytes(model, some)), "just enough");
        TrainingPlan shards = TrainingProgram.fitted(model, plan.withShards(2), limit);
        assertEquals(2, shards.execution().shards());
        assertTrue(bytesOfShards(model, shards) <= limit, bytesOfShards(model, shards) + " bytes, at most " + limit);
        assertTrue(bytesOfShards(model, oneLess(shards)) > limit, "one part fewer would fit too");
    }

    private static int segments(TrainingPlan plan) {
        return plan.execution().recompute().segments();
    }

    private static TrainingPlan oneLess(TrainingPlan plan) {
        return plan.withRecompute(
                new TrainingPlan.Recompute(plan.execution().recompute().memory(), segments(plan) - 1));
    }

    private static long bytes(Model model, TrainingPlan plan) {
        return 4L * BufferPlan.of(TrainingProgram.of(model, plan)).size();
    }

    private static long bytesOfShards(Model model, TrainingPlan plan) {
        long own = BufferPlan.of(TrainingProgram.ofShard(model, plan)).size()
                - model.parameters().size();
        return 4L
                * (plan.execution().shards() * own
                        + BufferPlan.of(TrainingProgram.together(model, plan)).size());
    }
}
