package io.github.vflow.tornado;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.execution.UpdatesTest;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.program.Recipe;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.table.Example;
import io.github.vflow.tensor.table.OpTable;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.Inputs;
import io.github.vflow.tensor.testkit.Runs;
import io.github.vflow.tensor.testkit.Seeds;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every way to run the kernels promises: what the table of operations, the updates and random programs ask of any engine. */
abstract class EngineContract {
    private static final int RUNS = 3;
    private static final int RECIPES = 40;

    abstract Engine engine();

    static Stream<Example> examples() {
        return OpTable.examples();
    }

    static Stream<Example> large() {
        return OpTable.large();
    }

    static Stream<UpdatesTest.Case> updates() {
        return UpdatesTest.cases();
    }

    static Stream<Recipe> recipes() {
        SplittableRandom random = new SplittableRandom(Seeds.of("recipes of kernels"));
        int[] rows = {1, 3, 16, 33, 1_100};
        return IntStream.range(0, RECIPES)
                .mapToObj(i -> new Recipe(
                        rows[i % rows.length],
                        i % 2 == 0,
                        random.ints(40 + random.nextInt(120), 0, 100).boxed().toList()));
    }

    @ParameterizedTest
    @MethodSource("examples")
    void agreesOnEveryOperation(Example example) {
        agrees(example);
    }

    @ParameterizedTest
    @MethodSource("large")
    void agreesOnLargeOperations(Example example) {
        agrees(example);
    }

    private void agrees(Example example) {
        Example.Traced t = example.trace();
        t.inputs().trace().output("y", t.result());
        agrees(example.toString(), t.inputs().trace().program(), t.inputs().values(), example.tolerance());
    }

    private void agrees(String what, Program program, Map<String, double[]> inputs, Approx.Tolerance tolerance) {
        Map<String, double[]> actual = Runs.doubles(engine(), program, inputs);
        Runs.reference(program, inputs)
                .forEach((name, y) -> Approx.assertClose(
                        what + ", output " + name + " of\n" + program, y, actual.get(name), tolerance));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void agreesOnRandomPrograms(Recipe recipe) {
        Inputs in = new Inputs(Seeds.of(recipe.toString()));
        List<Tensor> last = recipe.trace(in);
        for (int i = 0; i < last.size(); i++) {
            in.trace().output("y" + i, last.get(i));
        }
        if (recipe.smooth()) {
            Tensor loss = Tensor.sumOf(last.stream()
                    .map(y -> y.square().sum().times(1.0 / y.shape().size())));
            List<Tensor> gradients = Gradient.of(loss, in.differentiable());
            for (int i = 0; i < gradients.size(); i++) {
                in.trace().output("d" + i, gradients.get(i));
            }
        }
        agrees(recipe.toString(), in.trace().program(), in.values(), Approx.PROGRAMS);
    }

    @ParameterizedTest
    @MethodSource("updates")
    void agreesOnUpdates(UpdatesTest.Case c) {
        Program program = c.program();
        try (Executable expected = Engines.reference().compile(program);
                Executable actual = engine().compile(program)) {
            for (String name : program.inputs().keySet()) {
                double[] start = IntStream.range(0, c.shape().size())
                        .mapToDouble(i -> (float) Math.cos(i + name.charAt(0)))
                        .toArray();
                expected.set(name, start);
                actual.set(name, start);
            }
            for (int run = 1; run <= RUNS; run++) {
                expected.run();
                actual.run();
                String where = c + ", run " + run + " of\n" + program;
                Stream.concat(program.inputs().entrySet().stream(), program.outputs().entrySet().stream())
                        .forEach(e -> {
                            double[] wanted = new double[e.getValue().shape().size()];
                            double[] got = new double[wanted.length];
                            expected.get(e.getKey(), wanted);
                            actual.get(e.getKey(), got);
                            Approx.assertClose(where + ", " + e.getKey(), wanted, got, Approx.PROGRAMS);
                        });
            }
        }
    }

    /** Inputs that are set between runs travel, alone or many of them, once or again before the run, and larger than a delivery. */
    @Test
    void inputsTravel() {
        Trace t = new Trace();
        Tensor sum = t.input("large", Shape.of(150_000)).sum();
        for (int i = 0; i < 100; i++) {
            sum = sum.plus(t.input("x" + i, Shape.of(2)).sum());
        }
        t.output("sum", sum);
        try (Executable e = engine().compile(t.program())) {
            float[] large = new float[150_000];
            e.run();
            assertEquals(0, e.get("sum"));
            Arrays.fill(large, 1);
            large[149_999] = 5;
            e.set("large", large);
            e.set("x7", new float[] {100, 0});
            e.set("x7", new float[] {10, 20});
            e.run();
            assertEquals(150_034, e.get("sum"));
            for (int i = 0; i < 100; i++) {
                e.set("x" + i, new double[] {i, 1});
            }
            e.run();
            assertEquals(150_004 + 4950 + 100, e.get("sum"));
            float[] x = new float[2];
            e.get("x99", x);
            assertEquals(99, x[0]);
            Arrays.fill(large, 0);
            e.get("large", large);
            assertEquals(5, large[149_999]);
        }
    }

    /** Heads that are too wide for registers. */
    @Test
    void agreesOnAttentionOfWideHeads() {
        Inputs in = new Inputs(Seeds.of("wide heads"));
        Tensor qkv = in.batch(Domain.ANY, 2, 70, 3 * 2 * 40);
        Tensor y = qkv.times(0.3).attention(2);
        in.trace().output("y", y);
        in.trace().output("d", Gradient.of(y.square().sum(), List.of(qkv)).getFirst());
        agrees("wide heads", in.trace().program(), in.values(), Approx.PROGRAMS);
    }

    /** A compiler that assumes finite numbers would make this wrong without a message. */
    @Test
    void infinitiesAndNotANumberStayWhatTheyAre() {
        double inf = Double.POSITIVE_INFINITY;
        double[] x = {0, -0.0, 1, -1, inf, -inf, Double.NaN, 1e18, -1e18, 88, -104};
        Trace t = new Trace();
        Tensor a = t.input("a", Shape.of(x.length));
        Tensor b = t.input("b", Shape.of(x.length, 1));
        List<Tensor> all = List.of(
                a.max(b),
                a.min(b),
                a.plus(b),
                a.times(b),
                a.dividedBy(b),
                a.exp(),
                a.log(),
                a.log1p(),
                a.tanh(),
                a.sigmoid(),
                a.softplus(),
                a.relu(),
                a.elu(),
                a.abs(),
                a.sign(),
                a.sqrt(),
                b.broadcast(Shape.of(x.length, 3)).logSumExp(1),
                b.broadcast(Shape.of(x.length, 200)).logSumExp(1),
                b.broadcast(Shape.of(x.length, 200)).maxOver(1),
                b.broadcast(Shape.of(x.length, 200)).sum(1));
        for (int i = 0; i < all.size(); i++) {
            t.output("y" + i, all.get(i));
        }
        agrees("special numbers", t.program(), Map.of("a", x, "b", x), Approx.ELEMENTWISE.plus(1e-38));
    }

    @Test
    void singularMatricesAreNamed() {
        Trace t = new Trace();
        Tensor w = t.input("w", Shape.of(2, 2));
        t.output("y", w.inverse());
        t.output("d", w.logAbsDet());
        try (Executable e = engine().compile(t.program())) {
            e.set("w", new double[] {1, 2, 2, 4});
            ArithmeticException thrown = assertThrows(ArithmeticException.class, e::run);
            assertEquals(
                    "a 2×2 matrix is singular or not finite (ln |det| = -Infinity); change it in smaller"
                            + " steps, or build it from triangular factors (LU)",
                    thrown.getMessage());
            e.set("w", new double[] {2, 0, 0, 2});
            e.run();
            assertEquals(Math.log(4), e.get("d"), 1e-6);
        }
    }
}
