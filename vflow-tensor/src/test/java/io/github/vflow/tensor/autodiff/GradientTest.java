package io.github.vflow.tensor.autodiff;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.ir.Reduction;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import io.github.vflow.tensor.testkit.Domain;
import io.github.vflow.tensor.testkit.GradientCheck;
import io.github.vflow.tensor.testkit.Inputs;
import io.github.vflow.tensor.testkit.Runs;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** How cotangents meet; the rules of single operations are tested by the table of operations. */
final class GradientTest {
    private static void assertRight(String what, Function<Inputs, Tensor> build) {
        Inputs in = new Inputs(what.hashCode());
        Tensor y = build.apply(in);
        try (GradientCheck check = new GradientCheck(what, y, in.differentiable(), in.values(), in.random())) {
            check.agreesWithDifferences();
            check.passesTaylorTest();
        }
    }

    private static Tensor keepingSum(Tensor x, int axis) {
        return x.trace().append(new Reduction.Sum(x.value(), axis));
    }

    /** Where the third derivative is thousands of times the first: a difference at one step is off by a share of 1e-5. */
    @Test
    void nearAMinimumOfFourthOrder() {
        assertRight("x⁴ near 0", in -> {
            Tensor x = in.plain(Domain.ANY);
            in.values().replaceAll((_, _) -> new double[] {0.03});
            return x.square().square();
        });
    }

    @Test
    void slicesThatTileAndSlicesThatDoNot() {
        assertRight("tiles", in -> {
            Tensor x = in.plain(Domain.ANY, 2, 6);
            return Tensor.concat(
                    1,
                    x.slice(1, 4, 6).exp(),
                    x.slice(1, 0, 1).tanh(),
                    x.slice(1, 1, 4).square());
        });
        assertRight("a gap", in -> {
            Tensor x = in.plain(Domain.ANY, 2, 6);
            return Tensor.concat(1, x.slice(1, 4, 6).exp(), x.slice(1, 0, 3).tanh());
        });
        assertRight("overlaps", in -> {
            Tensor x = in.plain(Domain.ANY, 2, 6);
            return Tensor.concat(1, x.slice(1, 2, 6).exp(), x.slice(1, 0, 3).tanh(), x.slice(1, 0, 2));
        });
        assertRight("one slice twice", in -> {
            Tensor x = in.plain(Domain.ANY, 6);
            return x.slice(0, 0, 3).exp().plus(x.slice(0, 0, 3).tanh()).times(x.slice(0, 3, 6));
        });
        assertRight("slices along both axes, and the whole", in -> {
            Tensor x = in.plain(Domain.ANY, 4, 6);
            return x.exp()
                    .slice(0, 0, 4)
                    .sum()
                    .plus(x.slice(0, 0, 2).tanh().sum())
                    .plus(x.slice(0, 2, 4).square().sum())
                    .plus(x.slice(1, 1, 3).sigmoid().sum());
        });
    }

    /** The cotangent of a sum stands for its broadcast; as a slice's it must not be taken for a tile of the whole. */
    @Test
    void slicesOfSumsBesideSlices() {
        assertRight("a slice of a sum and a slice", in -> {
            Tensor x = in.plain(Domain.ANY, 4, 6);
            Tensor ofSum = keepingSum(x, 0).slice(1, 0, 3);
            return ofSum.exp().times(0.1).plus(x.slice(1, 3, 6).tanh());
        });
        assertRight("one range of both", in -> {
            Tensor x = in.plain(Domain.ANY, 4, 6);
            Tensor ofSum = keepingSum(x, 0).slice(1, 0, 3);
            return ofSum.tanh().times(x.slice(1, 0, 3));
        });
    }

    @Test
    void manyUsesOfOneValue() {
        assertRight("many uses", in -> {
            Tensor x = in.plain(Domain.ANY, 3);
            Tensor y = x.tanh();
            return y.times(y).plus(y.exp()).minus(x.times(y.sum())).plus(y.max(x.minus(5)));
        });
    }

    @Test
    void parametersOfAMixtureThatDependOnEachOtherAndOnY() {
        assertRight("a coupling", in -> {
            Tensor y = in.batch(Domain.ANY, 3, 2);
            Tensor w = in.plain(Domain.ANY, 2, 12);
            Tensor net = y.matmul(w).tanh().reshape(3, 2, 6);
            Tensor logits = net.slice(2, 0, 2);
            Tensor means = net.slice(2, 2, 4).plus(logits);
            Tensor logScales = net.slice(2, 4, 6).times(means);
            return y.times(2).mixtureInverse(logits, means, logScales).times(means.sum(2));
        });
    }

    @Test
    void zeroWhereTheLossDoesNotDepend() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2));
        Tensor unused = t.input("unused", Shape.of(3));
        Tensor steps = x.greater(0);
        t.output("d", Gradient.of(x.sum(), unused).getFirst());
        t.output("dSteps", Gradient.of(steps.sum(), x).getFirst());
        Map<String, double[]> results = Runs.reference(t.program(), Map.of());
        assertArrayEquals(new double[3], results.get("d"));
        assertArrayEquals(new double[2], results.get("dSteps"));
    }

    @Test
    void ofAValueOnTheWayAndOfTheLossItself() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of());
        Tensor middle = x.times(3);
        Tensor loss = middle.square();
        List<Tensor> gradients = Gradient.of(loss, middle, loss, x);
        for (int i = 0; i < 3; i++) {
            t.output("d" + i, gradients.get(i));
        }
        Map<String, double[]> results = Runs.reference(t.program(), Map.of("x", new double[] {2}));
        assertEquals(12, results.get("d0")[0]);
        assertEquals(1, results.get("d1")[0]);
        assertEquals(36, results.get("d2")[0]);
    }

    /** Where functions have kinks, what comes back is a slope between those of the two sides. */
    @Test
    void subgradientsAtTies() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(4));
        Tensor zero = t.constant(0);
        t.output("maxOver", Gradient.of(x.maxOver(0), x).getFirst());
        t.output("max", Gradient.of(x.max(zero).sum(), x).getFirst());
        t.output("min", Gradient.of(x.min(zero).sum(), x).getFirst());
        t.output("abs", Gradient.of(x.abs().sum(), x).getFirst());
        t.output("relu", Gradient.of(x.relu().sum(), x).getFirst());
        Map<String, double[]> d = Runs.reference(t.program(), Map.of("x", new double[] {-3, 0, 7, 7}));
        assertArrayEquals(new double[] {0, 0, 0.5, 0.5}, d.get("maxOver"));
        assertArrayEquals(new double[] {0, 1, 1, 1}, d.get("max"));
        assertArrayEquals(new double[] {1, 1, 0, 0}, d.get("min"));
        assertArrayEquals(new double[] {-1, 0, 1, 1}, d.get("abs"));
        assertArrayEquals(new double[] {0, 0, 1, 1}, d.get("relu"));
    }

    @Test
    void vectorJacobianProduct() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2));
        Tensor v = t.input("v", Shape.of(2));
        t.output("d", Gradient.of(x.square(), v, List.of(x)).getFirst());
        Map<String, double[]> results =
                Runs.reference(t.program(), Map.of("x", new double[] {3, 5}, "v", new double[] {1, 10}));
        assertArrayEquals(new double[] {6, 100}, results.get("d"));
    }

    @Test
    void lossMustBeAScalar() {
        Trace t = new Trace();
        Tensor x = t.input("x", Shape.of(2, 3));
        ShapeException e = assertThrows(ShapeException.class, () -> Gradient.of(x, x));
        assertEquals("Gradient.of: expected a scalar loss [] but got [2, 3]; reduce it first", e.getMessage());
    }

    /** Values of two traces may have one number and one shape: without a check, the answer is silently wrong. */
    @Test
    void tracesAreNotMixed() {
        Tensor x = new Trace().input("x", Shape.of());
        Tensor other = new Trace().input("x", Shape.of());
        String message = "a tensor of one trace was used in another; trace a model in one Trace";
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Gradient.of(x.square(), other))
                        .getMessage());
        assertEquals(
                message,
                assertThrows(IllegalArgumentException.class, () -> Gradient.of(x.square(), other, List.of(x)))
                        .getMessage());
    }
}
