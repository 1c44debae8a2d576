package io.github.vflow.flow.distribution.mixing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

/** ln Γ against closed forms. */
final class LogGammaTest {
    private static final double RELATIVE = 1e-14;

    private static void assertNear(double expected, double actual) {
        assertEquals(expected, actual, RELATIVE * Math.max(1, Math.abs(expected)));
    }

    @Test
    void ofWholeAndHalfNumbers() {
        assertNear(0.5 * Math.log(Math.PI), LogGamma.of(0.5));
        double log = 0;
        for (int n = 1; n <= 2_000; n++) {
            assertNear(log, LogGamma.of(n));
            log += Math.log(n);
        }
    }

    /** Γ(x)·Γ(x + ½) = 2^{1 − 2x}·√π·Γ(2x). */
    @Property
    void legendresDuplication(@ForAll @DoubleRange(min = 0.01, max = 1e5) double x) {
        double expected = (1 - 2 * x) * Math.log(2) + 0.5 * Math.log(Math.PI) + LogGamma.of(2 * x);
        double actual = LogGamma.of(x) + LogGamma.of(x + 0.5);
        assertEquals(expected, actual, 1e-13 * Math.max(1, 2 * x * Math.log(2 * x + 1)));
    }
}
