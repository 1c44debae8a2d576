package io.github.vflow.table.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records under a schema whose columns follow from others. */
final class RelatedRecordsTest {
    private static CsvSource csv(String text) throws IOException {
        return CsvSource.of("t.csv", text.getBytes(StandardCharsets.UTF_8), CsvSource.Format.detect());
    }

    private static double a(int i) {
        return i % 7 + 0.5 * i;
    }

    private static int b(int i) {
        return i * i % 11;
    }

    /** Sixty rows in which c is a + b. */
    private static Schema sums() throws IOException {
        String text = "a,b,c\n"
                + IntStream.range(0, 60)
                        .mapToObj(i -> a(i) + "," + b(i) + "," + (a(i) + b(i)))
                        .collect(Collectors.joining("\n"));
        return Table.read(csv(text), ReadOptions.standard()).table().schema();
    }

    /** A cell that is missing has the number that the others give, and a wrong one is a breach. */
    @Test
    void relationsFillAndCheckNewRecords() throws IOException {
        Schema schema = sums();
        List<String> modelled = schema.modelled().names();
        assertEquals(2, modelled.size());
        String derived = schema.columns().stream()
                .filter(c -> c.relation().isPresent())
                .map(Column::name)
                .findFirst()
                .orElseThrow();
        List<Double> cells = List.of(12.5, 3.0, 15.5);
        List<String> names = List.of("a", "b", "c");
        double[] expected =
                modelled.stream().mapToDouble(m -> cells.get(names.indexOf(m))).toArray();
        for (String gap : names) {
            String line = names.stream()
                    .map(n -> n.equals(gap) ? "" : String.valueOf(cells.get(names.indexOf(n))))
                    .collect(Collectors.joining(","));
            try (RecordReader reader = RecordReader.open(
                    csv("a,b,c\n12.5,3,15.5\n" + line + "\n12.5,3,19.5\n"), schema, ReadOptions.standard())) {
                List<RecordReader.Entry> entries = reader.next();
                assertArrayEquals(expected, entries.get(0).row(), "complete");
                assertArrayEquals(expected, entries.get(1).row(), 1e-9, "without " + gap);
                assertEquals(
                        List.of(derived),
                        entries.get(2).breaches().stream()
                                .map(Verdict.Reason.Breach::column)
                                .toList());
                String cell = "abc".indexOf(derived) == 2 ? "19.5" : derived.equals("a") ? "12.5" : "3";
                List<String> broken = reader.findings().stream()
                        .map(Finding::toString)
                        .filter(f -> f.contains(" as in all training rows in "))
                        .toList();
                assertEquals(1, broken.size(), broken::toString);
                String words = broken.getFirst();
                assertTrue(
                        words.startsWith("column " + (names.indexOf(derived) + 1) + " (" + derived + ") is not ")
                                && words.endsWith(" in 1 of 3 rows, first \"" + cell + "\" at line 4"),
                        words);
            }
        }
    }

    /** A column that follows from others has no range of its own. */
    @Test
    void aSummaryOfADerivedColumnIsItsRule() throws IOException {
        Schema schema = sums();
        Table.Reading reading = Table.read(csv("a,b,c\n12.5,3,15.5\n1.5,2,3.5\n"), schema, ReadOptions.standard());
        for (Schema.Summary summary : reading.columns()) {
            assertEquals(
                    summary.column().relation().isPresent(), summary.values().isEmpty(), summary.toString());
        }
    }

    @Test
    void recordsWithoutNamesHaveThoseOfTheSchema() throws IOException {
        Schema schema = Schema.ofReals(List.of("q", "p"));
        try (RecordReader reader = RecordReader.open(csv("1.5,2\n3,4\n"), schema, ReadOptions.standard())) {
            assertEquals(List.of("q", "p"), reader.columns());
        }
        try (RecordReader reader = RecordReader.open(csv("p,z,q\n1.5,2,3\n"), schema, ReadOptions.standard())) {
            assertEquals(List.of("p", "z", "q"), reader.columns());
            assertEquals(List.of(2, 0), List.of(reader.place("q"), reader.place("p")));
        }
    }

    /** Dates with a weekday are parts of dates, and come back from them. */
    @Test
    void datesAreTheirParts() throws IOException {
        String text = "at,x\n"
                + IntStream.range(0, 120)
                        .mapToObj(i -> "2024-%02d-%02d,".formatted(1 + i / 28, 1 + i * 5 % 28) + (0.35 * i + i % 3))
                        .collect(Collectors.joining("\n"));
        Table.Reading reading =
                Table.read(csv(text), ReadOptions.standard().withSeasons("at", Set.of(Moment.Season.WEEKDAY)));
        assertEquals(List.of(), reading.problems());
        assertEquals(
                List.of("x"),
                Table.read(
                                csv(text),
                                ReadOptions.standard()
                                        .withSeasons("at", Set.of(Moment.Season.WEEKDAY))
                                        .withSeasons("x", Set.of(Moment.Season.HOUR)))
                        .problems()
                        .stream()
                        .map(Finding::column)
                        .toList());
        Table parts = reading.table();
        assertEquals(List.of("at weekday", "at trend", "x"), parts.columns());
        Table dates = parts.withModelled(List.of("at"));
        assertEquals(List.of("at", "x"), dates.columns());
        assertEquals(19_723, dates.rows().get(0, 0), "1 January 2024, in days since 1970");
        assertEquals(parts.rows(), dates.rows(parts.schema(), "score"));
        assertEquals(dates.rows(), parts.rows(dates.schema(), "score"));
        try (RecordReader reader =
                RecordReader.open(csv("x,at\n1.25,2024-01-01\n"), parts.schema(), ReadOptions.standard())) {
            double[] row = reader.next().getFirst().row();
            assertEquals(List.of(0.0, 1.25), List.of(row[0], row[2]), "a Monday");
            assertEquals(parts.rows().get(0, 1), row[1], 1e-9);
        }
    }
}
