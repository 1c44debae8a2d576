package io.github.vflow.table.inference.relation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Moment.Season;
import io.github.vflow.table.schema.Moment.Trend;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.Schema;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Weeks that all have the same order of their days. Friedman's statistic of m such weeks is 6m, so p = e^(−3m)·(1 + 3m + (3m)²/2): 5.2e−4 of four and
 * 3.9e−5 of five. The p of a season beside k other columns is below 1e−3/(3·(1 + k)).
 */
final class SeasonSearchTest {
    private static final double MONDAY = LocalDate.of(2024, 1, 1).toEpochDay();
    private static final double MISSING = Double.NaN;
    private static final Moment WEEKDAY = new Moment("t", Set.of(Season.WEEKDAY), true, Trend.DAYS);

    private static List<Moment> seasons(String pattern, List<Column> columns, List<double[]> rows, String... kept) {
        Schema schema = new Schema(columns, Map.of("t", Notation.Dates.of(pattern)));
        return SeasonSearch.of(schema, Rows.withGaps(rows.toArray(double[][]::new)), Set.of(kept), Map.of());
    }

    private static List<Moment> days(List<double[]> rows, String... kept) {
        List<Column> columns = IntStream.range(0, rows.getFirst().length)
                .<Column>mapToObj(j -> Column.real(j == 0 ? "t" : "c" + j))
                .toList();
        return seasons("yyyy-MM-dd", columns, rows, kept);
    }

    /** One row on each Monday to seven on each Sunday, beside constants. */
    private static List<double[]> counts(int weeks, int constants) {
        List<double[]> rows = new ArrayList<>();
        for (int day = 0; day < 7 * weeks; day++) {
            for (int i = 0; i <= day % 7; i++) {
                double[] row = new double[1 + constants];
                row[0] = MONDAY + day;
                rows.add(row);
            }
        }
        return rows;
    }

    /** One row a day, with a number. */
    private static List<double[]> daily(int days, IntToDoubleFunction number) {
        return IntStream.range(0, days)
                .mapToObj(day -> new double[] {MONDAY + day, number.applyAsDouble(day)})
                .toList();
    }

    /** The first and the last week do not count. */
    @Test
    void fiveWeeksShowTheDayOfTheWeek() {
        assertEquals(List.of(), days(counts(6, 0)), "four weeks between");
        assertEquals(List.of(WEEKDAY), days(counts(7, 0)));
        assertEquals(List.of(WEEKDAY), days(counts(20, 0)), "whole days have no hour");
    }

    /** Five weeks are enough beside seven columns, by 1e−3/(3·8), and not beside eight, by 1e−3/(3·9). */
    @Test
    void theLevelIsSharedBySeasonsAndColumns() {
        assertEquals(List.of(WEEKDAY), days(counts(7, 2)));
        assertEquals(List.of(WEEKDAY), days(counts(7, 7)));
        assertEquals(List.of(), days(counts(7, 8)));
        assertEquals(List.of(), days(counts(6, 2)));
    }

    @Test
    void columnsOfOthersAreNoDates() {
        List<double[]> rows = counts(7, 0);
        assertEquals(List.of(), days(rows, "t"), "kept");
        Column t = Column.real("t");
        assertEquals(
                List.of(),
                SeasonSearch.of(new Schema(List.of(t)), Rows.of(rows.toArray(double[][]::new)), Set.of(), Map.of()));
        assertEquals(List.of(), seasons("yyyy-MM-dd", List.of(Column.heavyTailed("t")), rows));
        List<Column> taken = List.of(t, Column.real("t weekday"));
        assertEquals(List.of(), seasons("yyyy-MM-dd", taken, counts(7, 1)), "the name of a part is taken");
    }

    /** Ten rows for each place: 70, of which a date that is missing is none. */
    @Test
    void aSeasonNeedsTenRowsForEachPlace() {
        List<double[]> rows = daily(70, day -> day % 7 * (day % 7));
        assertEquals(List.of(WEEKDAY), days(rows));
        assertEquals(List.of(WEEKDAY), days(daily(70, day -> 100 * (day % 7) + day)), "beside a trend");
        rows.get(33)[0] = MISSING;
        assertEquals(List.of(), days(rows));
        assertEquals(List.of(), days(daily(70, day -> 2 * day)), "a trend");
    }

    /** The most frequent label is one of 1, which is on all days but Sundays. */
    @Test
    void labelsHaveSeasons() {
        List<Column> columns = List.of(Column.real("t"), Column.category("c", List.of("a", "b", "c")));
        List<double[]> rows = daily(140, day -> day % 7 == 6 ? 2 : 1);
        rows.get(40)[1] = MISSING;
        assertEquals(List.of(WEEKDAY), seasons("yyyy-MM-dd", columns, rows));
        assertEquals(List.of(), seasons("yyyy-MM-dd", columns, daily(140, _ -> 1)));
    }

    /** Two Decembers and Januaries to Novembers that are each rarer: years are cycles of months. */
    @Test
    void monthsHaveSeasonsOverYears() {
        List<double[]> rows = new ArrayList<>();
        for (int year = 2015; year < 2021; year++) {
            for (int month = 1; month <= 12; month++) {
                for (int i = 0; i < 13 - month; i++) {
                    rows.add(new double[] {LocalDate.of(year, month, 1 + 2 * i).toEpochDay()});
                }
            }
        }
        Moment month = new Moment("t", Set.of(Season.MONTH), true, Trend.DAYS);
        assertEquals(List.of(month), days(rows));
    }

    /** Each hour of each day of seven weeks, as often as the number of the day; or at ten o'clock twice as often as else. */
    @Test
    void datesWithTimesMayHaveEitherSeason() {
        List<double[]> weeks = new ArrayList<>();
        List<double[]> hours = new ArrayList<>();
        for (int cell = 0; cell < 24 * 49; cell++) {
            double t = MONDAY + cell / 24.0;
            for (int i = 0; i <= cell / 24 % 7; i++) {
                weeks.add(new double[] {t});
            }
            for (int i = 0; cell < 24 * 12 && i < (cell % 24 == 10 ? 2 : 1); i++) {
                hours.add(new double[] {t});
            }
        }
        List<Column> columns = List.of(Column.real("t"));
        String pattern = "yyyy-MM-dd HH:mm";
        Moment weekday = new Moment("t", Set.of(Season.WEEKDAY), false, Trend.DAYS);
        Moment hour = new Moment("t", Set.of(Season.HOUR), true, Trend.DAYS);
        assertEquals(List.of(weekday), seasons(pattern, columns, weeks));
        assertEquals(List.of(hour), seasons(pattern, columns, hours));
        hours.forEach(row -> row[0] += 0.5 / 24);
        Moment later = new Moment("t", Set.of(Season.HOUR), false, Trend.DAYS);
        assertEquals(List.of(later), seasons(pattern, columns, hours), "half hours");
    }

    /** Times of day are seasons where all are full hours, and there are 240. */
    @Test
    void fullHoursAreASeason() {
        List<double[]> rows = new ArrayList<>(IntStream.range(0, 240)
                .mapToObj(i -> new double[] {i % 24 / 24.0})
                .toList());
        Moment hour = new Moment("t", Set.of(Season.HOUR), true, Trend.NONE);
        for (Column column : List.of(Column.real("t"), new Column.Circular("t", 0, 1))) {
            assertEquals(List.of(hour), seasons("HH:mm", List.of(column), rows));
            assertEquals(List.of(), seasons("HH:mm", List.of(column), rows.subList(0, 239)));
        }
        rows.add(new double[] {10.5 / 24});
        assertEquals(List.of(), seasons("HH:mm", List.of(Column.real("t")), rows), "half past ten");
    }
}
