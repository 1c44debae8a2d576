package io.github.vflow.tensor.execution;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.ir.Program;
import io.github.vflow.tensor.kernel.Kernels;
import io.github.vflow.tensor.kernel.scalar.ScalarKernels;
import io.github.vflow.tensor.plan.BufferPlan;
import io.github.vflow.tensor.reference.ReferenceEngine;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.vector.AvailableKernels;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Updates happen at once, after a run: every one sees the inputs as they were, and so does every output. Engines may
 * compute an update right over its input only where nobody can tell.
 */
public final class UpdatesTest {
    private static final int RUNS = 4;

    /** Few elements; and enough for the engine to run elementwise operations in groups, tile by tile. */
    private static final List<Shape> SHAPES = List.of(Shape.of(2, 3), Shape.of(67, 97));

    /** A way to move an input "a", and perhaps "b", of one shape; some read "c", which stays. */
    public record Case(String name, Shape shape, Consumer<Of> build) {
        @Override
        public String toString() {
            return name + " " + shape;
        }

        /** A fresh trace of it. */
        public Program program() {
            Trace t = new Trace();
            build.accept(new Of(t, t.input("a", shape), t.input("b", shape), t.input("c", shape)));
            return t.program();
        }
    }

    /** The inputs of a case. */
    public record Of(Trace t, Tensor a, Tensor b, Tensor c) {
        void both(Tensor nextA, Tensor nextB) {
            t.update(a, nextA);
            t.update(b, nextB);
        }
    }

    /** All of them, which move inputs in every way that could go wrong. */
    public static Stream<Case> cases() {
        return Stream.concat(SHAPES.stream().flatMap(UpdatesTest::cases), Stream.of(byRows()));
    }

    /** All rows of a group read the old value, of which each tile makes a part of the new one. */
    private static Case byRows() {
        return new Case("by sums of rows that are multiplied by it", Shape.of(96), of -> {
            Tensor rows = of.c.expand(1).times(of.b).times(of.a);
            of.t.update(of.a, of.a.minus(rows.sum(1)));
        });
    }

    private static Stream<Case> cases(Shape s) {
        return Stream.of(
                new Case("a counter", s, of -> of.t.update(of.a, of.a.plus(1))),
                new Case("set from another", s, of -> of.t.update(of.a, of.c)),
                new Case("kept", s, of -> of.t.update(of.a, of.a)),
                new Case("not elementwise", s, of -> of.t.update(of.a, of.a.softmax(1))),
                new Case("moments and a parameter", s, UpdatesTest::adam),
                new Case("exchanged", s, of -> of.both(of.b, of.a)),
                new Case("exchanged and changed", s, of -> of.both(of.b.times(2), of.a.plus(1))),
                new Case("handed on, then changed", s, of -> of.both(of.a.plus(1), of.a)),
                new Case("handed on before the change", s, of -> {
                    of.t.update(of.b, of.a);
                    of.t.update(of.a, of.a.plus(1));
                }),
                new Case(
                        "handed on through views",
                        s,
                        of -> of.both(
                                of.a.plus(1), flat(of.a).reshape(1, s.size()).reshape(s))),
                new Case(
                        "handed on in parts",
                        s,
                        of -> of.both(
                                of.a.times(3), Tensor.concat(0, of.a.slice(0, 1, s.dim(0)), of.a.slice(0, 0, 1)))),
                new Case("one result for two", s, of -> {
                    Tensor next = of.a.plus(of.b);
                    of.both(next, next);
                }),
                new Case("by its own row", s, of -> of.t.update(of.a, of.a.plus(of.a.slice(0, 0, 1)))),
                new Case("by its own sum", s, of -> of.t.update(of.a, of.a.plus(of.a.sum()))),
                new Case("the old value is an output", s, of -> {
                    of.t.output("old", of.a);
                    of.t.update(of.a, of.a.plus(1));
                }),
                new Case("a view of the old value is an output", s, of -> {
                    of.t.output("old", flat(of.a));
                    of.t.output("part", of.a.slice(0, 1, 2));
                    of.t.update(of.a, of.a.plus(1));
                }),
                new Case("the new value is an output", s, of -> {
                    Tensor next = of.a.plus(1);
                    of.t.output("new", next);
                    of.t.update(of.a, next);
                }),
                new Case("a view of the new value is an output", s, of -> {
                    Tensor next = of.a.plus(1);
                    of.t.output("new", flat(next));
                    of.t.update(of.a, next);
                }),
                new Case("the new value is read on", s, of -> {
                    Tensor next = of.a.times(0.5);
                    of.t.update(of.a, next);
                    of.t.output("y", next.exp().plus(of.c));
                }),
                new Case("the old value is read right after", s, of -> {
                    of.t.update(of.a, of.a.times(0.5));
                    of.t.output("y", of.a.softmax(1));
                }),
                new Case("the old value is read later", s, of -> {
                    Tensor next = of.a.times(0.5);
                    of.t.update(of.a, next);
                    of.t.output("y", next.exp().plus(of.a));
                }),
                new Case("the old value is read later through a view", s, of -> {
                    Tensor view = flat(of.a);
                    Tensor next = of.a.times(0.5);
                    of.t.update(of.a, next);
                    of.t.output("y", flat(next).exp().times(view));
                }));
    }

    private static Tensor flat(Tensor x) {
        return x.reshape(x.shape().size());
    }

    private static void adam(Of of) {
        Tensor gradient = of.a.minus(of.c);
        Tensor moment = of.b.times(0.9).plus(gradient.square().times(0.1));
        of.t.update(of.b, moment);
        of.t.update(of.a, of.a.minus(gradient.times(0.1).dividedBy(moment.sqrt().plus(1e-3))));
    }

    private static Stream<Engine> engines() {
        Kernels kernels = AvailableKernels.best();
        return Stream.of(
                new VectorEngine(kernels, 1),
                new VectorEngine(kernels, 1, false, false, false),
                new VectorEngine(ScalarKernels.create(), 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void severalRunsAgree(Case c) {
        engines().forEach(engine -> assertRunsAgree(c, engine));
    }

    private static void assertRunsAgree(Case c, Engine engine) {
        Program program = c.program();
        try (Executable expected = new ReferenceEngine().compile(program);
                Executable actual = engine.compile(program)) {
            for (String name : new String[] {"a", "b", "c"}) {
                double[] start = IntStream.range(0, c.shape.size())
                        .mapToDouble(i -> (float) Math.cos(i + name.charAt(0)))
                        .toArray();
                expected.set(name, start);
                actual.set(name, start);
            }
            for (int run = 1; run <= RUNS; run++) {
                expected.run();
                actual.run();
                String where = c + ", run " + run + " of " + engine + "\n" + program;
                Stream.concat(program.inputs().entrySet().stream(), program.outputs().entrySet().stream())
                        .forEach(e -> assertSame(
                                where, e.getKey(), e.getValue().shape().size(), expected, actual));
            }
        }
    }

    private static void assertSame(String where, String name, int size, Executable expected, Executable actual) {
        double[] e = new double[size];
        double[] a = new double[size];
        expected.get(name, e);
        actual.get(name, a);
        Approx.assertClose(name + " after " + where, e, a, Approx.PROGRAMS);
    }

    /** What the reference itself does, by hand. */
    @Test
    void outputsAndUpdatesSeeTheInputsAsTheyWere() {
        Trace t = new Trace();
        Tensor a = t.input("a", Shape.of());
        Tensor b = t.input("b", Shape.of());
        t.update(a, b);
        t.update(b, a.plus(1));
        t.output("old", a);
        t.output("view", a.reshape(1));
        Stream.concat(Stream.of(new ReferenceEngine()), engines()).forEach(engine -> {
            try (Executable e = engine.compile(t.program())) {
                e.set("a", 1);
                e.set("b", 10);
                e.run();
                assertEquals(10, e.get("a"), engine + ": a takes what b was");
                assertEquals(2, e.get("b"), engine + ": b follows what a was");
                assertEquals(1, e.get("old"), engine + ": an output is what it was in the run");
                assertEquals(1, e.get("view"), engine + ": a view of an input, too");
                e.set("a", 7);
                assertEquals(1, e.get("old"), engine + ": setting an input changes no output");
                assertEquals(1, e.get("view"), engine + ": nor a view");
            }
        });
    }

    @Test
    void inputsKeepTheirValuesFromRunToRun() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2));
        Tensor w = t.input("w", Shape.of(2));
        t.output("y", x.times(w));
        Stream.concat(Stream.of(new ReferenceEngine()), engines()).forEach(engine -> {
            try (Executable e = engine.compile(t.program())) {
                e.set("w", new float[] {2, 3});
                for (int run = 1; run <= 3; run++) {
                    e.set("x", new double[] {run, 10 * run});
                    e.run();
                    float[] y = new float[2];
                    e.get("y", y);
                    assertEquals("[%d.0, %d.0]".formatted(2 * run, 30 * run), Arrays.toString(y), engine.toString());
                }
            }
        });
    }

    /** Or the tests above would compare copies with copies. */
    @Test
    void parametersAndMomentsAreUpdatedInPlace() {
        Program program = new Case("", SHAPES.getFirst(), UpdatesTest::adam).program();
        BufferPlan plan = BufferPlan.of(program);
        assertEquals("true, true", plan.isInPlace("a") + ", " + plan.isInPlace("b"), () -> plan + "\n" + program);
    }
}
