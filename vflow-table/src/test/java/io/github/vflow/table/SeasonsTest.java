package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Dates of which the table shows seasons. */
final class SeasonsTest {
    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);

    @TempDir
    Path dir;

    private Table.Reading read(String text, ReadOptions options) throws IOException {
        return Table.read(CsvSource.of(Files.writeString(dir.resolve("t.csv"), text)), options);
    }

    /** Orders from 8 to 18 o'clock, Monday to Friday, of half a year. */
    private static String orders(int n) {
        Random random = new Random(3);
        return "at,amount\n"
                + IntStream.range(0, n)
                        .mapToObj(_ -> {
                            int day = random.nextInt(26) * 7 + random.nextInt(5);
                            int minute = 8 * 60 + random.nextInt(600);
                            return START.plusDays(day)
                                            .plusMinutes(minute)
                                            .toString()
                                            .replace('T', ' ')
                                    + String.format(java.util.Locale.ROOT, ",%.2f", 20 + 3 * random.nextGaussian());
                        })
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    @Test
    void ordersHaveWeekdayAndHour() throws IOException {
        Table.Reading r = read(orders(1_000), ReadOptions.standard());
        assertEquals(
                List.of("at weekday", "at hour", "at trend", "amount"),
                r.table().columns());
        assertEquals(
                List.of("date", "real"), r.columns().stream().map(c -> c.kind()).toList());
        assertEquals(
                "density of weekday, hour and trend", r.columns().getFirst().use());
        assertTrue(
                r.findings().stream()
                        .map(Finding::toString)
                        .anyMatch(text -> text.equals(
                                "column 1 (at) shows seasons, so it is modelled by its weekday, hour and trend; make it real to"
                                        + " model its days alone")),
                r.findings().toString());
        Schema schema = r.table().schema();
        assertEquals(schema, Schema.ofJson(schema.toJson()));
        Table.Reading asked = read(orders(1_000), ReadOptions.standard().with("at", ReadOptions.Kind.REAL));
        assertEquals(List.of("at", "amount"), asked.table().columns());
    }

    @Test
    void datesWithoutASeasonStayDays() throws IOException {
        Random random = new Random(5);
        String text = "at,y\n"
                + IntStream.range(0, 1_000)
                        .mapToObj(_ -> START.plusMinutes(random.nextInt(400 * 24 * 60))
                                        .toString()
                                        .replace('T', ' ')
                                + "," + random.nextGaussian())
                        .collect(Collectors.joining("\n"));
        assertEquals(
                List.of("at", "y"), read(text, ReadOptions.standard()).table().columns());
    }

    /** A number that grows from day to day is greater on each Sunday than on the Monday before, but that is no season. */
    @Test
    void aTrendIsNoSeason() throws IOException {
        Random random = new Random(11);
        for (double noise : new double[] {0, 0.3}) {
            StringBuilder text = new StringBuilder("day,y\n");
            for (int i = 0; i < 400; i++) {
                double y = 100 + 2.5 * i + 0.001 * i * i + noise * random.nextGaussian();
                text.append(START.plusDays(i).toLocalDate())
                        .append(',')
                        .append(y)
                        .append('\n');
            }
            assertEquals(
                    List.of("day", "y"),
                    read(text.toString(), ReadOptions.standard()).table().columns(),
                    "noise " + noise);
        }
    }

    /** A walk from day to day has no season, whatever its trend; a day of the week that adds to it is one. */
    @Test
    void aSeasonMayBeInAnotherColumn() throws IOException {
        for (double sunday : new double[] {0, 3}) {
            Random random = new Random(7);
            StringBuilder text = new StringBuilder("day,y\n");
            double walk = 0;
            for (int i = 0; i < 400; i++) {
                walk += random.nextGaussian();
                LocalDateTime day = START.plusDays(i);
                double y = walk + (day.getDayOfWeek() == DayOfWeek.SUNDAY ? sunday : 0);
                text.append(day.toLocalDate()).append(',').append(y).append('\n');
            }
            List<String> columns =
                    read(text.toString(), ReadOptions.standard()).table().columns();
            assertEquals(sunday == 0 ? List.of("day", "y") : List.of("day weekday", "day trend", "y"), columns);
        }
    }

    @Test
    void countsOfSecondsAreDays() throws IOException {
        String text = "created_at,y\n"
                + IntStream.range(0, 50)
                        .mapToObj(i -> (1_704_070_800L + 86_399L * i) + "," + i * i % 17)
                        .collect(Collectors.joining("\n"));
        for (String unit : List.of("", "000")) {
            Table.Reading r = read(text.replaceAll("(\\d{10}),", "$1" + unit + ","), ReadOptions.standard());
            Schema schema = r.table().schema();
            assertEquals(unit.isEmpty() ? Notation.SECONDS : Notation.MILLISECONDS, schema.notation("created_at"));
            double days = r.table().rows().get(0, 0);
            assertEquals(1_704_070_800 / 86_400.0, days, 1e-9);
            assertEquals("1704070800" + unit, schema.text(schema.column("created_at"), days));
            Map<String, Object> row = Map.of("created_at", Long.parseLong("1704070800" + unit), "y", 3);
            assertEquals(days, schema.encode(row)[0], 1e-9);
            assertEquals(
                    row.get("created_at"), schema.decode(schema.encode(row)).get("created_at"));
            assertEquals(schema, Schema.ofJson(schema.toJson()));
        }
        assertEquals(
                Notation.PLAIN,
                read(text.replace("created_at", "phone"), ReadOptions.standard())
                        .table()
                        .schema()
                        .notation("phone"));
    }

    @Test
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void anOrderAtNightOnSundayIsOdd() throws IOException {
        Table.Reading r = read(orders(1_500), ReadOptions.standard());
        Recipe small = Recipe.standard().withSteps(200).withNoise(0.0).withCalibration(0);
        TableModel model = TableModel.fit(r.table(), small);
        double[] usual = model.row(Map.of("at", "2024-03-13 11:30", "amount", 20.0));
        double[] odd = model.row(Map.of("at", "2024-03-17 03:30", "amount", 20.0));
        assertTrue(model.logProb(usual) > model.logProb(odd) + 4, model.logProb(usual) + " and " + model.logProb(odd));
        // the chain gives each hour of 24 and each day of 7 some mass
        assertTrue(Double.isFinite(model.logProb(odd)));
        int open = 0;
        double[][] drawn = model.sample(500, 1);
        for (double[] row : drawn) {
            Map<String, ?> values = model.schema().decode(row);
            assertEquals(java.util.Set.of("at", "amount"), values.keySet());
            String text = model.schema().text(model.schema().column("at"), (double) values.get("at"));
            LocalDateTime at = LocalDateTime.parse(text.replace(' ', 'T'));
            open += at.getDayOfWeek().getValue() < 6 && at.getHour() >= 8 && at.getHour() < 18 ? 1 : 0;
        }
        assertTrue(open > 430, open + " of 500 samples are at opening hours");
        assertEquals(model.columns(), List.of("at weekday", "at hour", "at trend", "amount"));
        Path file = Files.writeString(dir.resolve("new.csv"), "amount,at\n20,2024-03-13 11:30\n20,\n");
        try (RecordReader reader = RecordReader.open(CsvSource.of(file), model.schema(), ReadOptions.standard())) {
            List<RecordReader.Entry> all = reader.next();
            assertEquals(model.logProb(usual), model.logProb(all.get(0).row()));
            assertTrue(Double.isNaN(all.get(1).row()[0])
                    && Double.isFinite(model.logProb(all.get(1).row())));
            assertEquals(-1, reader.place("at weekday"));
        }
        double weekdays = IntStream.range(0, 5)
                .mapToDouble(d -> Math.exp(model.marginal(Map.of(
                                "at weekday",
                                model.schema().column("at weekday").labels().get(d)))
                        .logProb()))
                .sum();
        assertTrue(weekdays > 0.97 && weekdays < 1, weekdays + "");
    }

    @Test
    void aSeasonMayBeAskedFor() throws IOException {
        Random random = new Random(8);
        String text = "day,y\n"
                + IntStream.range(0, 100)
                        .mapToObj(i -> START.plusDays(3L * i).toLocalDate() + "," + random.nextGaussian())
                        .collect(Collectors.joining("\n"));
        ReadOptions usual = ReadOptions.standard();
        assertEquals(List.of("day", "y"), read(text, usual).table().columns());
        assertEquals(
                List.of("day month", "day trend", "y"),
                read(text, usual.withSeasons("day", java.util.Set.of(Moment.Season.MONTH)))
                        .table()
                        .columns());
        assertEquals(
                "column 2 (y) must hold dates to have a season but does not; leave its season out",
                read(text, usual.withSeasons("y", java.util.Set.of(Moment.Season.MONTH)))
                        .problems()
                        .getFirst()
                        .toString());
    }
}
