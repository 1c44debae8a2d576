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

    @Test
    void allFullHoursOfAYearKeepTheirHour() {
        Moment moment = of(Trend.DAYS, Season.HOUR);
        long from = LocalDate.of(2026, 1, 1).toEpochDay() * 24;
        for (long hours = from; hours < from + 365 * 24; hours++) {
            assertEquals((double) (hours % 24), moment.split(hours / 24.0)[0], "hours since 1970: " + hours);
        }
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
        long to = LocalDate.of(Boolean.getBoolean("vflow.nightly") ? 2300 : 2001, 1, 1)
                .toEpochDay();
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

    /** A day and a part of it are a sum that is rounded, yet a full hour keeps its place. */
    @Test
    void aFullHourOfADayKeepsItsHour() {
        Moment moment = of(Trend.DAYS, Season.HOUR);
        for (int day = -3_000; day < 20_000; day += 7) {
            for (int hour = 0; hour < 24; hour++) {
                assertEquals(hour, moment.split(day + hour / 24.0)[0], "hour " + hour + " of day " + day);
            }
        }
    }

    /** A trend that leads out of the years 1 to 9999 is at their first or last block. */
    @Test
    void aTrendFarOutIsAtTheEndOfTheCalendar() {
        Moment months = of(Trend.DAYS, Season.MONTH);
        for (int month = 0; month < 12; month++) {
            LocalDate last = LocalDate.of(9999, month + 1, 1).plusMonths(1).minusDays(1);
            assertEquals((double) LocalDate.of(1, month + 1, 1).toEpochDay(), months.value(new double[] {month, -1e7}));
            assertEquals((double) last.toEpochDay(), months.value(new double[] {month, 1e7}));
            assertEquals((double) last.toEpochDay(), months.value(months.split((double) last.toEpochDay())));
        }
    }

    /** Times of day hold to an hour, dates to a tenth of a second. */
    @Test
    void aDateHoldsToItsCell() {
        Moment time = new Moment("at", Set.of(Season.HOUR), true, Trend.NONE);
        assertTrue(time.holds(new double[] {5}, 5.9 / 24));
        assertTrue(!time.holds(new double[] {5}, 6.1 / 24));
        Moment date = of(Trend.DAYS, Season.WEEKDAY);
        double[] parts = date.split(19_000.25);
        assertTrue(date.holds(parts, 19_000.25 + 0.9e-6));
        assertTrue(!date.holds(parts, 19_000.25 + 1.1e-6));
        assertEquals(0.123, date.rounded(0, 0.123));
        assertTrue(date.givesSources());
    }

    /** A trend is written as the date that it gives with the seasons of its row; seasons that are not known are at their first place. */
    @Test
    void aTrendIsWrittenAsItsDate() {
        Schema schema = new Schema(List.of(Column.real("x"), Column.real("at"), Column.real("t")))
                .with("at", Notation.Dates.of("uuuu-MM-dd"))
                .with("t", Notation.SECONDS)
                .with(new Moment("at", Set.of(Season.WEEKDAY), true, Trend.DAYS));
        var texts = Moment.texts(schema);
        assertEquals(Set.of("at", "at trend", "t"), texts.keySet());
        double[] friday = {7, 4, 10, 0};
        assertEquals("1970-03-13", texts.get("at trend").of(friday, 10));
        assertEquals("1970-03-06", texts.get("at trend").of(friday, 9));
        assertEquals("1970-03-09", texts.get("at trend").of(new double[] {7, Double.NaN, 10, 0}, 10));
        assertEquals("1970-03-09", texts.get("at trend").of(new double[] {7}, 10));
        assertEquals("86400", texts.get("t").of(friday, 1));
        Schema times = new Schema(List.of(new Column.Circular("at", 0, 1)))
                .with("at", Notation.Dates.of("HH:mm"))
                .with(new Moment("at", Set.of(Season.HOUR), true, Trend.NONE));
        assertEquals(Set.of("at"), Moment.texts(times).keySet());
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
