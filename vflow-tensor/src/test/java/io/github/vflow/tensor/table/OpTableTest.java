package io.github.vflow.tensor.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.ir.Op;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.testkit.Contract;
import io.github.vflow.tensor.testkit.GradientCheck;
import io.github.vflow.tensor.testkit.Seeds;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every operation, on every engine, and its gradient. */
@Order(1)
final class OpTableTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final int OF_AN_OPERATION = 3;
    private static final int LARGE_OF_AN_OPERATION = 2;
    /** By day the first examples of each operation run, and of the others a quarter, chosen by their names. */
    private static final int FIRST = 6;

    private static final int ONE_IN = 4;
    private static final int THREADS = 7;

    static Stream<Example> examples() {
        return OpTable.examples();
    }

    static Stream<Example> mixed() {
        Map<Class<?>, Integer> taken = new HashMap<>();
        return OpTable.examples()
                .filter(e -> NIGHTLY
                        || taken.merge(e.op(), 1, Integer::sum) <= FIRST
                        || Math.floorMod(Seeds.of(e.toString()), ONE_IN) == 0);
    }

    static Stream<Example> large() {
        return some(OpTable.large(), LARGE_OF_AN_OPERATION);
    }

    static Stream<Example> ofGradients() {
        return some(OpTable.examples(), OF_AN_OPERATION);
    }

    /** Returns all examples by night, the first ones of each operation by day. */
    private static Stream<Example> some(Stream<Example> examples, int ofAnOperation) {
        Map<Class<?>, Integer> taken = new HashMap<>();
        return examples.filter(e -> NIGHTLY || taken.merge(e.op(), 1, Integer::sum) <= ofAnOperation);
    }

    @Test
    void noOperationIsMissing() {
        Set<String> all = records(Op.class).map(Class::getName).collect(Collectors.toCollection(TreeSet::new));
        Set<String> tested = examples().map(e -> e.op().getName()).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, tested, "every Op record needs rows in OpTable");
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OpTableTest::records)
                : Stream.of(type);
    }

    @Test
    void namesAreUnique() {
        // the seed follows from the name
        String twice =
                examples().collect(Collectors.groupingBy(Example::toString, Collectors.counting())).entrySet().stream()
                        .filter(e -> e.getValue() > 1)
                        .map(Map.Entry::getKey)
                        .collect(Collectors.joining("; "));
        assertEquals("", twice);
    }

    @ParameterizedTest
    @MethodSource("examples")
    void usesItsOperation(Example example) {
        Example.Traced t = example.trace();
        t.inputs().trace().output("y", t.result());
        assertTrue(
                t.inputs().trace().program().instructions().stream()
                        .anyMatch(i -> example.op().isInstance(i.op())),
                () -> example + " does not contain its operation:\n"
                        + t.inputs().trace().program());
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void enginesAgree(Example example) {
        holds(example);
    }

    @ParameterizedTest
    @MethodSource("large")
    void enginesAgreeInChunks(Example example) {
        holds(example);
    }

    /** The gradient of a kernel is computed in phases where there are more threads than chunks; each part has several chunks of tiles. */
    @Test
    void moreThreadsThanChunksChangeNoBit() {
        ImageTable.convolutions(11, 16, 16, 17, 3, 3, 18).forEach(example -> {
            Example.Traced t = example.trace();
            t.inputs().trace().output("y", t.result());
            Contract.assertSameOnThreads(
                    example.toString(), t.inputs().trace().program(), t.inputs().values(), THREADS);
        });
    }

    private static void holds(Example example) {
        Example.Traced t = example.trace();
        t.inputs().trace().output("y", t.result());
        Program program = t.inputs().trace().program();
        Contract.assertHolds(example.toString(), program, t.inputs().values(), example.tolerance());
    }

    @ParameterizedTest
    @MethodSource("mixed")
    void gradientIsRight(Example example) {
        Example.Traced t = example.trace();
        try (GradientCheck g = new GradientCheck(
                example.toString(),
                t.result(),
                t.inputs().differentiable(),
                t.inputs().values(),
                t.inputs().random())) {
            g.agreesWithDifferences();
            g.passesTaylorTest();
        }
    }

    /** The gradient is a program like any other, so it has a gradient. */
    @ParameterizedTest
    @MethodSource("ofGradients")
    void gradientOfTheGradientIsRight(Example example) {
        Example.Traced t = example.trace();
        List<Tensor> xs = t.inputs().differentiable();
        if (xs.isEmpty()) {
            return;
        }
        Tensor loss = t.result().square().sum();
        Tensor[] flat = Gradient.of(loss, xs).stream()
                .map(g -> g.reshape(g.shape().size()))
                .toArray(Tensor[]::new);
        String what = "gradient of " + example;
        try (GradientCheck g = new GradientCheck(
                what,
                Tensor.concat(0, flat),
                xs,
                t.inputs().values(),
                t.inputs().random())) {
            g.agreesWithDifferences();
        }
    }
}
