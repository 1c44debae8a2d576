package io.github.vflow.table.report.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.column.Sorted;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class MeasuresTest {
    private static double[] doubles(List<Integer> numbers) {
        return numbers.stream().mapToDouble(Integer::doubleValue).toArray();
    }

    @Property(tries = 500)
    void theLargestDifferenceIsThatOfAllPlaces(
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -5, max = 5) Integer> a,
            @ForAll @Size(min = 1, max = 30) List<@IntRange(min = -5, max = 5) Integer> b) {
        Sorted first = Sorted.of(doubles(a));
        Sorted second = Sorted.of(doubles(b));
        Difference d = Difference.of(first, second);
        double most = IntStream.rangeClosed(-5, 5)
                .mapToDouble(x -> Math.abs(first.shareUpTo(x) - second.shareUpTo(x)))
                .max()
                .orElseThrow();
        assertEquals(most, d.size(), 1e-12);
        if (most > 0) {
            assertEquals(first.shareUpTo(d.at()), d.first(), 1e-12);
            assertEquals(second.shareUpTo(d.at()), d.second(), 1e-12);
        }
    }

    @Test
    void equalDistributionsDifferByChanceAlone() {
        int seen = 0;
        for (int seed = 1; seed <= 200; seed++) {
            Random random = new Random(seed);
            double[] a = random.doubles(300).toArray();
            double[] b = random.doubles(500).toArray();
            seen += Difference.of(Sorted.of(a), Sorted.of(b)).isSeen() ? 1 : 0;
        }
        assertTrue(seen <= 8, seen + " of 200 at 1 %");
        double[] moved = new Random(9).doubles(500).map(x -> x + 0.2).toArray();
        assertTrue(Difference.of(Sorted.of(new Random(1).doubles(300).toArray()), Sorted.of(moved))
                .isSeen());
        assertEquals(
                0,
                Difference.of(Sorted.of(new double[] {Double.NaN}), Sorted.of(moved))
                        .size());
    }

    /** P(x of m rows are alarms) = C(x + k − 1, x)·C(m − x + n − k, m − x)/C(m + n, m): the ways to order n calibration rows among m others. */
    @Test
    void theRangeOfAlarmsIsThatOfCountedOrders() {
        for (int n : new int[] {9, 19, 40}) {
            for (int m : new int[] {5, 12, 60}) {
                int k = (n + 1) / 10;
                double below = 0;
                double low = -1;
                double high = -1;
                for (int x = 0; high < 0; x++) {
                    below += ways(x + k - 1, x) * ways(m - x + n - k, m - x) / ways(m + n, m);
                    low = low < 0 && below > 0.005 ? x : low;
                    high = below >= 0.995 ? x : high;
                }
                AlarmRates.Range range = new AlarmRates(n, m).at(0.1);
                assertEquals(low / m, range.low(), 1e-12, n + " and " + m);
                assertEquals(high / m, range.high(), 1e-12, n + " and " + m);
            }
        }
    }

    private static double ways(int of, int some) {
        double ways = 1;
        for (int i = 1; i <= some; i++) {
            ways = ways * (of - some + i) / i;
        }
        return ways;
    }

    /** The alarms of simulated scores, of which all are normal. */
    @Test
    void theRangeOfAlarmsHoldsNinetyNineOfAHundredCases() {
        int n = 300;
        int m = 400;
        AlarmRates rates = new AlarmRates(n, m);
        int inside = 0;
        int cases = 2_000;
        Random random = new Random(11);
        for (int c = 0; c < cases; c++) {
            double[] calibration = random.doubles(n).sorted().toArray();
            double limit = calibration[(int) Math.floor(0.05 * (n + 1)) - 1];
            long alarms = random.doubles(m).filter(s -> s <= limit).count();
            inside += rates.at(0.05).has((double) alarms / m) ? 1 : 0;
        }
        double share = (double) inside / cases;
        assertTrue(share > 0.985 && share <= 0.999, "share " + share);
        assertEquals(new AlarmRates.Range(0, 0), rates.at(0.001));
        assertEquals(new AlarmRates.Range(1, 1), rates.at(1));
    }
}
