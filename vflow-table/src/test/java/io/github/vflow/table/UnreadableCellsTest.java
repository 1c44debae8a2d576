package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A few cells that a column cannot hold stop no table. */
final class UnreadableCellsTest {
    private static final ReadOptions USUAL = ReadOptions.standard();

    @TempDir
    private Path dir;

    private CsvSource file(String header, int rows, IntFunction<String> line) throws IOException {
        String lines = IntStream.range(0, rows).mapToObj(line).collect(Collectors.joining("\n"));
        return CsvSource.of(Files.writeString(Files.createTempFile(dir, "t", ".csv"), header + "\n" + lines + "\n"));
    }

    private static String said(Table.Reading reading) {
        return reading.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    /** The USGS feed: "7081", "1000chvf", …, all different. */
    @Test
    void idsOfDigitsAndLettersAreIgnored() throws IOException {
        Table.Reading feed = Table.read(
                file(
                        "code,mag",
                        200,
                        i -> (i % 10 == 3 ? 1000 + i + "chvf" : 70_813 + 97 * i) + "," + i * i % 83 / 10.0),
                USUAL);
        assertEquals(List.of(), feed.problems());
        assertEquals("ignored", feed.orThrow().schema().column("code").kindWord());
        assertTrue(
                said(feed)
                        .contains(
                                "column 1 (code) holds ids of digits, some with letters: nearly all of its cells differ, so it"
                                        + " is ignored; make it real to use its numbers"),
                said(feed));
        assertEquals(
                "whole",
                Table.read(file("code,mag", 200, i -> (i % 10 == 3 ? i + "a" : i % 7) + "," + i * i % 83 / 10.0), USUAL)
                        .orThrow()
                        .schema()
                        .column("code")
                        .kindWord(),
                "numbers that repeat are no ids");
    }

    @ParameterizedTest
    @ValueSource(strings = {"inf", "n.d.", "1e400", "abc", "-1e39", "Infinity"})
    void aFewUnreadableCellsAreMissing(String text) throws IOException {
        CsvSource source = file("x,n", 200, i -> (i % 20 == 4 ? text : 1.5 + i * i % 97 / 10.0) + "," + i % 7);
        Table.Reading reading = Table.read(source, USUAL);
        assertEquals(List.of(), reading.problems());
        assertTrue(Double.isNaN(reading.orThrow().rows().get(4, 0)));
        assertTrue(
                said(reading).contains(", taken as missing, in 10 of 200 rows, first \"" + text + "\" at line 6"),
                said(reading));
        assertEquals(1, Table.read(source, USUAL.strictly()).problems().size());
        CsvSource whole = file("x,n", 200, i -> 1.5 + i * i % 97 / 10.0 + "," + (i % 20 == 4 ? text : i % 37));
        assertEquals(
                "whole",
                Table.read(whole, USUAL).orThrow().schema().column("n").kindWord(),
                "the other numbers are whole");
    }

    @Test
    void aChosenKindThatFewCellsHaveIsAProblem() throws IOException {
        CsvSource source = file("x,n", 200, i -> (i % 3 == 0 ? "n.d." : 1.5 + i % 97 / 10.0) + "," + i % 7);
        assertTrue(Table.read(source, USUAL.with("x", ReadOptions.Kind.REAL))
                .problems()
                .getFirst()
                .toString()
                .startsWith("column 1 (x) holds text in 67 of 200 rows"));
    }

    @Test
    void infiniteNumbersOfMapsAreMissingAsInAFile() throws IOException {
        List<Map<String, @Nullable Object>> rows = IntStream.range(0, 200)
                .<Map<String, @Nullable Object>>mapToObj(i -> {
                    Map<String, @Nullable Object> row = new LinkedHashMap<>();
                    row.put("x", i % 20 == 4 ? Double.POSITIVE_INFINITY : 1.5 + i * i % 97 / 10.0);
                    row.put("n", i % 7);
                    return row;
                })
                .toList();
        Table file = Table.read(file("x,n", 200, i -> rows.get(i).get("x") + "," + i % 7), USUAL)
                .orThrow();
        assertEquals(file.rows(), Table.of(rows).rows());
        assertEquals(file.schema().toJson(), Table.of(rows).schema().toJson());
    }

    @Test
    void aNewValueIsTheNearestOne() throws IOException {
        Schema schema =
                new Schema(List.of(Column.whole("n"), Column.real("x"), Column.category("k", List.of("a", "b"))));
        CsvSource source = CsvSource.of(Files.writeString(
                dir.resolve("new.csv"),
                "n,x,k\n97.5,1,A\n3,1e39,b\n3,-1e400,b\nfew,1,b\n4,2,a\n5,3,a\n6,3,a\n7,8,b\n8,9,b\n9,1,a\n"));
        try (RecordReader records = RecordReader.open(source, schema, USUAL)) {
            List<RecordReader.Entry> rows = records.next();
            assertTrue(rows.stream().allMatch(RecordReader.Entry::isScorable));
            assertArrayEquals(new double[] {98, 1, 0}, rows.get(0).row());
            assertArrayEquals(new double[] {3, 1e39, 1}, rows.get(1).row());
            assertArrayEquals(
                    new double[] {3, -Double.MAX_VALUE, 1}, rows.get(2).row());
            assertArrayEquals(new double[] {Double.NaN, 1, 1}, rows.get(3).row());
            assertEquals(
                    List.of(
                            "column 1 (n) holds text, taken as missing, in 1 of 10 rows, first \"few\" at line 5; repair these"
                                    + " cells, or name their text as missing",
                            "column 1 (n) holds numbers that are not whole, taken as the nearest whole numbers, in 1 of 10 rows,"
                                    + " first \"97.5\" at line 2",
                            "column 2 (x) holds numbers beyond float32, whose density is zero, in 2 of 10 rows, first \"1e39\" at"
                                    + " line 3"),
                    records.findings().stream().map(Finding::toString).toList());
        }
        try (RecordReader records = RecordReader.open(source, schema, USUAL)) {
            assertEquals(8, records.rest().rows().size(), "a table has no number beyond float32");
        }
        Table table = Table.read(source, schema, USUAL).orThrow();
        assertTrue(Double.isNaN(table.rows().get(1, 1)));
        try (RecordReader records = RecordReader.open(source, schema, USUAL.strictly())) {
            assertEquals(
                    List.of(false, false, false, false, true, true, true, true, true, true),
                    records.next().stream().map(RecordReader.Entry::isScorable).toList());
        }
    }

    /** guide/service.md: a number beyond 3.4e38 has the score −∞, alone and in a batch. */
    @Test
    void theDensityBeyondFloatIsZero() {
        TableModel model = Untrained.of(Table.of(Tables.rows(200, 3), "a", "b", "c"));
        double[][] rows = {{1e39, 58, 1}, {20, -1e300, 1}, {20, 58, 1}};
        double[] scores = model.logProb(rows);
        assertEquals(Double.NEGATIVE_INFINITY, scores[0]);
        assertEquals(Double.NEGATIVE_INFINITY, scores[1]);
        assertTrue(Double.isFinite(scores[2]));
        assertEquals(Double.NEGATIVE_INFINITY, model.logProb(1e39, 58, 1));
        assertEquals(Double.NEGATIVE_INFINITY, model.estimate(1e39, 58, 1).logProb());
    }

    @Test
    void filesOfOtherProgramsAreNamed() throws IOException {
        for (String text : List.of("[{\"a\": 1}]", "{\"a\": [1, 2]}", " [\n  {\"a\": 1}]")) {
            assertEquals(
                    "this is JSON, and no CSV file; save its table as CSV",
                    refused(text.getBytes(StandardCharsets.UTF_8)));
        }
        assertEquals(
                "this is an Excel file or an archive, and no CSV file; save its table as CSV",
                refused(new byte[] {'P', 'K', 3, 4, 20, 0, 6, 0}));
        assertEquals(
                "this is a Parquet file, and no CSV file; save its table as CSV, or read it in Java",
                refused("PAR1 and so on".getBytes(StandardCharsets.UTF_8)));
        byte[] wide = ("a,".repeat(20_000) + "b\n").getBytes(StandardCharsets.UTF_8);
        assertEquals(
                "a line has more than 16,384 cells; leave columns out, since at most 1000 can train", refused(wide));
    }

    private String refused(byte[] bytes) throws IOException {
        Path file = Files.write(Files.createTempFile(dir, "t", ".csv"), bytes);
        String message =
                String.valueOf(assertThrows(FileFormatException.class, () -> Table.read(CsvSource.of(file), USUAL))
                        .getMessage());
        return message.substring(file.toString().length() + 2);
    }

    @Test
    void theGapsOfNewRecordsAreOneNote() throws IOException {
        Schema schema = Schema.ofReals(List.of("a", "b", "c"));
        CsvSource source = CsvSource.of(Files.writeString(dir.resolve("gaps.csv"), "a,b,c\n1,,3\n,,3\n1,2,3\n"));
        try (RecordReader records = RecordReader.open(source, schema, USUAL)) {
            records.next();
            assertEquals(
                    List.of("has missing cells in 2 columns, most in column 2 (b), 2 of 3 rows"),
                    records.findings().stream().map(Finding::toString).toList());
        }
    }

    @Test
    void knownCellsStayAsGiven() {
        TableModel model = Untrained.of(Table.of(Tables.rows(200, 3), "a", "b", "c"));
        double[] mean =
                model.impute(new double[] {20.1, Double.NaN, 0.7}, 200, 7).mean();
        assertEquals(20.1, mean[0]);
        assertEquals(0.7, mean[2]);
        assertArrayEquals(
                new double[] {20.1, 58.3, 0.7},
                model.impute(new double[] {20.1, 58.3, 0.7}, 200, 7).mean());
        assertArrayEquals(
                mean, model.impute(Map.of("a", 20.1, "c", 0.7), 200, 7).mean(), "a missing key is a gap");
        assertTrue(model.impute(Map.of("a", 20.1, "c", 0.7), 200, 7).toString().startsWith("200 draws, "));
        assertEquals(model.logProb(20.1, Double.NaN, 0.7), model.logProb(Map.of("a", 20.1, "c", 0.7)));
    }
}
