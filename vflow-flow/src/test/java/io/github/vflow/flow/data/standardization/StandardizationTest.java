package io.github.vflow.flow.data.standardization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.column.ColumnException;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Columns with offsets and scales of all kinds become numbers that float32 tells apart, or are refused. */
final class StandardizationTest {
    private static final long SEED = "StandardizationTest".hashCode();

    private static Rows column(double... values) {
        return Rows.of(values, 1);
    }

    private static double[] normal(int n, double mean, double std) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] x = new double[n];
        Arrays.setAll(x, _ -> mean + std * random.nextGaussian());
        return x;
    }

    private static String refusal(Rows rows) {
        ColumnException e = assertThrows(ColumnException.class, () -> Standardization.of(rows));
        assertEquals("column " + e.column() + " (counted from 0) " + e.reason(), e.getMessage());
        return e.getMessage();
    }

    /** Seconds since 1970 within a minute, of which float32 has one number. */
    @Test
    void epochSecondsKeepTheirDigits() {
        double[] seconds = normal(2_000, 1.7e9, 30);
        Standardization s = Standardization.of(column(seconds));
        float[] v = new float[seconds.length];
        s.forward(seconds, v, 1);
        double[] same = normal(2_000, 0, 1);
        for (int i = 0; i < v.length; i++) {
            assertEquals((same[i] - mean(same)) / std(same), v[i], 1e-5, "seed " + SEED);
        }
        Rows back = s.inverse(v, 1);
        for (int i = 0; i < v.length; i++) {
            assertEquals(seconds[i], back.get(i, 0), 1e-5);
        }
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    private static double std(double[] x) {
        double mean = mean(x);
        return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / x.length);
    }

    @Test
    void theVolumeIsThatOfTheScales() {
        Standardization s = Standardization.of(List.of(5.0, -1.0), List.of(2.0, 0.25));
        assertEquals(-Math.log(2) - Math.log(0.25), s.logDet(2), 1e-12);
        float[] v = new float[4];
        s.forward(new double[] {7, -1, 5, -1.25}, v, 2);
        assertArrayEquals(new float[] {1, 0, 0, -1}, v);
        assertEquals(Rows.of(new double[][] {{7, -1}, {5, -1.25}}), s.inverse(v, 2));
        assertEquals(0, Standardization.none().logDet(1));
        assertEquals(List.of(), Standardization.none().mean());
    }

    /** What float32 cannot know is not printed as if it did. */
    @Test
    void samplesHaveAboutSevenDigitsOfTheStandardDeviation() {
        Standardization s = Standardization.of(List.of(1.7e9, 0.0), List.of(30.0, 2e8));
        Rows rows = s.inverse(new float[] {0.1f, 0.1f}, 2);
        assertEquals("1.700000003E9", rows.text(0, 0));
        assertEquals("2.0E7", rows.text(0, 1));
        for (double std : new double[] {1e-320, 1e-40, 1e-15, 1e15, 1e30}) {
            double sample = Standardization.of(List.of(0.0), List.of(std))
                    .inverse(new float[] {0.5f}, 1)
                    .get(0, 0);
            assertEquals(0.5 * std, sample, 1e-6 * std);
        }
    }

    @Test
    void aConstantIsRefused() {
        String remedy = " in all 3 rows; a constant has no density, so remove the column";
        assertEquals("column 0 (counted from 0) is 0.1" + remedy, refusal(column(0.1, 0.1, 0.1)));
        double[] ten = new double[10];
        Arrays.fill(ten, 0.1);
        assertEquals(0, column(ten).columnStds()[0], "although the mean of ten is not 0.1 in double");
        assertEquals("column 1 (counted from 0) is 7.0" + remedy, refusal(Rows.of(new double[][] {{1, 7}, {2, 7}, {3, 7}
        })));
    }

    @Test
    void anOutlierThatHidesAllTheRestIsRefused() {
        double[] values = normal(500, 0, 1);
        values[77] = 1e30;
        String message = refusal(column(values));
        assertTrue(
                message.matches(
                        "column 0 \\(counted from 0\\) has 500 different numbers, of which float32 tells only 2 apart"
                                + " once they are standardised: from -\\S+ over the median \\S+ to 1.0E30; repair outliers, take logarithms,"
                                + " or remove the column"),
                message);
        double[] flags = new double[50];
        flags[3] = 1;
        flags[4] = 1e30;
        assertTrue(refusal(column(flags)).contains("has 3 different numbers, of which float32 tells only 2 apart"));
    }

    /** Some moments are a millisecond apart, which no density needs; if they are many, the column is refused. */
    @Test
    void someOfManyNumbersMayBeLost() {
        double[] moments = new double[20];
        Arrays.setAll(moments, i -> 1.32e12 + 1e10 * i);
        for (int lost = 0; lost < 10; lost++) {
            Rows rows = column(moments);
            if (lost <= 5) {
                Standardization.of(rows).requireResolved(rows);
            } else {
                String left = "has 20 different numbers, of which float32 tells only " + (20 - lost) + " apart";
                assertTrue(refusal(rows).contains(left), refusal(rows));
            }
            moments[2 * lost + 1] = moments[2 * lost] + 1;
        }
    }

    @Test
    void aNumberBeyondFloat32IsTheLargest() {
        Standardization s = Standardization.of(List.of(0.0, 5.0), List.of(1e6, 2.0));
        Rows rows = s.inverse(new float[] {3e38f, 1, -3e38f, -1}, 2);
        assertArrayEquals(new double[] {Float.MAX_VALUE, 7}, rows.copyRow(0));
        assertArrayEquals(new double[] {-Float.MAX_VALUE, 3}, rows.copyRow(1));
    }

    @Test
    void anOffsetBeyondDoubleIsRefused() {
        assertTrue(refusal(column(1e30, 1e30 + 2e14, 1e30 + 4e14, 1e30 * (1 + 1e-13), 1, 2, 3))
                .contains("float32 tells only"));
    }

    @Test
    void withoutStandardisationFloat32MustTellTheNumbersApart() {
        Rows seconds = column(normal(500, 1.7e9, 30));
        ColumnException e =
                assertThrows(ColumnException.class, () -> Standardization.none().requireResolved(seconds));
        assertTrue(e.reason().contains("repair outliers, standardise the column, or remove the column"), e.reason());
        Standardization.none().requireResolved(column(normal(500, 1e3, 1)));
    }

    /** Heavy tails, few values, tiny and huge units, and the rounding errors of sums are no reason. */
    @Test
    void ordinaryColumnsPass() {
        Standardization.of(
                column(Arrays.stream(normal(2_000, 0, 2)).map(Math::exp).toArray()));
        Standardization.of(column(normal(2_000, 0, 1e-30)));
        Standardization.of(column(normal(2_000, 0, 1e30)));
        double[] sums = new double[200];
        Arrays.setAll(sums, i -> i % 2 == 0 ? 0.3 : 0.1 + 0.2);
        sums[0] = 1;
        Standardization.of(column(sums));
        double[] flags = new double[5_000];
        flags[17] = 1;
        Standardization.of(column(flags));
    }

    @Test
    void momentsAreChecked() {
        assertEquals(
                "Standardization: mean and standard deviation must be finite, and the latter positive, but those of column 1"
                        + " (counted from 0) are 2.0 and 0.0; drop or repair the column",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Standardization.of(List.of(1.0, 2.0), List.of(1.0, 0.0)))
                        .getMessage());
        for (double bad : new double[] {Double.NaN, Double.POSITIVE_INFINITY, -1}) {
            assertThrows(IllegalArgumentException.class, () -> Standardization.of(List.of(0.0), List.of(bad)));
        }
        assertThrows(IllegalArgumentException.class, () -> Standardization.of(List.of(Double.NaN), List.of(1.0)));
        assertEquals(
                "Standardization: mean and std must have the same length but have 1 and 2; pass both for every column",
                assertThrows(IllegalArgumentException.class, () -> Standardization.of(List.of(1.0), List.of(1.0, 2.0)))
                        .getMessage());
    }
}
