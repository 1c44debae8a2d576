package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dates as files have them, and dates on a grid. */
final class DateFormsTest {
    private static final LocalDate FIRST = LocalDate.of(2019, 3, 2);

    @TempDir
    private Path dir;

    private Table.Reading read(int rows, IntFunction<String> date) throws IOException {
        Random random = new Random(7);
        String lines = IntStream.range(0, rows)
                .mapToObj(i -> "\"" + date.apply(i) + "\"," + random.nextGaussian())
                .collect(Collectors.joining("\n"));
        return Table.read(
                CsvSource.of(Files.writeString(Files.createTempFile(dir, "t", ".csv"), "date,y\n" + lines + "\n")),
                ReadOptions.standard());
    }

    private static String said(Table.Reading reading) {
        return reading.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"MMM d uuuu", "MMMM d uuuu", "uuuuMMdd", "MMM d, uuuu"})
    void datesAreDays(String pattern) throws IOException {
        DateTimeFormatter form = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        Table table = read(60, i -> FIRST.plusDays(17L * i).format(form)).orThrow();
        assertEquals((double) FIRST.plusDays(17).toEpochDay(), table.rows().get(1, 0));
        Schema schema = table.schema();
        assertEquals(FIRST.format(form), schema.text(schema.column("date"), (double) FIRST.toEpochDay()));
        assertEquals(schema, Schema.ofJson(schema.toJson()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"uuuu-MM", "MM/uuuu", "MMM uuuu"})
    void monthsAreTheirFirstDays(String pattern) throws IOException {
        DateTimeFormatter form = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        Table table = read(60, i -> FIRST.plusMonths(i).format(form)).orThrow();
        assertEquals(
                (double) LocalDate.of(2019, 4, 1).toEpochDay(), table.rows().get(1, 0));
        Schema schema = table.schema();
        assertEquals(
                FIRST.plusMonths(1).format(form),
                schema.text(schema.column("date"), (double)
                        LocalDate.of(2019, 3, 20).toEpochDay()),
                "the nearest first day of a month");
        assertEquals(schema, Schema.ofJson(schema.toJson()));
    }

    @Test
    void numbersOfEightDigitsAreDatesIfAllAre() throws IOException {
        DateTimeFormatter form = DateTimeFormatter.ofPattern("uuuuMMdd");
        List<Map<String, @Nullable Object>> rows = IntStream.range(0, 60)
                .<Map<String, @Nullable Object>>mapToObj(i -> {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    row.put("date", Integer.parseInt(FIRST.plusDays(17L * i).format(form)));
                    row.put("y", i * i % 97 / 10.0);
                    return row;
                })
                .toList();
        Table table = Table.of(rows);
        assertEquals((double) FIRST.plusDays(17).toEpochDay(), table.rows().get(1, 0));
        assertEquals(table.rows().copyRow(1)[0], table.schema().encode(rows.get(1))[0]);
        Table numbers = read(60, i -> Integer.toString(20_210_000 + 37 * i)).orThrow();
        assertEquals(20_210_037, numbers.rows().get(1, 0), "37 is no day of a month");
    }

    /** R writes midnight without a time. */
    @Test
    void someDatesMayHaveNoTime() throws IOException {
        Table.Reading stops = read(
                200,
                i -> FIRST.plusDays(i) + (i == 70 ? "" : String.format(Locale.ROOT, " %02d:%02d:42", i % 24, i % 60)));
        Table table = stops.orThrow();
        assertEquals((double) FIRST.plusDays(70).toEpochDay(), table.rows().get(70, 0));
        assertEquals(
                FIRST.plusDays(1).toEpochDay() + (3_660 + 42) / 86_400.0,
                table.rows().get(1, 0),
                1e-9);
        Schema schema = table.schema();
        assertEquals("2019-03-02 06:00:00", schema.text(schema.column("date"), FIRST.toEpochDay() + 0.25));
        Table begins =
                read(200, i -> FIRST.plusDays(i) + (i < 3 ? "" : "T12:30")).orThrow();
        assertEquals(FIRST.plusDays(3).toEpochDay() + 12.5 / 24, begins.rows().get(3, 0), 1e-9);
    }

    @Test
    void datesInSeveralFormsAreSaid() throws IOException {
        Table.Reading mixed = read(
                150,
                i -> FIRST.plusDays(i)
                        .format(DateTimeFormatter.ofPattern(
                                List.of("uuuu-MM-dd", "MMM d uuuu", "dd.MM.uuuu")
                                        .get(i % 3),
                                Locale.ENGLISH)));
        assertEquals("ignored", mixed.table().schema().column("date").kindWord());
        assertTrue(
                said(mixed)
                        .contains(
                                "column 1 (date) looks like dates in 3 forms, such as \"2019-03-02\" and \"Mar 3 2019\", so it is"
                                        + " ignored; write them in one form to use them"),
                said(mixed));
        assertTrue(
                said(read(150, i -> "part " + i * 7)).contains("holds text with more than 100 different values"),
                "no dates");
    }

    /** vega cars: each year is its 1 January, and so is each sample. */
    @Test
    void firstOfJanuariesStay() throws IOException {
        Table.Reading cars = read(271, i -> (1970 + i * i % 13) + "-01-01");
        assertTrue(said(cars).contains("real numbers of days, all on the first of January"), said(cars));
        Schema schema = cars.orThrow().schema();
        assertEquals(List.of("date", "y"), schema.modelled().names(), "no season of one place");
        assertEquals("1979-01-01", schema.text(schema.column("date"), (double)
                LocalDate.of(1979, 3, 26).toEpochDay()));
        assertEquals("1980-01-01", schema.text(schema.column("date"), (double)
                LocalDate.of(1979, 8, 26).toEpochDay()));
        assertEquals(schema, Schema.ofJson(schema.toJson()));
    }

    @Test
    void firstsOfMonthsWithASeasonAreMonthsAndYears() throws IOException {
        Random random = new Random(3);
        String lines = IntStream.range(0, 360)
                .mapToObj(i -> LocalDate.of(1990, 1, 1).plusMonths(i) + "," + (i % 12 + random.nextGaussian()))
                .collect(Collectors.joining("\n"));
        Table table = Table.read(
                        CsvSource.of(Files.writeString(dir.resolve("co2.csv"), "date,y\n" + lines + "\n")),
                        ReadOptions.standard())
                .orThrow();
        assertEquals(List.of("date month", "date trend", "y"), table.columns());
        Moment moment = table.schema().moments().getFirst();
        assertEquals(Moment.Trend.YEARS, moment.trend());
        for (int i = 0; i < 360; i++) {
            double day = LocalDate.of(1990, 1, 1).plusMonths(i).toEpochDay();
            assertEquals(day, moment.value(moment.split(day)));
        }
        assertEquals(
                (double) LocalDate.of(1991, 3, 1).toEpochDay(),
                moment.value(new double[] {2, 21 * 365.2425 + 100}),
                "the nearest year");
        assertEquals(table.schema(), Schema.ofJson(table.schema().toJson()));
    }
}
