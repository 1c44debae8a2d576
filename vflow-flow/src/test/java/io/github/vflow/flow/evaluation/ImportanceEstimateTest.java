package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import java.util.Arrays;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The three numbers of an estimate against their formulas, wherever in the range of double the weights are. */
final class ImportanceEstimateTest {
    private static final long SEED = Seeds.of("ImportanceEstimateTest");

    @Property
    void formulasHoldAtAnyScale(
            @ForAll @IntRange(min = 1, max = 40) int n,
            @ForAll @DoubleRange(min = -700, max = 700) double scale,
            @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] log = random.doubles(n, -3, 3).toArray();
        double[] w = Arrays.stream(log).map(Math::exp).toArray();
        double sum = Arrays.stream(w).sum();
        double mean = sum / n;
        double squares = Arrays.stream(w).map(v -> v * v).sum();
        double variance =
                n == 1 ? 0 : Arrays.stream(w).map(v -> (v - mean) * (v - mean)).sum() / (n - 1);
        ImportanceEstimate e =
                ImportanceEstimate.of(Arrays.stream(log).map(v -> v + scale).toArray());
        Approx.assertClose("logProb", Math.log(mean) + scale, e.logProb(), Approx.LOG_SPACE);
        Approx.assertClose("ESS", sum * sum / squares, e.effectiveSampleSize(), Approx.LOG_SPACE);
        Approx.assertClose("standard error", Math.sqrt(variance / n) / mean, e.standardError(), Approx.LOG_SPACE_ERROR);
    }

    /** Weights from 1e−300 to 1e300: their sum would overflow when squared, their ratio underflows. */
    @Test
    void weightsMaySpanMoreThanADoubleHolds() {
        double big = Math.log(1e300);
        ImportanceEstimate e = ImportanceEstimate.of(new double[] {-big, big, -big, big});
        assertEquals(Math.log(0.5) + big, e.logProb(), 1e-12 * big);
        assertEquals(2, e.effectiveSampleSize(), 1e-12);
        // half of the weights are w, half are nothing: variance w²/3, mean w/2
        assertEquals(Math.sqrt(1 / 3.0 / 4) / 0.5, e.standardError(), 1e-12);
        ImportanceEstimate beyond = ImportanceEstimate.of(new double[] {5000, 5000});
        assertEquals(new ImportanceEstimate(5000, 0, 2), beyond);
        assertEquals(new ImportanceEstimate(-5000, 0, 2), ImportanceEstimate.of(new double[] {-5000, -5000}));
    }

    @Test
    void aPointOfNoMassIsMinusInfinity() {
        double none = Double.NEGATIVE_INFINITY;
        assertEquals(new ImportanceEstimate(none, 0, 0), ImportanceEstimate.of(new double[] {none, none}));
        assertEquals(none, ImportanceEstimate.logMeanExp(new double[] {0, none, Double.NaN}, 1, 2));
        ImportanceEstimate half = ImportanceEstimate.of(new double[] {none, 0});
        assertEquals(Math.log(0.5), half.logProb(), 1e-15);
        assertEquals(1, half.effectiveSampleSize(), 1e-15);
    }

    @Test
    void oneSampleHasNoError() {
        assertEquals(new ImportanceEstimate(-3.5, 0, 1), ImportanceEstimate.of(new double[] {-3.5}));
    }

    /** The reported error is the spread that repeated estimates have. */
    @Test
    void theReportedErrorIsTheSpreadOfRepeatedEstimates() {
        int repeats = 2000;
        int samples = 200;
        SplittableRandom random = new SplittableRandom(SEED);
        double[] estimates = new double[repeats];
        double reported = 0;
        for (int i = 0; i < repeats; i++) {
            ImportanceEstimate e = ImportanceEstimate.of(Eval.normal(samples, 0.5, random));
            estimates[i] = e.logProb();
            reported += e.standardError() / repeats;
        }
        double mean = Arrays.stream(estimates).average().orElseThrow();
        double spread = Math.sqrt(Arrays.stream(estimates)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow());
        assertTrue(
                Math.abs(reported / spread - 1) < 0.1,
                "seed " + SEED + ": reported " + reported + ", spread " + spread);
    }

    @Test
    void fewEffectiveDrawsSayNothing() {
        assertTrue(new ImportanceEstimate(-3, 0, 1).isKnown(), "exact");
        assertTrue(new ImportanceEstimate(-3, 0.2, 5).isKnown());
        assertFalse(new ImportanceEstimate(-3, 0.2, 4.9).isKnown());
    }

    @Test
    void aDifferenceIsAsGoodAsItsWorseEstimate() {
        ImportanceEstimate exact = new ImportanceEstimate(-3, 0, 1);
        ImportanceEstimate good = new ImportanceEstimate(-1, 0.3, 50);
        ImportanceEstimate poor = new ImportanceEstimate(-2, 0.4, 2);
        assertEquals(new ImportanceEstimate(-2, 0.3, 50), exact.minus(good));
        assertEquals(new ImportanceEstimate(2, 0.3, 50), good.minus(exact));
        assertEquals(new ImportanceEstimate(1, 0.5, 2), good.minus(poor));
        assertTrue(exact.minus(exact).isKnown());
    }
}
