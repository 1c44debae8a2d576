package io.github.vflow.table.schema;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.schema.Moment.Season;
import io.github.vflow.table.schema.Moment.Trend;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;

/** A date and its parts are one, and the density of a date has mass one. */
final class MomentTest {
    /** Days, a ten-thousandth of a second. */
    private static final double ROUNDING = 1e-9;

    private static final double MASS = 2e-3;

    private static Moment of(Trend trend, Season... seasons) {
        return new Moment("at", Set.of(seasons), false, trend);
    }

    @Test
    void partsOfADateAreThoseOfTheCalendar() {
        double days = LocalDate.of(2024, 5, 31).toEpochDay() + 17.75 / 24;
        assertArrayEquals(
                new double[] {4, 17},
                Arrays.copyOf(of(Trend.DAYS, Season.MONTH, Season.HOUR).split(days), 2));
        double[] parts = of(Trend.DAYS, Season.WEEKDAY, Season.HOUR).split(days);
        assertArrayEquals(new double[] {4, 17}, Arrays.copyOf(parts, 2));
        // 2,839 weeks from the one of 1970-01-01, and three quarters of an hour
        assertEquals((2839 + 0.75) / 24, parts[2], ROUNDING);
        Moment all = of(Trend.DAYS, Season.values());
        assertEquals(List.of("at month", "at weekday", "at hour", "at trend"), all.sources());
        assertEquals("month, weekday, hour and trend", all.shown());
        assertThrows(IllegalArgumentException.class, () -> of(Trend.DAYS));
    }

    @Property(tries = 2_000)
    void aDateIsItsParts(
            @ForAll @NotEmpty Set<Season> seasons,
            @ForAll boolean isCentred,
            @ForAll @DoubleRange(min = -700_000, max = 2_900_000) double days) {
        Moment moment = new Moment("at", seasons, isCentred, Trend.DAYS);
        assertEquals(days, moment.value(moment.split(days)), 1e-7);
        double[] parts = moment.split(days);
        double[] again = moment.split(moment.value(parts));
        for (int j = 0; j < parts.length; j++) {
            assertEquals(parts[j], again[j], 1e-5);
        }
        assertTrue(moment.holds(parts, days));
    }

    /** Hours at the full hour keep their hour, though no double is exactly a third of a day. */
    @Property(tries = 2_000)
    void fullHoursKeepTheirHour(@ForAll @IntRange(max = 1_000_000) int hours, @ForAll @NotEmpty Set<Season> seasons) {
        Set<Season> all = new HashSet<>(seasons);
        all.add(Season.HOUR);
        double[] parts = new Moment("at", all, false, Trend.DAYS).split(hours / 24.0);
        assertEquals(hours % 24, parts[parts.length - 2]);
    }

    /** Each cell of 400 years has other parts, so that no mass is counted twice, and neighbours of a trend are neighbours of a season. */
    @Test
    void cellsAreMovedOneToOne() {
        Moment moment = of(Trend.DAYS, Season.MONTH, Season.WEEKDAY);
        Set<List<Double>> cells = new HashSet<>();
        long from = LocalDate.of(1900, 1, 1).toEpochDay();
        long to = LocalDate.of(2300, 1, 1).toEpochDay();
        for (long day = from; day < to; day++) {
            cells.add(Arrays.stream(moment.split((double) day)).boxed().toList());
        }
        assertEquals(to - from, cells.size());
        for (int month = 0; month < 12; month++) {
            int place = month;
            List<Double> trends = cells.stream()
                    .filter(c -> c.get(0) == place && c.get(1) == 3)
                    .map(List::getLast)
                    .sorted()
                    .collect(Collectors.toCollection(ArrayList::new));
            assertEquals(trends.size() - 1, trends.getLast() - trends.getFirst(), ROUNDING, "the trend has no hole");
        }
    }

    /** ln p of the parts is ln p of the date per day: any density of the parts integrates to one over dates. */
    @Test
    void theDensityOfADateHasMassOne() {
        Moment moment = of(Trend.DAYS, Season.WEEKDAY, Season.HOUR);
        double middle = moment.split(19_000)[2];
        DoubleUnaryOperator p = days -> {
            double[] parts = moment.split(days);
            double place = (1 + parts[0]) / 28 * (1 + parts[1]) / 300;
            return place * normal(parts[2], middle, 0.1);
        };
        assertEquals(1, integral(p, 19_000 - 200, 19_000 + 200), MASS);
    }

    /** Times of day that are full hours are places without a trend; others are numbers on a circle. */
    @Test
    void aFullHourIsAPlace() {
        Moment moment = new Moment("at", Set.of(Season.HOUR), true, Trend.NONE);
        assertEquals(List.of("at hour"), moment.sources());
        for (int hour = 0; hour < 24; hour++) {
            double[] parts = moment.split(hour / 24.0);
            assertEquals(List.of((double) hour), Arrays.stream(parts).boxed().toList());
            assertEquals(hour / 24.0, moment.value(parts), ROUNDING);
        }
    }

    private static double normal(double x, double mean, double deviation) {
        double z = (x - mean) / deviation;
        return Math.exp(-z * z / 2) / (deviation * Math.sqrt(2 * Math.PI));
    }

    private static double integral(DoubleUnaryOperator p, double from, double to) {
        int n = 480_000;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += p.applyAsDouble(from + (i + 0.5) * (to - from) / n);
        }
        return sum * (to - from) / n;
    }
}
