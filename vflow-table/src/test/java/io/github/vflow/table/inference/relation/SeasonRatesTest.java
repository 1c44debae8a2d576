package io.github.vflow.table.inference.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Moment.Season;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.Schema;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often seasons are found where there is one, and where there is none. */
final class SeasonRatesTest {
    private static final LocalDate FIRST = LocalDate.of(2012, 1, 1);
    private static final int TABLES = Boolean.getBoolean("vflow.nightly") ? 100 : 20;

    private static Set<Season> seasons(List<LocalDate> days, IntToDoubleFunction number) {
        double[][] rows = IntStream.range(0, days.size())
                .mapToObj(i -> new double[] {days.get(i).toEpochDay(), number.applyAsDouble(i)})
                .toArray(double[][]::new);
        Schema schema =
                new Schema(List.of(Column.real("t"), Column.real("y")), Map.of("t", Notation.Dates.of("uuuu-MM-dd")));
        List<Moment> found = SeasonSearch.of(schema, Rows.of(rows), Set.of(), Map.of());
        return found.isEmpty() ? Set.of() : found.getFirst().seasons();
    }

    private static List<LocalDate> days(LocalDate from, int years) {
        return from.datesUntil(from.plusYears(years)).toList();
    }

    /** 15 − 10·cos(2πt) + N(0, 2) by days. */
    @ParameterizedTest
    @ValueSource(ints = {3, 4, 6, 10})
    void seasonsOfDailyWeatherAreFound(int years) {
        int found = 0;
        for (int k = 0; k < TABLES; k++) {
            Random random = new Random(1_000 * years + k);
            Set<Season> seasons = seasons(
                    days(FIRST.plusDays(random.nextInt(365)), years),
                    i -> 15 - 10 * Math.cos(2 * Math.PI * i / 365.25) + 2 * random.nextGaussian());
            assertTrue(seasons.equals(Set.of()) || seasons.equals(Set.of(Season.MONTH)), seasons + ", table " + k);
            found += seasons.size();
        }
        assertTrue(found >= 0.95 * TABLES, found + " of " + TABLES);
    }

    private static List<LocalDate> grid(int rows, IntUnaryOperator day) {
        return IntStream.range(0, rows)
                .mapToObj(i -> FIRST.plusDays(day.applyAsInt(i)))
                .toList();
    }

    private static List<LocalDate> only(int years, Predicate<LocalDate> kept) {
        return days(FIRST, years).stream().filter(kept).toList();
    }

    @Test
    void tablesWithoutASeasonHaveNone() {
        List<List<LocalDate>> grids = List.of(
                days(FIRST, 3),
                days(FIRST, 4),
                days(FIRST, 10),
                only(25, d -> d.getDayOfMonth() == 1),
                only(12, d -> d.getDayOfMonth() % 15 == 1 && d.getDayOfMonth() < 30),
                only(250, d -> d.getDayOfYear() == 1),
                only(60, d -> d.getDayOfMonth() == 1 && d.getMonthValue() % 3 == 1),
                only(8, d -> d.getDayOfWeek() == DayOfWeek.MONDAY),
                grid(300, i -> 14 * i),
                grid(600, i -> 3 * i));
        List<String> wrong = new ArrayList<>();
        for (int k = 0; k < TABLES; k++) {
            Random random = new Random(k);
            double[] walk = new double[4_000];
            IntStream.range(1, walk.length).forEach(i -> walk[i] = walk[i - 1] + random.nextGaussian());
            boolean isWalk = k / grids.size() % 2 == 1;
            List<LocalDate> days = grids.get(k % grids.size());
            Set<Season> found = seasons(days, i -> isWalk ? walk[i] : random.nextGaussian());
            if (!found.isEmpty()) {
                wrong.add(found + " of grid " + k % grids.size() + (isWalk ? ", a walk" : ""));
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** Means of the first days of months differ by month over thirty years. */
    @Test
    void firstDaysOfMonthsMayHaveASeason() {
        Random random = new Random(4);
        assertEquals(
                Set.of(Season.MONTH),
                seasons(only(30, d -> d.getDayOfMonth() == 1), i -> i % 12 + random.nextGaussian()));
    }

    @Test
    void shopsThatCloseOnSundaysHaveASeason() {
        Random random = new Random(5);
        assertEquals(
                Set.of(Season.WEEKDAY),
                seasons(only(3, d -> d.getDayOfWeek() != DayOfWeek.SUNDAY), _ -> random.nextGaussian()));
    }
}
