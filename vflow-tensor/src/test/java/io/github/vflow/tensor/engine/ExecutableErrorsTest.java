package io.github.vflow.tensor.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.execution.VectorEngine;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The edge of an executable is the same for every engine. */
final class ExecutableErrorsTest {
    static Stream<Engine> engines() {
        return Stream.of(
                Engines.reference(),
                Engines.vector(1),
                Engines.vector(2),
                new VectorEngine(ScalarKernels.create(), 1, false, false, false));
    }

    private static Program program() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2, 3));
        Tensor s = t.input("s", Shape.of());
        t.output("y", x.times(s));
        t.output("total", x.sum());
        return t.program();
    }

    private static void assertSays(Engine engine, String message, Consumer<Executable> mistake) {
        try (Executable e = engine.compile(program())) {
            IllegalArgumentException thrown =
                    assertThrows(IllegalArgumentException.class, () -> mistake.accept(e), engine::toString);
            assertEquals(message, thrown.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void unknownNamesListTheNamesThereAre(Engine engine) {
        String input = "Executable: no input \"z\"; the program has [x, s]";
        assertSays(engine, input, e -> e.set("z", 1));
        assertSays(engine, input, e -> e.set("z", new float[1]));
        assertSays(engine, input, e -> e.set("z", new double[1]));
        assertSays(engine, "Executable: no input \"y\"; the program has [x, s]", e -> e.set("y", 1));
        String output = "Executable: no input or output \"z\"; the program has [x, s, y, total]";
        assertSays(engine, output, e -> e.get("z"));
        assertSays(engine, output, e -> e.get("z", new float[1]));
        assertSays(engine, output, e -> e.get("z", new double[1]));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void arraysHaveTheSizeOfTheTensor(Engine engine) {
        String message = "Executable: \"x\" has 6 elements but the array has 5";
        assertSays(engine, message, e -> e.set("x", new float[5]));
        assertSays(engine, message, e -> e.set("x", new double[5]));
        assertSays(engine, message, e -> e.get("x", new float[5]));
        assertSays(engine, message, e -> e.get("x", new double[5]));
        assertSays(engine, "Executable: \"x\" has 6 elements but the array has 1", e -> e.set("x", 1));
        assertSays(engine, "Executable: \"y\" has 6 elements but the array has 1", e -> e.get("y"));
        assertSays(
                engine, "Executable: \"total\" has 1 elements but the array has 2", e -> e.get("total", new float[2]));
    }

    @ParameterizedTest
    @MethodSource("engines")
    void outputsAreThereAfterARunAndInputsBefore(Engine engine) {
        try (Executable e = engine.compile(program())) {
            assertEquals(0, e.get("s"));
            e.set("s", 3);
            assertEquals(3, e.get("s"));
            for (Consumer<Executable> read : Stream.<Consumer<Executable>>of(
                            x -> x.get("total"), x -> x.get("total", new float[1]), x -> x.get("total", new double[1]))
                    .toList()) {
                IllegalStateException thrown = assertThrows(IllegalStateException.class, () -> read.accept(e));
                assertEquals("Executable: \"total\" has no value yet; call run() first", thrown.getMessage());
            }
            e.set("x", new double[] {1, 2, 3, 4, 5, 6});
            e.run();
            assertEquals(21, e.get("total"));
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void singularMatricesAreNamed(Engine engine) {
        for (boolean inverse : new boolean[] {true, false}) {
            Trace t = new Trace();
            Tensor w = t.input("w", Shape.of(2, 2));
            t.output("y", inverse ? w.inverse() : w.logAbsDet());
            try (Executable e = engine.compile(t.program())) {
                e.set("w", new double[] {1, 2, 2, 4});
                ArithmeticException thrown = assertThrows(ArithmeticException.class, e::run);
                assertEquals(
                        "a 2×2 matrix is singular or not finite (ln |det| = -Infinity); change it in smaller"
                                + " steps, or build it from triangular factors (LU)",
                        thrown.getMessage());
                e.set("w", new double[] {1, 2, 2, Double.NaN});
                assertThrows(ArithmeticException.class, e::run);
                // it goes on once the matrix is regular again
                e.set("w", new double[] {2, 0, 0, 2});
                e.run();
                double[] y = new double[inverse ? 4 : 1];
                e.get("y", y);
                assertEquals(inverse ? 0.5 : Math.log(4), y[0], 1e-6);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("engines")
    void plansAndDescriptionsAreForPeople(Engine engine) {
        try (Executable e = engine.compile(program())) {
            assertTrue(e.plan().matches("\\d+ instructions.*bytes.*"), e.plan());
        }
        assertTrue(engine.description().startsWith(engine.name() + ": "), engine.description());
    }

    @Test
    void enginesAreFoundByName() {
        assertEquals("reference", Engines.named("reference", 1).name());
        assertEquals("vector", Engines.named("vector", 2).name());
        assertTrue(Engines.named("vector", 2).description().endsWith(", 2 threads"));
        assertTrue(Engines.vector(1).description().endsWith(", 1 thread"));
        assertEquals("vector", Engines.fastest().name());
    }

    @Test
    void unknownEnginesListThoseThereAre() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Engines.named("quantum", 1));
        assertEquals(
                "no engine \"quantum\" here; there are reference, vector; others come with a module that provides them",
                e.getMessage());
    }

    @Test
    void threadsAreAtLeastOne() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> Engines.vector(0));
        assertEquals("VectorEngine: threads must be at least 1 but got 0", e.getMessage());
    }
}
