package io.github.vflow.flow.data.standardization;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.bijector.elementwise.MarginalMaps;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.run.Engines;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class MarginalMapTest {
    private static final long SEED = Seeds.of("MarginalMapTest");
    private static final double EXACT = 1e-9;

    private static double[] numbers(int n, DoubleUnaryOperator ofNormal) {
        SplittableRandom random = new SplittableRandom(SEED);
        return DoubleStream.generate(random::nextGaussian)
                .limit(n)
                .map(ofNormal)
                .toArray();
    }

    private static double skewness(double[] x) {
        double mean = Arrays.stream(x).average().orElseThrow();
        double square =
                Arrays.stream(x).map(v -> Math.pow(v - mean, 2)).average().orElseThrow();
        double cube = Arrays.stream(x).map(v -> Math.pow(v - mean, 3)).average().orElseThrow();
        return cube / Math.pow(square, 1.5);
    }

    @Test
    void imagesOfASkewedLawAreAboutStandardNormal() {
        double[] x = numbers(2_000, z -> 100 * Math.exp(1.5 * z));
        MarginalCurve curve = MarginalMap.of(x).orElseThrow().curve();
        double[] y = Arrays.stream(x).map(curve::forward).toArray();
        assertEquals(0, Arrays.stream(y).average().orElseThrow(), EXACT);
        assertEquals(1, Arrays.stream(y).map(v -> v * v).average().orElseThrow(), EXACT);
        assertTrue(Math.abs(skewness(y)) < 0.3, skewness(y) + " of " + skewness(x) + ", seed " + SEED);
        for (double z : new double[] {-1.5, -1, -0.5, 0, 0.5, 1, 1.5}) {
            assertEquals(z, curve.forward(100 * Math.exp(1.5 * z)), 0.25, "seed " + SEED);
        }
        // twice as far beyond the tail's knot is twice as many units
        double far = curve.forward(1e6) - curve.forward(9e5);
        assertEquals(far, curve.forward(9e5) - curve.forward(8e5), 1e-6 * far);
    }

    /** Amounts from a thousandth to a million: bins are fine where numbers are dense, and the lower tail as short as the numbers say. */
    @Test
    void amountsOverOrdersOfMagnitudeKeepTheirQuantiles() {
        DoubleUnaryOperator amount = z -> 30 * Math.exp(3 * z);
        double[] x = numbers(2_000, amount);
        MarginalCurve curve = MarginalMap.ofAmounts(x).orElseThrow().curve();
        for (double z : new double[] {-1.5, -1, -0.5, 0, 0.5, 1, 1.5}) {
            assertEquals(z, curve.forward(amount.applyAsDouble(z)), 0.2, "seed " + SEED);
        }
        assertTrue(curve.inverse(-3) > -5, curve.inverse(-3) + ", seed " + SEED);
    }

    /** The programs add slopes up in float32, so that a sum of steep ones must leave the least: amounts over thirteen orders of magnitude. */
    @Test
    void slopesOfAmountsStayInTheRangeOfFloat32() {
        double[] x = numbers(1_000, z -> 30 * Math.exp(5 * z));
        MarginalMap map = MarginalMap.ofAmounts(x).orElseThrow();
        assertTrue(Collections.max(map.slopes()) < 1.001e5 * Collections.min(map.slopes()), map + ", seed " + SEED);
        double std = Math.sqrt(Arrays.stream(x).map(v -> v * v).average().orElseThrow());
        MarginalMap standard = map.ofStandard(0, std);
        double[] rows = Arrays.stream(x).map(v -> (float) (v / std)).toArray();
        Trace trace = new Trace();
        trace.output(
                "slopes",
                new MarginalMaps(List.of(standard))
                        .forward(trace.batch("x", Shape.of(x.length, 1)))
                        .logDet());
        double[] computed = Eval.of(Engines.vector(1), trace, Map.of("x", rows)).get("slopes");
        for (int i = 0; i < x.length; i++) {
            assertEquals(standard.curve().logSlope(rows[i]), computed[i], 0.05, standard + " at " + rows[i]);
        }
    }

    /** A number that repeats has no width, so the bin before it rises by its share, too: from −1 to 0.5 where it is in 40 % of the rows. */
    @Test
    void repeatedNumbersKeepTheirShare() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] x = IntStream.range(0, 2_000)
                .mapToDouble(i -> i % 10 < 3 ? 5 * random.nextDouble() : i % 10 < 7 ? 5 : 5 + 5 * random.nextDouble())
                .toArray();
        MarginalCurve curve = MarginalMap.of(x).orElseThrow().curve();
        double rise = curve.forward(5) - curve.forward(2.6);
        assertTrue(rise > 1, rise + ", seed " + SEED);
    }

    @Test
    void aLawThatIsNormalNeedsNoMap() {
        assertEquals(Optional.empty(), MarginalMap.of(numbers(2_000, z -> 7 + 3 * z)));
        assertEquals(Optional.empty(), MarginalMap.of(numbers(120, z -> z)));
    }

    @Test
    void fewNumbersSayNoLaw() {
        DoubleUnaryOperator skewed = z -> Math.exp(2 * z);
        assertEquals(Optional.empty(), MarginalMap.of(numbers(20, skewed)));
        assertTrue(MarginalMap.of(numbers(21, skewed)).isPresent());
        assertEquals(Optional.empty(), MarginalMap.of(numbers(500, z -> Math.clamp(Math.rint(3 * z), -10, 9))));
        assertEquals(Optional.empty(), MarginalMap.of(new double[500]));
        // 90 % of the numbers are one
        double[] spike = numbers(1_000, z -> z < 1.28 ? 4 : z);
        assertEquals(Optional.empty(), MarginalMap.of(spike));
    }

    /** The law of two clusters has a map that is steep where they are. */
    @Test
    void clustersGetMostOfTheImage() {
        double[] x = numbers(1_000, z -> z > 0 ? 10 + z : -10 + z);
        MarginalCurve curve = MarginalMap.of(x).orElseThrow().curve();
        assertTrue(curve.logSlope(10.5) > curve.logSlope(0) + 1, "seed " + SEED);
    }

    @Property
    void theInverseAndTheSlopeAreThoseOfTheMap(@ForAll @IntRange(min = 2, max = 9) int n, @ForAll long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        MarginalMap map = new MarginalMap(
                random.doubles(n, -5, 5).sorted().boxed().toList(),
                random.doubles(n, 0.01, 30).boxed().toList(),
                random.nextDouble(-3, 3));
        MarginalCurve curve = map.curve();
        double step = 1e-6;
        for (double x : random.doubles(20, -9, 9).toArray()) {
            assertEquals(x, curve.inverse(curve.forward(x)), 1e-9, map + " at " + x);
            double rise = (curve.forward(x + step) - curve.forward(x - step)) / (2 * step);
            assertEquals(Math.log(rise), curve.logSlope(x), 1e-2, map + " at " + x);
            double v = (x - 3) / 2;
            assertEquals(curve.forward(x), map.ofStandard(3, 2).curve().forward(v), 1e-9);
        }
    }

    /** Programs compute what the service computes. */
    @Test
    void theBijectorIsTheCurve() {
        MarginalMap one = MarginalMap.of(numbers(500, z -> Math.exp(z))).orElseThrow();
        MarginalMap other = new MarginalMap(List.of(0.0, 1.0), List.of(2.0, 0.5), 7);
        double[] x = {0.01, -3, 0.5, 0.5, 3, 0.9, 60, 4};
        MarginalMaps both = new MarginalMaps(List.of(one, other));
        double[] y = Eval.of(Shape.of(4, 2), x, v -> both.forward(v).value());
        for (int i = 0; i < x.length; i++) {
            MarginalCurve curve = (i % 2 == 0 ? one : other).curve();
            assertEquals(curve.forward(x[i]), y[i], 1e-5 * (1 + Math.abs(y[i])), "x = " + x[i]);
        }
    }

    @Test
    void impossibleMapsAreRefused() {
        String message = assertThrows(
                        IllegalArgumentException.class, () -> new MarginalMap(List.of(1.0, 1.0), List.of(1.0, 2.0), 0))
                .getMessage();
        assertEquals(
                "MarginalMap: knots must be at least two ascending numbers, each with a positive slope, but knots, slopes"
                        + " and start are [1.0, 1.0], [1.0, 2.0] and 0.0",
                message);
        assertThrows(IllegalArgumentException.class, () -> new MarginalMap(List.of(1.0), List.of(1.0), 0));
        assertThrows(IllegalArgumentException.class, () -> new MarginalMap(List.of(1.0, 2.0), List.of(1.0, 0.0), 0));
        assertThrows(IllegalArgumentException.class, () -> new MarginalMap(List.of(1.0, 2.0), List.of(1.0), 0));
    }
}
