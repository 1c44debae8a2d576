package io.github.vflow.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.init.Initializer;
import io.github.vflow.nn.testkit.Eval;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.autodiff.Gradient;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Names, the flat layout, and where parameters start. */
final class ParametersTest {
    private final Parameters parameters = new Parameters();
    private final Scope scope = parameters.scope();
    private final Parameter w = scope.in("p").in(0).parameter("W", Shape.of(2, 3), Initializer.normal(1));
    private final Parameter b = scope.in("p").in(0).parameter("b", Shape.of(3), Initializer.normal(1));
    private final Parameter g = scope.parameter("g", Shape.of(), Initializer.constant(1));

    @Test
    void namesAreScopedAndFlatInTheOrderOfDeclaration() {
        assertEquals(
                List.of("p.0.W", "p.0.b", "g"),
                parameters.all().stream().map(Parameter::name).toList());
        assertEquals(
                List.of(0, 6, 9),
                parameters.all().stream().map(Parameter::offset).toList());
        assertEquals(10, parameters.size());
        assertSame(b, parameters.named("p.0.b"));
        assertThrows(UnsupportedOperationException.class, () -> parameters.all().clear());
    }

    /** Setting one parameter sets its piece of the flat buffer, and its tensor reads that piece. */
    @Test
    void eachParameterIsItsPieceOfTheBuffer() {
        parameters.set(new float[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertArrayEquals(new float[] {6, 7, 8}, parameters.get(b));
        parameters.set(b, new float[] {-6, -7, -8});
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, -6, -7, -8, 9}, parameters.values());
        parameters.get(b)[0] = 100;
        assertEquals(-6, parameters.values()[6], "get copies");
        for (Parameter p : parameters.all()) {
            Trace t = new Trace();
            assertEquals(p.shape(), p.in(t).shape());
            assertSame(p.in(t), p.in(t), "one tensor for each trace");
            t.output("y", p.in(t));
            double[] y = Eval.of(parameters, t, Map.of());
            for (int i = 0; i < y.length; i++) {
                assertEquals(parameters.values()[p.offset() + i], y[i], p.name());
            }
        }
    }

    /** Views of a parameter, or a concatenation with its neighbour, are uses of it. */
    @Test
    void aGradientMissesNoUseOfAParameter() {
        Trace t = new Trace();
        Tensor both = Tensor.concat(0, w.in(t).reshape(6), b.in(t));
        Tensor loss = both.times(2)
                .sum()
                .plus(w.in(t).reshape(3, 2).sum())
                .plus(b.in(t).sum());
        List<Tensor> gradient = Gradient.of(loss, w.in(t), b.in(t));
        t.output("w", gradient.get(0));
        t.output("b", gradient.get(1));
        try (Executable e = Engines.reference().compile(t.program())) {
            double[] ofW = new double[6];
            double[] ofB = new double[3];
            e.run();
            e.get("w", ofW);
            e.get("b", ofB);
            assertArrayEquals(new double[] {3, 3, 3, 3, 3, 3}, ofW);
            assertArrayEquals(new double[] {3, 3, 3}, ofB);
        }
    }

    @Test
    void startsDependOnSeedAndNameAlone() {
        parameters.initialise(5);
        float[] first = parameters.get(w);
        Parameters other = new Parameters();
        other.scope().parameter("extra", Shape.of(4), Initializer.normal(1));
        Parameter same = other.scope().in("p").in("0").parameter("W", Shape.of(2, 3), Initializer.normal(1));
        Parameter twin = other.scope().in("p").in("1").parameter("W", Shape.of(2, 3), Initializer.normal(1));
        other.initialise(5);
        assertArrayEquals(first, other.get(same), "whatever else there is");
        assertFalse(Arrays.equals(first, other.get(twin)), "another name, other numbers");
        parameters.initialise(6);
        assertFalse(Arrays.equals(first, parameters.get(w)), "another seed, other numbers");
        assertArrayEquals(new float[] {1}, parameters.get(g));
    }

    @Test
    void whatIsNotAdmittedIsNotDeclared() {
        List<String> asked = new ArrayList<>();
        Parameters some = new Parameters((p, total) -> {
            asked.add(p.name() + " " + p.shape() + " " + total);
            if (total > 6) {
                throw new IllegalArgumentException("too many");
            }
        });
        some.scope().parameter("a", Shape.of(2, 2), Initializer.zeros());
        some.scope().parameter("b", Shape.of(), Initializer.zeros());
        assertEquals("too many", message(() -> some.scope().parameter("c", Shape.of(1 << 30), Initializer.zeros())));
        assertEquals(List.of("a [2, 2] 4", "b [] 5", "c [1073741824] 1073741829"), asked);
        assertEquals(5, some.size());
    }

    /** None of them is made. */
    @Test
    void moreThanAnArrayHoldsAreNotDeclared() {
        Parameters many = new Parameters();
        many.scope().parameter("a", Shape.of(40_000, 40_000), Initializer.zeros());
        assertEquals(
                "Parameters: there may be at most 2147483639 scalars in all but \"b\" of shape [30000, 30000] goes beyond;"
                        + " make the model smaller",
                message(() -> many.scope().parameter("b", Shape.of(30_000, 30_000), Initializer.zeros())));
        assertEquals(1_600_000_000, many.size());
    }

    private static String message(Runnable what) {
        return assertThrows(IllegalArgumentException.class, what::run).getMessage();
    }

    @Test
    void messages() {
        assertEquals(
                "Parameters: the name \"g\" is taken; give layers different scopes",
                message(() -> scope.parameter("g", Shape.of(2), Initializer.zeros())));
        assertEquals(
                "Parameters: no parameter \"h\"; there are [p.0.W, p.0.b, g]", message(() -> parameters.named("h")));
        String remedy = "; the file or array belongs to another architecture";
        assertEquals(
                "Parameters.set: expected 10 values but got 9" + remedy, message(() -> parameters.set(new float[9])));
        assertEquals(
                "Parameters.set(p.0.b): expected 3 values but got 4" + remedy,
                message(() -> parameters.set(b, new float[4])));
    }

    /** Layers are named by numbers that differ in one letter; their weights must not be one sequence, shifted. */
    @Test
    void noTwoParametersShareRandomNumbers() {
        for (long seed : new long[] {0, 1, 7, 42}) {
            Parameters all = new Parameters();
            for (String name : List.of("W.0", "W.1", "W.2", "b.0", "b.1", "g0", "g1")) {
                all.scope().in("p").in(0).in("mlp").parameter(name, Shape.of(10, 10), Initializer.normal(1));
                all.scope().in("p").in(1).in("mlp").parameter(name, Shape.of(10, 10), Initializer.normal(1));
            }
            all.initialise(seed);
            Set<Float> different = new HashSet<>();
            for (float v : all.values()) {
                different.add(v);
            }
            assertTrue(
                    different.size() > 0.99 * all.size(),
                    "seed " + seed + ": " + different.size() + " of " + all.size());
        }
    }

    @Test
    void whatIsNotFiniteIsNamed() {
        float[] flat = new float[10];
        assertEquals(Optional.empty(), parameters.notFinite(flat));
        flat[7] = Float.NaN;
        assertEquals(Optional.of("parameter \"p.0.b\" has NaN at index 1"), parameters.notFinite(flat));
        flat[2] = Float.NEGATIVE_INFINITY;
        assertEquals(Optional.of("parameter \"p.0.W\" has -Infinity at index 2"), parameters.notFinite(flat));
    }
}
