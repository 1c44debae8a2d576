package io.github.vflow.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The elementary functions against those of java.lang.Math in double, in units of the last place. */
final class FloatMathTest {
    /** From float to float; a prime, so that all low digits occur. The nightly build takes smaller steps. */
    private static final int STRIDE = Boolean.getBoolean("vflow.nightly") ? 97 : 9973;

    /** 1.1 units in the last place of numbers in [½, 1]. */
    private static final double ELU_NEAR_ZERO = 1.1 * Math.ulp(0.5f);

    interface Function {
        float of(float x);
    }

    /**
     * A function, what it should be, and where.
     *
     * @param limit the largest error allowed, in units of the last place
     */
    record Row(String name, Function f, DoubleUnaryOperator exact, float from, float to, double limit) {
        @Override
        public String toString() {
            return name + " on [" + from + ", " + to + "]";
        }
    }

    static Stream<Row> rows() {
        float max = Float.MAX_VALUE;
        return Stream.of(
                new Row("exp", FloatMath::exp, Math::exp, -87.3f, 88.7f, 1.1),
                // below −87.3 results are subnormal, and rounded twice
                new Row("exp", FloatMath::exp, Math::exp, -104f, -87.3f, 1.1),
                new Row("expOfNegative", FloatMath::expOfNegative, Math::exp, FloatMath.NEGATIVE_MIN, 0f, 1.1),
                new Row("exp2OfNegative", FloatMath::exp2OfNegative, x -> Math.pow(2, x), FloatMath.EXP2_MIN, 0f, 2.2),
                // nearer to zero the error is absolute: see below
                new Row("elu", FloatMath::elu, Math::expm1, -104f, -1f, 1.1),
                new Row("elu", FloatMath::elu, x -> x, 0f, max, 0),
                new Row("log", FloatMath::log, Math::log, Float.MIN_VALUE, max, 1.0),
                new Row("log", FloatMath::log, Math::log, 0.5f, 2f, 1.0),
                new Row("log1p", FloatMath::log1p, Math::log1p, Math.nextUp(-1f), max, 1.7),
                new Row("log1p", FloatMath::log1p, Math::log1p, -0.5f, 1f, 1.7),
                new Row("tanh", FloatMath::tanh, Math::tanh, -max, max, 1.5),
                new Row("tanh", FloatMath::tanh, Math::tanh, -10f, 10f, 1.5),
                new Row("sigmoid", FloatMath::sigmoid, FloatMathTest::sigmoid, -104f, max, 2.5),
                new Row("softplus", FloatMath::softplus, FloatMathTest::softplus, -104f, max, 2.0),
                new Row("sinTurns", FloatMath::sinTurns, u -> Math.sin(2 * Math.PI * u), 0f, Math.nextDown(1f), 2.0),
                new Row("cosTurns", FloatMath::cosTurns, u -> Math.cos(2 * Math.PI * u), 0f, Math.nextDown(1f), 2.0));
    }

    private static double sigmoid(double x) {
        return x > 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void errorIsBelowItsLimit(Row row) {
        double worst = 0;
        float at = row.from;
        long last = order(row.to);
        for (long i = order(row.from); i <= last; i += STRIDE) {
            float x = fromOrder(i);
            double exact = row.exact.applyAsDouble(x);
            double error = Math.abs(row.f.of(x) - exact) / ulp(exact);
            if (!(error <= worst)) {
                worst = error;
                at = x;
            }
        }
        double measured = worst;
        float where = at;
        assertTrue(
                measured <= row.limit,
                () -> "%s is off by %.3f units of the last place at %s (%s); at most %.1f"
                        .formatted(row, measured, where, Float.toHexString(where), row.limit));
    }

    /** The size of a unit in the last place, were the number rounded to float32. */
    private static double ulp(double exact) {
        return Math.ulp((float) exact);
    }

    /** Floats in order are integers in order. */
    private static long order(float x) {
        int bits = Float.floatToIntBits(x);
        return bits >= 0 ? bits : Integer.MIN_VALUE - (long) bits;
    }

    private static float fromOrder(long i) {
        return Float.intBitsToFloat((int) (i >= 0 ? i : Integer.MIN_VALUE - i));
    }

    @Test
    void orderIsUndoneByFromOrder() {
        for (float x : new float[] {-3f, 0f, Float.MIN_VALUE, -Float.MIN_VALUE, 7.5f, -Float.MAX_VALUE}) {
            assertEquals(x, fromOrder(order(x)));
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void risesWhereTheFunctionRises(Row row) {
        if (row.name.endsWith("Turns")) {
            return;
        }
        float before = row.f.of(row.from);
        for (long i = order(row.from); i <= order(row.to); i += 10L * STRIDE) {
            float now = row.f.of(fromOrder(i));
            // neighbours may be out of order by the error of each
            assertTrue(
                    now >= before - 2 * row.limit * Math.ulp(before),
                    "%s falls from %s to %s at %s".formatted(row, before, now, fromOrder(i)));
            before = now;
        }
    }

    /** eˣ − 1 cancels where eˣ is near one: the error is that of a number in [½, 1]. */
    @Test
    void nearZeroTheErrorOfEluIsAbsolute() {
        for (long i = order(-1f); i <= order(-Float.MIN_VALUE); i += STRIDE) {
            float x = fromOrder(i);
            double error = Math.abs(FloatMath.elu(x) - Math.expm1(x));
            assertTrue(error <= ELU_NEAR_ZERO, () -> "elu is off by " + error + " at " + x);
        }
    }

    @Test
    void limitsAreReached() {
        float inf = Float.POSITIVE_INFINITY;
        assertEquals(0f, FloatMath.exp(-inf));
        assertEquals(0f, FloatMath.exp(-1e6f));
        assertEquals(inf, FloatMath.exp(inf));
        assertEquals(inf, FloatMath.exp(88.8f));
        assertEquals(1f, FloatMath.exp(0f));
        assertEquals(1f, FloatMath.expOfNegative(0f));
        assertEquals(FloatMath.expOfNegative(FloatMath.NEGATIVE_MIN), FloatMath.expOfNegative(-inf));
        assertTrue(FloatMath.expOfNegative(-inf) >= Float.MIN_NORMAL);
        assertEquals(1f, FloatMath.exp2OfNegative(0f));
        assertEquals(Float.MIN_NORMAL, FloatMath.exp2OfNegative(-inf));
        assertEquals(-1f, FloatMath.elu(-inf));
        assertEquals(inf, FloatMath.elu(inf));
        assertEquals(0f, FloatMath.elu(0f));
        assertEquals(-inf, FloatMath.log(0f));
        assertEquals(-inf, FloatMath.log(-0f));
        assertEquals(inf, FloatMath.log(inf));
        assertEquals(0f, FloatMath.log(1f));
        assertEquals(-inf, FloatMath.log1p(-1f));
        assertEquals(inf, FloatMath.log1p(inf));
        assertEquals(0f, FloatMath.log1p(0f));
        assertEquals(1f, FloatMath.tanh(inf));
        assertEquals(-1f, FloatMath.tanh(-inf));
        assertEquals(0f, FloatMath.tanh(0f));
        assertEquals(1f, FloatMath.sigmoid(inf));
        assertEquals(0f, FloatMath.sigmoid(-inf));
        assertEquals(0.5f, FloatMath.sigmoid(0f));
        assertEquals(inf, FloatMath.softplus(inf));
        assertEquals(0f, FloatMath.softplus(-inf));
        assertEquals(0f, FloatMath.sinTurns(0f));
        assertEquals(1f, FloatMath.cosTurns(0f));
        assertEquals(1f, FloatMath.sinTurns(0.25f));
        assertEquals(-1f, FloatMath.cosTurns(0.5f));
        assertEquals(0f, Math.abs(FloatMath.cosTurns(0.75f)));
    }

    @Test
    void nanGoesThroughAndNegativeLogarithmsAreNan() {
        for (Function f : Stream.<Function>of(
                        FloatMath::exp,
                        FloatMath::expOfNegative,
                        FloatMath::exp2OfNegative,
                        FloatMath::elu,
                        FloatMath::log,
                        FloatMath::log1p,
                        FloatMath::tanh,
                        FloatMath::sigmoid,
                        FloatMath::softplus)
                .toList()) {
            assertTrue(Float.isNaN(f.of(Float.NaN)));
        }
        assertTrue(Float.isNaN(FloatMath.log(-1f)));
        assertTrue(Float.isNaN(FloatMath.log(-Float.MIN_VALUE)));
        assertTrue(Float.isNaN(FloatMath.log(Float.NEGATIVE_INFINITY)));
        assertTrue(Float.isNaN(FloatMath.log1p(-1.5f)));
    }
}
