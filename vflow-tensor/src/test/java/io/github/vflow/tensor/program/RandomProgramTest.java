package io.github.vflow.tensor.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.autodiff.Memory;
import io.github.vflow.tensor.autodiff.Segment;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.execution.StagedExecutable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.plan.BatchLast;
import io.github.vflow.tensor.plan.SequentialSums;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.table.OpTable;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Contract;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.GradientCheck;
import io.github.vflow.tensor.testkit.Inputs;
import io.github.vflow.tensor.testkit.Runs;
import io.github.vflow.tensor.testkit.Seeds;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;

/** What holds of every operation alone must hold of programs made of them, whatever the passes do to them. */
final class RandomProgramTest {
    /** Rows enough for the engine to fuse operations. */
    private static final int WIDE = 1_100;

    @Provide
    Arbitrary<Recipe> any() {
        return recipes(false, 1, 3, 16, 17, 33, WIDE);
    }

    @Provide
    Arbitrary<Recipe> smooth() {
        return recipes(true, 1, 3, 16, 17, 33, WIDE);
    }

    /** Small enough to be run some hundred times. */
    @Provide
    Arbitrary<Recipe> smoothAndSmall() {
        return recipes(true, 1, 3, 16);
    }

    private static Arbitrary<Recipe> recipes(boolean smooth, Integer... rows) {
        return Combinators.combine(
                        Arbitraries.of(rows),
                        Arbitraries.integers()
                                .between(0, 99)
                                .list()
                                .ofMinSize(40)
                                .ofMaxSize(160))
                .as((r, genes) -> new Recipe(r, smooth, genes));
    }

    /** A program with the recipe's last values as outputs, and the numbers for its inputs. */
    private record Traced(Inputs inputs, Program program) {}

    private static Inputs inputs(Recipe recipe) {
        return new Inputs(Seeds.of(recipe.toString()));
    }

    private static Traced trace(Recipe recipe) {
        Inputs in = inputs(recipe);
        List<Tensor> last = recipe.trace(in);
        for (int i = 0; i < last.size(); i++) {
            in.trace().output("y" + i, last.get(i));
        }
        return new Traced(in, in.trace().program());
    }

    /** The gradient of a loss that sees the last values: a training step without its update. */
    private static Traced traceGradient(Recipe recipe) {
        Inputs in = inputs(recipe);
        Segment.use(
                in.trace(),
                recipe.genes().size() / 4 % 2 == 0 ? Memory.CHECKPOINTED : Memory.STORED,
                Integer.MAX_VALUE);
        Tensor loss = loss(recipe.trace(in));
        in.trace().output("loss", loss);
        List<Tensor> gradients = Gradient.of(loss, in.differentiable());
        for (int i = 0; i < gradients.size(); i++) {
            in.trace().output("d" + i, gradients.get(i));
        }
        return new Traced(in, in.trace().program());
    }

    private static Tensor loss(List<Tensor> values) {
        return Tensor.sumOf(
                values.stream().map(y -> y.square().sum().times(1.0 / y.shape().size())));
    }

    /** At every width of lanes, too. */
    @Property
    @Tag("lanes")
    void enginesAgree(@ForAll("any") Recipe recipe) {
        Traced t = trace(recipe);
        Contract.assertHolds(recipe + "\n" + t.program, t.program, t.inputs.values(), Approx.PROGRAMS);
    }

    @Property
    void enginesAgreeOnGradients(@ForAll("smooth") Recipe recipe) {
        Traced t = traceGradient(recipe);
        Contract.assertHolds(recipe + "\n" + t.program, t.program, t.inputs.values(), Approx.PROGRAMS);
    }

    @Property
    void layoutsComputeTheSame(@ForAll("any") Recipe recipe) {
        assertSame(recipe, trace(recipe));
    }

    @Property
    void layoutsComputeTheSameGradients(@ForAll("smooth") Recipe recipe) {
        assertSame(recipe, traceGradient(recipe));
    }

    private static void assertSame(Recipe recipe, Traced t) {
        Map<String, double[]> expected = Runs.reference(t.program, t.inputs.values());
        for (Program other : List.of(BatchLast.of(t.program), SequentialSums.of(t.program))) {
            Map<String, double[]> actual = Runs.reference(other, t.inputs.values());
            expected.forEach((name, y) -> Approx.assertClose(
                    recipe + ", output " + name + " of\n" + t.program + "rewritten:\n" + other,
                    y,
                    actual.get(name),
                    Approx.REORDERED));
        }
    }

    /** Whichever inputs are fixed. */
    @Property
    void stagesComputeTheSame(@ForAll("any") Recipe recipe, @ForAll @IntRange(max = 1 << 8) int which) {
        Traced t = trace(recipe);
        List<String> names = List.copyOf(t.program.inputs().keySet());
        Set<String> fixed = IntStream.range(0, names.size())
                .filter(i -> (which >> i % 8 & 1) == 1)
                .mapToObj(names::get)
                .collect(Collectors.toSet());
        Map<String, double[]> expected = Runs.reference(t.program, t.inputs.values());
        try (Executable staged = StagedExecutable.of(new ReferenceEngine(), t.program, fixed)) {
            t.inputs.values().forEach(staged::set);
            staged.run();
            expected.forEach((name, y) -> {
                double[] actual = new double[y.length];
                staged.get(name, actual);
                assertArrayEquals(y, actual, 0, () -> recipe + ", output " + name + ", fixed " + fixed);
            });
        }
    }

    @Property
    void gradientsAreRight(@ForAll("smoothAndSmall") Recipe recipe) {
        Inputs in = inputs(recipe);
        Tensor loss = loss(recipe.trace(in));
        try (GradientCheck check =
                new GradientCheck(recipe.toString(), loss, in.differentiable(), in.values(), in.random())) {
            check.agreesWithDifferences();
            check.passesTaylorTest();
        }
    }

    /** In one group of operations, a row is shared by more rows here than there. */
    @Example
    void aRowIsSharedByAnyNumberOfRows() {
        Inputs in = inputs(Recipe.of(WIDE, true));
        Tensor row = in.plain(Domain.ANY, 4);
        Tensor few = in.batch(Domain.ANY, WIDE, 4).tanh().max(row).exp();
        Tensor many = in.batch(Domain.ANY, WIDE, 2, 4).tanh().max(row).exp();
        in.trace().output("few", few);
        in.trace().output("many", many);
        Contract.assertHolds("max with a row", in.trace().program(), in.values(), Approx.PROGRAMS);
    }

    /** The generator reaches every operation, forward and in gradients. */
    @Example
    void everyOperationOccurs() {
        SplittableRandom random = new SplittableRandom(Seeds.of("everyOperationOccurs"));
        Set<Class<?>> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            List<Integer> genes = random.ints(80, 0, 100).boxed().toList();
            boolean smooth = i % 2 == 0;
            Recipe recipe = new Recipe(16, smooth, genes);
            Traced t = smooth ? traceGradient(recipe) : trace(recipe);
            t.program
                    .instructions()
                    .forEach(instruction -> seen.add(instruction.op().getClass()));
        }
        Set<Class<?>> all = OpTable.examples().map(e -> e.op()).collect(Collectors.toSet());
        all.removeAll(seen);
        assertEquals(Set.of(), all, "operations that no random program has");
    }
}
