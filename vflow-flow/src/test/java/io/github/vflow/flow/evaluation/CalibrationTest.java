package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** P-values of scores. */
final class CalibrationTest {
    private static final double[] NONE = {};

    @Property(tries = 300)
    void pValuesCountScores(@ForAll @Size(min = 1, max = 40) int[] few, @ForAll @IntRange(min = -5, max = 5) int at) {
        // few distinct values, so that ties are common; the least stands for −∞
        double[] scores = Arrays.stream(few)
                .mapToDouble(i -> i % 5 == -4 ? Double.NEGATIVE_INFINITY : i % 5)
                .toArray();
        double score = at == -4 ? Double.NEGATIVE_INFINITY : at;
        Calibration c = Calibration.of(scores, NONE, NONE);
        long atMost = DoubleStream.of(scores).filter(s -> s <= score).count();
        long atLeast = DoubleStream.of(scores).filter(s -> s >= score).count();
        double n = scores.length + 1.0;
        assertEquals((1 + atMost) / n, c.pValue(score));
        assertEquals(Math.min(1, 2 * Math.min((1 + atMost) / n, (1 + atLeast) / n)), c.twoSided(score));
    }

    /** Of n + 1 distinct scores, each is equally likely to be the new one: its p-value is uniform on the n + 1 ranks. */
    @Property(tries = 100)
    void eachRankIsAPValueOnce(@ForAll @IntRange(min = 1, max = 30) int n) {
        double[] all = IntStream.rangeClosed(0, n).asDoubleStream().toArray();
        double[] p = new double[n + 1];
        Arrays.setAll(
                p,
                i -> Calibration.of(
                                IntStream.rangeClosed(0, n)
                                        .filter(k -> k != i)
                                        .mapToDouble(k -> all[k])
                                        .toArray(),
                                NONE,
                                NONE)
                        .pValue(all[i]));
        for (int i = 0; i <= n; i++) {
            assertEquals((i + 1) / (n + 1.0), p[i]);
        }
    }

    @Test
    void rangesAreOfKnownCells() {
        Rows rows = Rows.withGaps(new double[] {1, Double.NaN, -4, Double.NaN, Double.NaN, Double.NaN}, 2);
        Calibration c = Calibration.of(new double[] {-1}, rows);
        assertEquals(-4, c.low(0));
        assertEquals(1, c.high(0));
        assertTrue(Double.isNaN(c.low(1)) && Double.isNaN(c.high(1)));
        assertEquals(c.low(0), c.with(new double[] {3}).low(0));
        assertEquals("Calibration by 1 rows, scores from -1.0 to -1.0", c.toString());
    }

    @Test
    void messages() {
        assertEquals(
                "Calibration: there are no scores; give some hundred rows",
                message(() -> Calibration.of(NONE, NONE, NONE)));
        assertEquals(
                "Calibration: scores must be numbers or -Infinity but one is NaN; score the rows by the model",
                message(() -> Calibration.of(new double[] {Double.NaN}, NONE, NONE)));
        assertEquals(
                "Calibration: the range of column 0 (counted from 0) must have finite ends in order but is [2.0, 1.0]; give"
                        + " the least and the greatest value",
                message(() -> Calibration.of(new double[] {1}, new double[] {2}, new double[] {1})));
        assertEquals(
                "Calibration: expected as many least as greatest values but got 1 and 0; give both for each column",
                message(() -> Calibration.of(new double[] {1}, new double[] {2}, NONE)));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }

    @Test
    void aCrossFittedCalibrationHasTwoFoldsOrMore() {
        Calibration plain = Calibration.of(new double[] {3, 1, 2}, new double[] {0}, new double[] {1});
        assertEquals(0, plain.folds());
        assertEquals(2, plain.crossFitted(2).folds());
        assertThrows(IllegalArgumentException.class, () -> plain.crossFitted(1));
        assertEquals(0, plain.crossFitted(5).with(new double[] {1}).folds(), "other rows are in no fold");
        assertEquals(2, plain.median());
        assertEquals(
                3,
                Calibration.of(new double[] {1, 2, 3, 4}, new double[0], new double[0])
                        .median());
    }

    /** Equal numbers make equal calibrations; each part counts. */
    @Test
    void equalityIsOfAllNumbers() {
        Calibration c = Calibration.of(new double[] {1, 2}, new double[] {0}, new double[] {1});
        Calibration same = Calibration.of(new double[] {2, 1}, new double[] {0}, new double[] {1});
        assertEquals(c, same);
        assertEquals(c.hashCode(), same.hashCode());
        List<Object> others = List.of(
                Calibration.of(new double[] {1, 3}, new double[] {0}, new double[] {1}),
                Calibration.of(new double[] {1, 2}, new double[] {0.5}, new double[] {1}),
                Calibration.of(new double[] {1, 2}, new double[] {0}, new double[] {2}),
                c.crossFitted(3),
                "text");
        others.forEach(other -> assertNotEquals(c, other));
        assertNotEquals(c.hashCode(), others.get(0).hashCode());
        assertNotEquals(c.hashCode(), others.get(1).hashCode());
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Calibration.of(new double[] {1, bad}, new double[0], new double[0]));
        }
    }
}
