package io.github.vflow.tensor.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.testkit.Approx;
import io.github.vflow.tensor.testkit.BigMixture;
import io.github.vflow.tensor.testkit.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The log-odds of mixtures against a forty-digit oracle, and the inverse by its residual, its bracket and its cost. */
final class LogisticsTest {
    private static final long SEED = Seeds.of("LogisticsTest");
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final int VALUES = NIGHTLY ? 4_000 : 150;
    private static final int INVERSES = NIGHTLY ? 1_000_000 : 20_000;
    private static final int EVALUATIONS = 15;

    /** A mixture with log-scales from −7 to 7. */
    private static final class Drawn {
        private final double[] logits;
        private final double[] means;
        private final double[] logScales;

        private Drawn(SplittableRandom random) {
            int n = random.nextInt(1, 65);
            double spread = Math.exp(random.nextDouble(-2, 4));
            logits = gaussians(n, 3, random);
            means = gaussians(n, spread, random);
            logScales = random.doubles(n, -7, 7).toArray();
        }

        private static double[] gaussians(int n, double spread, SplittableRandom random) {
            double[] x = new double[n];
            Arrays.setAll(x, _ -> spread * random.nextGaussian());
            return x;
        }

        Logistics mixture() {
            Logistics m = new Logistics(logits.length);
            m.load(logits, means, logScales, 0, 1);
            return m;
        }

        /** One of the means and so on: where something happens. Or anything up to a million. */
        double point(SplittableRandom random) {
            int k = random.nextInt(means.length);
            return random.nextBoolean()
                    ? means[k] + Math.exp(logScales[k]) * 5 * random.nextGaussian()
                    : Math.exp(random.nextDouble(-10, Math.log(1e6))) * (random.nextBoolean() ? 1 : -1);
        }
    }

    @Test
    void logOddsAndSlopeAgreeWithTheOracle() {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int i = 0; i < VALUES; i++) {
            Drawn d = new Drawn(random);
            double x = d.point(random);
            BigMixture.LogOdds expected = new BigMixture(d.logits, d.means, d.logScales).at(x);
            Logistics mixture = d.mixture();
            double value = mixture.logOdds(x);
            String where = "seed " + SEED + ", draw " + i + ", x = " + x + ", " + d.logits.length + " components";
            assertEquals(
                    expected.value(), value, Approx.MIXTURE_VALUE * Math.max(1, Math.abs(expected.value())), where);
            double relative = Approx.MIXTURE_SLOPE + Approx.MIXTURE_SLOPE_OF_VALUE * Math.abs(expected.value());
            assertEquals(expected.slope(), mixture.slope(), relative * expected.slope(), "slope, " + where);
        }
    }

    /** To the last digits of x: on a plateau many x have one g, and on a cliff neighbouring x have distant g. */
    @Test
    void inverseHasNoResidualAndStaysInItsBracketAndIsCheap() {
        SplittableRandom random = new SplittableRandom(SEED + 1);
        int[] evaluations = new int[INVERSES];
        for (int i = 0; i < INVERSES; i++) {
            Drawn d = new Drawn(random);
            Logistics mixture = d.mixture();
            double v = random.nextBoolean() ? mixture.logOdds(d.point(random)) : 4 * random.nextGaussian();
            double x = mixture.inverse(v);
            evaluations[i] = mixture.evaluations();
            String where = "seed " + (SEED + 1) + ", draw " + i + ", v = " + v + ", x = " + x + ", " + d.logits.length
                    + " components, " + evaluations[i] + " evaluations";
            double residual = Math.abs(mixture.logOdds(x) - v);
            double digit = mixture.slope() * Math.ulp(x);
            assertTrue(
                    residual <= Approx.MIXTURE_RESIDUAL * Math.max(1, Math.abs(v)) + digit,
                    () -> "residual " + residual + " where a digit of x is worth " + digit + ": " + where);
            assertInBracket(d, v, x, where);
        }
        Arrays.sort(evaluations);
        int median = evaluations[INVERSES / 2];
        int p99 = evaluations[INVERSES * 99 / 100];
        String cost = "evaluations of g: median " + median + ", p99 " + p99 + ", most " + evaluations[INVERSES - 1];
        System.out.println("LogisticsTest: " + cost);
        assertTrue(p99 <= EVALUATIONS, () -> cost + ", seed " + (SEED + 1));
    }

    private static void assertInBracket(Drawn d, double v, double x, String where) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        for (int k = 0; k < d.means.length; k++) {
            double alone = d.means[k] + Math.exp(d.logScales[k]) * v;
            lo = Math.min(lo, alone);
            hi = Math.max(hi, alone);
        }
        assertTrue(lo <= x && x <= hi, where + " outside [" + lo + ", " + hi + "]");
    }

    @Test
    void oneComponentIsInvertedExactly() {
        Logistics m = new Logistics(1);
        m.component(0, 5, 1.5, Math.log(2));
        assertEquals(1.5 + 2 * 3, m.inverse(3));
        assertEquals(0, m.evaluations());
    }

    @Test
    void whatIsNotFiniteGoesThrough() {
        Logistics m = new Logistics(2);
        m.component(0, 0, -1, 0);
        m.component(1, 0, 1, 1);
        assertEquals(Double.POSITIVE_INFINITY, m.inverse(Double.POSITIVE_INFINITY));
        assertEquals(Double.NEGATIVE_INFINITY, m.inverse(Double.NEGATIVE_INFINITY));
        assertEquals(Double.NaN, m.inverse(Double.NaN));
    }

    @Test
    void weightsNeedNotBeNormalised() {
        Logistics a = new Logistics(2);
        a.component(0, 1, -1, 0.5);
        a.component(1, 2, 3, -0.5);
        Logistics b = new Logistics(2);
        b.component(0, -6, -1, 0.5);
        b.component(1, -5, 3, -0.5);
        assertEquals(a.logOdds(0.3), b.logOdds(0.3), Approx.MIXTURE_VALUE);
        assertEquals(a.slope(), b.slope(), Approx.MIXTURE_SLOPE);
    }
}
