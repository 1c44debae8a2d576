package io.github.vflow.flow.bijector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.bijector.elementwise.Logit;
import io.github.vflow.flow.part.Bijector;
import io.github.vflow.flow.part.Bijector.Mapped;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.transformer.Affine;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.shape.Shape;
import io.github.vflow.tensor.shape.check.ShapeException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages for wrong shapes, and the values at the ends of domains. */
final class BijectorErrorsTest {
    private static final int D = 3;

    record Case(String name, Function<Parameters, Bijector> bijector) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> bijectorsOfThreeDimensions() {
        return Stream.of(
                new Case("ActNorm", p -> ActNorm.of(p.scope(), D)),
                new Case("InvertibleLinear", p -> InvertibleLinear.of(p.scope(), D)),
                new Case("LuLinear", p -> LuLinear.of(p.scope(), D)),
                new Case("Permutation", _ -> Permutation.reversed(D)),
                new Case("Coupling", _ -> new Coupling(1, D, x -> x, new Affine(Affine.Scale.EXP))));
    }

    @ParameterizedTest
    @MethodSource("bijectorsOfThreeDimensions")
    void anotherNumberOfDimensionsIsNamed(Case c) {
        Parameters parameters = new Parameters();
        Bijector b = c.bijector.apply(parameters);
        Tensor wide = new Trace().batch("x", Shape.of(256, 5));
        Tensor flat = new Trace().batch("x", Shape.of(6));
        for (String direction : new String[] {"forward", "inverse"}) {
            Function<Tensor, Mapped> map = direction.equals("forward") ? b::forward : b::inverse;
            assertEquals(
                    c.name + "." + direction
                            + ": expected x [batch, 3] but got [256, 5]; the flow was built for 3 dimensions",
                    assertThrows(ShapeException.class, () -> map.apply(wide)).getMessage());
            assertEquals(
                    c.name + "." + direction
                            + ": expected x [batch, 3] but got [6]; the flow was built for 3 dimensions",
                    assertThrows(ShapeException.class, () -> map.apply(flat)).getMessage());
        }
    }

    private static String message(Runnable what) {
        return assertThrows(IllegalArgumentException.class, what::run).getMessage();
    }

    @Test
    void aCouplingNeedsTwoParts() {
        Affine affine = new Affine(Affine.Scale.EXP);
        assertEquals(
                "Coupling: 0 of 3 dimensions pass; at least one must pass and one not",
                message(() -> new Coupling(0, 3, x -> x, affine)));
        assertEquals(
                "Coupling: 3 of 3 dimensions pass; at least one must pass and one not",
                message(() -> new Coupling(3, 3, x -> x, affine)));
    }

    @Test
    void alphaOfALogitLeavesRoom() {
        assertEquals("Logit: alpha must be in [0, 0.5) but is 0.5", message(() -> new Logit(0.5)));
        assertEquals("Logit: alpha must be in [0, 0.5) but is -0.1", message(() -> new Logit(-0.1)));
        assertEquals("Logit: alpha must be in [0, 0.5) but is NaN", message(() -> new Logit(Double.NaN)));
    }

    @Test
    void withoutAMarginALogitIsInfiniteAtTheEnds() {
        double[] y = Eval.of(
                Shape.of(1, 3),
                new double[] {0, 0.5, 1},
                x -> new Logit(0).forward(x).value());
        assertEquals(List.of(Double.NEGATIVE_INFINITY, 0.0, Double.POSITIVE_INFINITY), List.of(y[0], y[1], y[2]));
    }

    @Test
    void aSingularMatrixIsAnErrorNotMinusInfinity() {
        Parameters parameters = new Parameters();
        InvertibleLinear linear = InvertibleLinear.of(parameters.scope(), 2);
        Trace t = new Trace();
        t.output("logDet", linear.forward(t.batch("x", Shape.of(1, 2))).logDet());
        Map<String, double[]> singular = Map.of("x", new double[2], Parameters.INPUT, new double[] {1, 2, 2, 4});
        String message = assertThrows(ArithmeticException.class, () -> Eval.of(Eval.REFERENCE, t, singular))
                .getMessage();
        assertTrue(message.startsWith("a 2×2 matrix is singular or not finite (ln |det| = "), message);
        assertTrue(
                message.endsWith("); change it in smaller steps, or build it from triangular factors (LU)"), message);
    }
}
