package io.github.vflow.table.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Moment;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.ObjectSource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Records of a source: their numbers, their faults and the words about them. */
final class RecordsTest {
    private static final double NONE = Double.NaN;
    private static final ReadOptions USUAL = ReadOptions.standard();

    private static CsvSource csv(String text) throws IOException {
        return CsvSource.of("t.csv", text.getBytes(StandardCharsets.UTF_8), CsvSource.Format.detect());
    }

    private static List<String> words(List<Finding> findings) {
        return findings.stream().map(Finding::toString).toList();
    }

    private static Table.Reading read(String text, ReadOptions options) throws IOException {
        return Table.read(csv(text), options);
    }

    /** Forty rows: a number a that grows, and another cell. */
    private static String rows(IntFunction<String> other) {
        return "a,b\n"
                + IntStream.range(0, 40)
                        .mapToObj(i -> (0.5 + i * 1.25 + 0.125 * (i % 3)) + "," + other.apply(i))
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static String refusal(String text) {
        return String.valueOf(
                assertThrows(FileFormatException.class, () -> read(text, USUAL).orThrow())
                        .getMessage());
    }

    private static List<RecordReader.Entry> entries(CsvSource source, Schema schema) throws IOException {
        try (RecordReader reader = RecordReader.open(source, schema, USUAL)) {
            return reader.next();
        }
    }

    @Test
    void rowsThatCannotBeScoredAreLeftOut() throws IOException {
        Schema schema = new Schema(List.of(Column.real("a"), Column.whole("n")));
        String text = "n,a\n1,2.5\n2,3.5,9\n3,1e300\n4,\n5,5.5\n";
        try (RecordReader reader = RecordReader.open(csv(text), schema, USUAL)) {
            Table rest = reader.rest();
            assertEquals(Rows.withGaps(new double[][] {{2.5, 1}, {NONE, 4}, {5.5, 5}}), rest.rows());
            assertEquals(5, reader.records());
            assertEquals(1, reader.faults());
        }
        try (RecordReader reader = RecordReader.open(csv("n,a\n2,3.5,9,9\n"), schema, USUAL)) {
            assertArrayEquals(
                    new double[] {NONE, NONE},
                    entries(csv("n,a\n2,3.5,9,9\n1,2\n"), schema).getFirst().row());
            assertEquals(
                    "t.csv: there is no row that the model can score; give some rows",
                    assertThrows(FileFormatException.class, reader::rest).getMessage());
        }
    }

    @Test
    void aModelOfCompleteRowsNamesTheFirstGap() throws IOException {
        Schema schema = Schema.ofReals(List.of("a", "b", "c"));
        try (RecordReader reader = RecordReader.open(csv("a,b,c\n1,2,3\n1,,\n,2,3\n"), schema, USUAL, true)) {
            List<RecordReader.Entry> entries = reader.next();
            assertEquals(
                    List.of(
                            "",
                            "column b is missing, and the model needs complete rows",
                            "column a is missing, and the model needs complete rows"),
                    entries.stream().map(RecordReader.Entry::fault).toList());
            assertArrayEquals(new double[] {1, NONE, NONE}, entries.get(1).read());
            assertEquals(2, reader.faults());
            assertTrue(words(reader.findings())
                    .contains(
                            "has missing cells that the model cannot integrate out in 2 of 3 rows, first \"b\" at line 3;"
                                    + " the model needs complete rows"));
        }
    }

    @Test
    void entriesHaveTheirTexts() throws IOException {
        Schema schema = Schema.ofReals(List.of("a", "b"));
        ReadOptions named = USUAL.withMissing(Set.of("none"));
        try (RecordReader reader = RecordReader.open(csv("a,b\n1, none \n2, 5\n3\n"), schema, named)) {
            List<RecordReader.Entry> entries = reader.next();
            assertEquals(List.of("1", " none "), entries.getFirst().texts());
            assertEquals("", reader.written(entries.getFirst(), 1), "named as missing");
            assertEquals("5", reader.written(entries.get(1), 1));
            assertEquals("", reader.written(entries.get(2), 1));
            assertEquals("", reader.written(entries.get(2), 7));
            assertArrayEquals(entries.get(1).row(), entries.get(1).observed().row());
            assertTrue(words(reader.findings())
                    .contains(
                            "has rows that end before the last column, whose cells there count as missing, in 1 of 3 rows,"
                                    + " first \"1 cell\" at line 4"));
            assertEquals(List.of(), reader.next());
        }
        ObjectSource<Double> numbers =
                ObjectSource.of(List.of(1.5, NONE)).column("a", x -> x).column("b", x -> x);
        try (RecordReader reader = RecordReader.open(numbers, schema, USUAL)) {
            List<RecordReader.Entry> entries = reader.next();
            assertEquals("1.5", reader.written(entries.getFirst(), 0));
            assertEquals("", reader.written(entries.get(1), 0), "NaN is no text");
            assertEquals(0, reader.place("a"));
        }
    }

    @Test
    void theGapsOfOneColumnAreItsFinding() throws IOException {
        Schema schema = Schema.ofReals(List.of("a", "b"));
        try (RecordReader reader = RecordReader.open(csv("a,b\n1,2\n3,\n,5\n,6\n"), schema, USUAL)) {
            reader.next();
            Finding both = reader.findings().getFirst();
            assertEquals("has missing cells in 2 columns, most in column 1 (a), 2 of 4 rows", both.toString());
            assertEquals(List.of(2L, 4L), List.of(both.count(), both.line()));
        }
        try (RecordReader reader = RecordReader.open(csv("a,b\n1,2\n3,\n"), schema, USUAL)) {
            reader.next();
            assertEquals(
                    List.of("column 2 (b) has missing cells in 1 of 2 rows, first \"\" at line 3"),
                    words(reader.findings()));
        }
    }

    /** A whole number may be wrong by a fraction; a column whose kind was chosen may not. */
    @Test
    void fractionsOfWholeColumnsAreTheNearestNumbers() throws IOException {
        Schema schema = new Schema(List.of(Column.whole("n"), Column.real("x")));
        try (RecordReader reader = RecordReader.open(csv("n,x\n2.75,1\n3,2\n"), schema, USUAL)) {
            assertArrayEquals(new double[] {3, 1}, reader.next().getFirst().row());
            String words = words(reader.findings()).getFirst();
            assertTrue(
                    words.startsWith("column 1 (n) holds ")
                            && words.endsWith(
                                    ", taken as the nearest whole numbers, in 1 of 2 rows, first \"2.75\" at line 2"),
                    words);
        }
        try (RecordReader reader = RecordReader.open(csv("n,x\n2,1e300\n3,2\n"), schema, USUAL)) {
            reader.next();
            String words = words(reader.findings()).getFirst();
            assertTrue(words.endsWith(", whose density is zero, in 1 of 2 rows, first \"1e300\" at line 2"), words);
        }
        try (RecordReader reader = RecordReader.open(csv("n,x\n2.75,1\n3,2\n"), schema, USUAL.strictly())) {
            assertEquals("column n holds \"2.75\"", reader.next().getFirst().fault());
        }
    }

    /** Cells that cannot be read are missing, and a problem if they are more than two in nine. */
    @Test
    void fewUnreadableCellsAreANote() throws IOException {
        Schema schema = Schema.ofReals(List.of("a", "b"));
        String few = IntStream.range(0, 5)
                .mapToObj(i -> i + "," + (i < 1 ? "oak" : "7"))
                .collect(Collectors.joining("\n"));
        String many = IntStream.range(0, 12)
                .mapToObj(i -> i + "," + (i < 3 ? "oak" : "7"))
                .collect(Collectors.joining("\n"));
        for (String text : List.of(few, many)) {
            try (RecordReader reader = RecordReader.open(csv("a,b\n" + text), schema, USUAL)) {
                assertTrue(Double.isNaN(reader.next().getFirst().row()[1]));
                Finding finding = reader.findings().getFirst();
                assertEquals(text.equals(many), finding.isProblem(), finding.toString());
                assertTrue(
                        finding.toString().endsWith("; repair these cells, or name their text as missing"),
                        finding.toString());
                assertEquals(
                        text.equals(few),
                        finding.toString().contains("holds text, taken as missing, in"),
                        "as missing");
            }
        }
    }

    private static List<String> ofAmounts(String training, String cell) throws IOException {
        Schema schema = read(
                        "p;x\n"
                                + IntStream.range(0, 40)
                                        .mapToObj(i -> training.formatted(i + 100) + ";" + i * 0.75)
                                        .collect(Collectors.joining("\n")),
                        USUAL)
                .table()
                .schema();
        try (RecordReader reader = RecordReader.open(csv("p;x\n" + cell + ";1.5\n" + cell + ";2.5"), schema, USUAL)) {
            assertEquals(
                    "column p holds " + Finding.quoted(cell),
                    reader.next().getFirst().fault());
            assertTrue(reader.findings().getFirst().isProblem());
            return words(reader.findings());
        }
    }

    @Test
    void amountsInAnotherUnitAreRefused() throws IOException {
        assertTrue(ofAmounts("$%d.5", "7 €").getFirst().endsWith("; convert them to $, or leave the column out"));
        assertTrue(
                ofAmounts("%d.5", "7 €").getFirst().endsWith("; write them without a unit, or leave the column out"));
    }

    @Test
    void numbersOutsideOfARangeAreMissing() throws IOException {
        String text = rows(i -> i < 3 ? "-5.5" : i + ".5");
        Table.Reading some = read(text, USUAL.with("b", new ReadOptions.Range(0, 100)));
        assertEquals(
                List.of(
                        "column 2 (b) has numbers outside of [0.0, 100.0], taken as missing, in 3 of 40 rows, first \"-5.5\" at"
                                + " line 2"),
                words(some.findings()).stream()
                        .filter(w -> w.contains("outside"))
                        .toList());
        assertTrue(Double.isNaN(some.table().rows().get(2, 1))
                && some.table().rows().get(3, 1) == 3.5);
        Table.Reading all = read(text, USUAL.with("b", new ReadOptions.Range(200, 300)));
        assertTrue(
                words(all.problems())
                        .toString()
                        .contains("has only numbers outside of [200.0, 300.0] in 40 of 40 rows"),
                all::toString);
    }

    @Test
    void tablesThatCannotBeReadAreRefused() {
        assertTrue(refusal("a,b\n1,2\n").contains("a table of 1 row does not say what its columns are"));
        assertTrue(refusal("a,b\n").contains("there is no row; a table has a line of names"));
        assertTrue(refusal("a,b\n1,2,3,4\n5,6,7,8\n")
                .contains(
                        "expected 2 cells in each row, as in the first line, but found others in 2 of 2 rows, first \"4"
                                + " cells\" at line 2; remove what stands before the names, or name the separator"));
        assertTrue(refusal("a,b\n1,x\n1,x\n1,x\n").contains("no column can be modelled: column 1 (a) "));
        IllegalArgumentException unknown = assertThrows(
                IllegalArgumentException.class, () -> read(rows(i -> "" + i), USUAL.with("z", ReadOptions.Kind.REAL)));
        assertEquals("t.csv: there are no columns [z]; there are [a, b]", unknown.getMessage());
    }

    /** The summary of a column, for a person. */
    @Test
    void aReadingHasALineForEachColumn() throws IOException {
        Table.Reading reading = read(rows(i -> i < 4 ? "" : "k" + i % 6), USUAL);
        List<String> lines = reading.lines();
        assertTrue(lines.get(0).matches("column +kind +values +distinct +missing +use"), lines.get(0));
        assertTrue(lines.get(1).matches("a +real +0\\.5.* 40 +density.*"), lines.get(1));
        assertTrue(lines.get(2).matches("b +category +.*k0, k1, k2, k3.* 4 +.*"), lines.get(2));
        assertEquals(3, lines.size());
        assertTrue(reading.toString().startsWith(String.join("\n", lines)));
        assertTrue(reading.toString().contains("\nnote: "), reading::toString);
        assertEquals(
                reading.findings().stream().map(Finding::position).sorted().toList(),
                reading.findings().stream().map(Finding::position).toList(),
                "column by column");
        assertSame(reading.table(), reading.orThrow());
        List<Schema.Summary> columns = reading.columns();
        assertEquals(
                List.of(0L, 4L), columns.stream().map(Schema.Summary::missing).toList());
        assertTrue(columns.getFirst().isNeverNegative());
        assertFalse(read(rows(i -> i - 1.5 + ""), USUAL).columns().get(1).isNeverNegative());
    }

    /** A number a million times as far out makes a column one of heavy tails, unless its kind was chosen. */
    @Test
    void farNumbersMakeHeavyTails() throws IOException {
        String text = rows(i -> i == 39 ? "1e12" : i % 7 + "." + i);
        assertTrue(read(text, USUAL).table().schema().column("b").hasHeavyTails());
        assertFalse(read(text, USUAL).table().schema().column("a").hasHeavyTails());
        assertFalse(read(text, USUAL.with("b", ReadOptions.Kind.REAL))
                .table()
                .schema()
                .column("b")
                .hasHeavyTails());
    }

    @Test
    void choicesMustFitTheColumns() throws IOException {
        Table.Reading reading = read(rows(i -> i + ".5"), USUAL.withSeasons("b", Set.of(Moment.Season.WEEKDAY)));
        assertEquals(
                List.of("column 2 (b) must hold dates to have a season but does not; leave its season out"),
                words(reading.problems()));
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> read(rows(i -> "" + i), USUAL.withOnly(List.of("a", "z"))))
                .getMessage()
                .endsWith("there are no columns [z]; there are [a, b]"));
    }

    private static Schema.Summary summary(IntFunction<String> cell) throws IOException {
        return read(rows(cell), USUAL).columns().get(1);
    }

    /** The ends of a column in the form of its cells; a column from zero on is never negative, and dates have no bound. */
    @Test
    void aSummaryHasTheRangeOfAColumn() throws IOException {
        Schema.Summary dates = summary(i -> "2024-05-%02d".formatted(1 + i * i % 29));
        assertTrue(dates.values().matches("2024-05-01.* 2024-05-2\\d"), dates.values());
        assertFalse(dates.isNeverNegative());
        Schema.Summary whole = summary(i -> "" + (i * 7 % 31));
        assertTrue(whole.values().startsWith("0") && whole.values().endsWith("30"), whole.values());
        assertEquals(31, whole.distinct());
        assertTrue(summary(i -> i * i * 0.375 + "").isNeverNegative(), "zero is no negative number");
        Schema.Summary constant = summary(_ -> "oak");
        assertEquals(List.of("", 0L), List.of(constant.values().replace("oak", ""), constant.distinct()));
    }
}
