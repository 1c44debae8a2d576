package io.github.vflow.flow.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.part.Bijector;
import io.github.vflow.nn.Parameters;
import io.github.vflow.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The errors of a map that breaks each law by a known number. */
final class BijectorAuditTest {
    private static final double[][] POINTS = {{4, 0.5}, {-3, 1}};

    /**
     * y = 2x.
     *
     * @param logDet is too large by this
     * @param inverse is too large by this share
     * @param back the log-determinant of the inverse is too large by this
     */
    private record Doubling(double logDet, double inverse, double back) implements Bijector {
        @Override
        public Mapped forward(Tensor x) {
            return Mapped.ofConstant(x.times(2), x.trace().constant(2 * Math.log(2) + logDet));
        }

        @Override
        public Mapped inverse(Tensor y) {
            return Mapped.ofConstant(
                    y.times(0.5 * (1 + inverse)), y.trace().constant(-2 * Math.log(2) - logDet + back));
        }
    }

    private static BijectorAudit.Laws laws(double logDet, double inverse, double back) {
        return BijectorAudit.of(new Doubling(logDet, inverse, back), new Parameters(), POINTS);
    }

    @Test
    void eachErrorIsThatOfItsLaw() {
        BijectorAudit.Laws laws = laws(0.25, 0.125, 0.0625);
        assertEquals(0.125, laws.roundTrip(), 1e-12, "relative to 4; the error at 0.5 is relative to 1");
        assertEquals(0.25, laws.logDetGradient(), 1e-12);
        assertEquals(0.25, laws.logDetDifferences(), 1e-6);
        assertEquals(0.0625, laws.inverseLogDet(), 1e-12);
        assertFalse(laws.within(0.2));
        assertTrue(laws.within(0.25 + 1e-9));
    }

    @Test
    void aMapThatKeepsTheLawsHasNoErrors() {
        assertTrue(laws(0, 0, 0).within(1e-9), laws(0, 0, 0).toString());
    }
}
