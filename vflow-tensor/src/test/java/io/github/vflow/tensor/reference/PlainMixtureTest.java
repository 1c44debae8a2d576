package io.github.vflow.tensor.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.exact.Logistics;
import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.BigMixture;
import io.github.vflow.tensor.testkit.Seeds;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The oracle's mixtures against forty digits, and against the code that the engine uses where float32 fails. */
final class PlainMixtureTest {
    private static final long SEED = Seeds.of("PlainMixtureTest");
    private static final int DRAWS = 150;

    /** Unnormalised weights, and log-scales from −7 to 7. */
    private static final class Drawn {
        private final double[] logits;
        private final double[] means;
        private final double[] logScales;
        private final double x;

        Drawn(SplittableRandom random) {
            int n = random.nextInt(1, 33);
            logits = random.doubles(n, -5, 5).toArray();
            means = random.doubles(n, -20, 20).toArray();
            logScales = random.doubles(n, -7, 7).toArray();
            int k = random.nextInt(n);
            x = means[k] + Math.exp(logScales[k]) * 5 * random.nextGaussian();
        }

        PlainMixture mixture(double floor) {
            return new PlainMixture(logits, means, logScales, floor);
        }
    }

    @Test
    void logOddsAndSlopeAgreeWithFortyDigits() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < DRAWS; i++) {
            Drawn d = new Drawn(random);
            BigMixture.LogOdds expected = new BigMixture(d.logits, d.means, d.logScales).at(d.x);
            PlainMixture mixture = d.mixture(Double.NEGATIVE_INFINITY);
            double size = Math.max(1, Math.abs(expected.value()));
            String where = "seed " + SEED + ", draw " + i + ", x = " + d.x;
            assertEquals(expected.value(), mixture.logOdds(d.x), Approx.MIXTURE_VALUE * size, where);
            assertEquals(Math.log(expected.slope()), mixture.logSlope(d.x), Approx.MIXTURE_SLOPE * size, where);
        }
    }

    /** On a plateau many x have one g, and on a cliff neighbouring x have distant g. */
    @Test
    void inverseHasNoResidual() {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        for (int i = 0; i < DRAWS; i++) {
            Drawn d = new Drawn(random);
            PlainMixture mixture = d.mixture(-3);
            double v = mixture.logOdds(d.x);
            double x = mixture.inverse(v);
            double digit = Math.exp(mixture.logSlope(x)) * Math.ulp(x);
            double residual = Math.abs(mixture.logOdds(x) - v);
            String where = "residual " + residual + ", seed " + (SEED + 1) + ", draw " + i + ", v = " + v;
            assertTrue(residual <= Approx.MIXTURE_RESIDUAL * Math.max(1, Math.abs(v)) + 2 * digit, where);
        }
    }

    @Test
    void gradientAgreesWithTheEnginesOwn() {
        SplittableRandom random = new SplittableRandom(SEED + 2);
        for (int i = 0; i < DRAWS; i++) {
            Drawn d = new Drawn(random);
            int n = d.logits.length;
            double a = random.nextGaussian();
            double b = random.nextGaussian();
            double[] expected = new double[3 * n];
            Logistics other = new Logistics(n, -3);
            other.load(d.logits, d.means, d.logScales, 0, 1);
            other.gradient(d.x, a, b, expected);
            double[] actual = d.mixture(-3).gradient(d.x, a, b);
            Approx.assertClose("seed " + (SEED + 2) + ", draw " + i, expected, actual, Approx.DIFFERENCES);
        }
    }

    @Test
    void oneComponentIsAStraightLine() {
        PlainMixture m = new PlainMixture(
                new double[] {5}, new double[] {1.5}, new double[] {Math.log(2)}, Double.NEGATIVE_INFINITY);
        assertEquals(3, m.logOdds(7.5), 1e-15);
        assertEquals(-Math.log(2), m.logSlope(7.5), 1e-15);
        assertEquals(7.5, m.inverse(3), 1e-14);
    }
}
