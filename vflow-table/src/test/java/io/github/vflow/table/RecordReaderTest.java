package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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
import io.github.vflow.table.source.ObjectSource;
import io.github.vflow.table.source.TableSource;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records for scoring: blocks with the text as it stands and rows of numbers. */
final class RecordReaderTest {
    private static final Schema SCHEMA =
            new Schema(List.of(Column.real("a"), Column.category("k", List.of("u", "v")), Column.constant("one", "1")));

    @TempDir
    Path dir;

    private record Sale(String shop, int pieces, double price) {}

    private static List<RecordReader.Entry> all(TableSource source, List<Finding> findings) throws IOException {
        List<RecordReader.Entry> entries = new ArrayList<>();
        try (RecordReader reader = RecordReader.open(source, SCHEMA, ReadOptions.standard())) {
            for (List<RecordReader.Entry> block = reader.next(); !block.isEmpty(); block = reader.next()) {
                assertTrue(block.size() <= RecordReader.BLOCK);
                entries.addAll(block);
            }
            findings.addAll(reader.findings());
            assertEquals(entries.size(), reader.records());
        }
        return entries;
    }

    @Test
    void textStaysAsItIsAndFaultsAreNamed() throws IOException {
        Path file = Files.writeString(dir.resolve("t.csv"), """
                id,k,one,ms,a
                001,u,1,1704070800000,1.50
                002,w,1.0,"x, y",
                003,v,2,0,1
                004,v,1,0,cheap
                005,v,1,0,1,2
                """);
        List<Finding> findings = new ArrayList<>();
        List<RecordReader.Entry> entries = all(CsvSource.of(file), findings);
        assertEquals(
                List.of("001", "u", "1", "1704070800000", "1.50"),
                entries.get(0).cells());
        assertArrayEquals(new double[] {1.5, 0}, entries.get(0).row());
        assertTrue(entries.get(1).isScorable());
        assertArrayEquals(new double[] {Double.NaN, Double.NaN}, entries.get(1).row());
        assertTrue(entries.get(2).isScorable());
        assertEquals(
                List.of("one is 1 in all training rows but is 2"),
                entries.get(2).breaches().stream().map(Verdict.Reason::words).toList());
        assertTrue(entries.get(3).isScorable());
        assertTrue(Double.isNaN(entries.get(3).row()[0]), "text counts as missing");
        try (RecordReader strict = RecordReader.open(
                CsvSource.of(file), SCHEMA, ReadOptions.standard().strictly())) {
            assertEquals("column a holds \"cheap\"", strict.next().get(3).fault());
        }
        assertEquals("it has 6 cells instead of 5", entries.get(4).fault());
        assertEquals(6, entries.get(4).line());
        assertFalse(entries.get(4).isScorable());
        assertEquals(
                List.of(
                        "has 5 columns but other numbers of cells in 1 of 5 rows, first \"6 cells\" at line 6; complete or"
                                + " remove these rows",
                        "column 5 (a) holds text in 1 of 5 rows, first \"cheap\" at line 5; repair these cells, or name their"
                                + " text as missing",
                        "column 2 (k) has labels that the model does not know, taken as missing, in 1 of 5 rows, first \"w\" at"
                                + " line 3",
                        "column 3 (one) is not 1 as in all training rows in 1 of 5 rows, first \"2\" at line 4",
                        "column 5 (a) has missing cells in 1 of 5 rows, first \"\" at line 3"),
                findings.stream().map(Finding::toString).toList());
    }

    @Test
    void manyRecordsComeInBlocksAndWithoutNamesByPosition() throws IOException {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, 10_000).forEach(i -> text.append(i).append(".5,u,1\n"));
        Path file = Files.writeString(dir.resolve("t.csv"), text);
        List<RecordReader.Entry> entries = all(CsvSource.of(file), new ArrayList<>());
        assertEquals(10_000, entries.size());
        assertEquals(9_999.5, entries.getLast().row()[0]);
        assertEquals(10_000, entries.getLast().line());
    }

    /** A model without names takes a table with names by position; permuted names of a table without names count. */
    @Test
    void namesThatWereMadeUpCountByPositionAndNamesFirst() throws IOException {
        Path named = Files.writeString(dir.resolve("named.csv"), "b,a\n1,2.5\n3,4.5\n");
        Path bare = Files.writeString(dir.resolve("bare.csv"), "1,2.5\n3,4.5\n");
        Schema madeUp = Schema.ofReals(List.of("x1", "x2"));
        try (RecordReader reader = RecordReader.open(CsvSource.of(named), madeUp, ReadOptions.standard())) {
            assertArrayEquals(new double[] {1, 2.5}, reader.next().getFirst().row());
            assertEquals(1, reader.place("x2"));
        }
        Schema turned = Schema.ofReals(List.of("x2", "x1"));
        try (RecordReader reader = RecordReader.open(CsvSource.of(bare), turned, ReadOptions.standard())) {
            assertArrayEquals(new double[] {2.5, 1}, reader.next().getFirst().row());
            assertEquals(0, reader.place("x1"));
        }
        Schema others = Schema.ofReals(List.of("b", "c"));
        FileFormatException e = assertThrows(
                FileFormatException.class,
                () -> RecordReader.open(CsvSource.of(named), others, ReadOptions.standard()));
        assertTrue(String.valueOf(e.getMessage()).contains("[c] are missing among [b, a]"), e.getMessage());
    }

    @Test
    void objectsAndMapsAreSources() throws IOException {
        List<Sale> sales = IntStream.range(0, 200)
                .mapToObj(i -> new Sale(i % 3 == 0 ? "rome" : "oslo", i % 4, i * 0.7 % 1))
                .toList();
        Table.Reading objects = Table.read(
                ObjectSource.of(sales)
                        .column("shop", Sale::shop)
                        .column("pieces", Sale::pieces)
                        .column("price", Sale::price),
                ReadOptions.standard());
        List<Map<String, Object>> maps = new ArrayList<>();
        for (Sale s : sales) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("shop", s.shop());
            row.put("pieces", s.pieces());
            row.put("price", s.price());
            maps.add(row);
        }
        Table table = objects.orThrow();
        assertEquals(table.rows(), Table.of(maps).rows());
        assertEquals(table.schema(), Table.of(maps).schema());
        assertEquals(
                table.rows(),
                Table.read(ObjectSource.ofMaps(maps), ReadOptions.standard())
                        .orThrow()
                        .rows());
        maps.set(4, new HashMap<>(Map.of("shop", "oslo", "pieces", 2)));
        Table.Reading gaps = Table.read(ObjectSource.ofMaps(maps), ReadOptions.standard());
        assertEquals(
                "column 3 (price) has missing cells in 1 of 200 rows, first \"\" at row 5",
                gaps.findings().getFirst().toString());
    }

    /** A file may write numbers otherwise than the training rows: its columns say how, or the user does. */
    @Test
    void theDecimalSignIsThatOfTheFile() throws IOException {
        Schema schema = Table.read(
                        CsvSource.of(Files.writeString(
                                dir.resolve("train.csv"), "a,b\n1.5,1000.25\n2.25,999.5\n3.1,12.5\n")),
                        ReadOptions.standard())
                .table()
                .schema();
        Path german = Files.writeString(dir.resolve("german.csv"), "a;b\n1,5;1.234,5\n2,75;7\n");
        try (RecordReader reader = RecordReader.open(CsvSource.of(german), schema, ReadOptions.standard())) {
            List<RecordReader.Entry> entries = reader.next();
            assertArrayEquals(new double[] {1.5, 1234.5}, entries.getFirst().row());
            assertEquals("1.234,5", reader.schema().text(schema.column("b"), 1234.5));
        }
        Path unclear = Files.writeString(dir.resolve("unclear.csv"), "a;b\n1,512;7\n2,751;8\n");
        try (RecordReader reader = RecordReader.open(CsvSource.of(unclear), schema, ReadOptions.standard())) {
            assertArrayEquals(
                    new double[] {1.512, 7},
                    reader.next().getFirst().row(),
                    "the training has decimals and no thousands");
        }
        Schema whole = Table.read(
                        CsvSource.of(Files.writeString(dir.resolve("whole.csv"), "a,b\n1500,7\n2250,9\n3100,8\n")),
                        ReadOptions.standard())
                .table()
                .schema();
        try (RecordReader reader = RecordReader.open(CsvSource.of(unclear), whole, ReadOptions.standard())) {
            assertEquals(2, reader.next().stream().filter(e -> !e.isScorable()).count());
            assertTrue(
                    reader.findings()
                            .getFirst()
                            .toString()
                            .endsWith(
                                    "the column has a decimal point, so repair these cells, or name the decimal sign of the file"));
        }
        try (RecordReader reader = RecordReader.open(
                CsvSource.of(unclear), whole, ReadOptions.standard().withPoint('.'))) {
            assertArrayEquals(new double[] {1512, 7}, reader.next().getFirst().row());
        }
    }
}
