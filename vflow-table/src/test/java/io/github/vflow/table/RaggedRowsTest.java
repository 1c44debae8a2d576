package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.RecordReader;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows with other numbers of cells than names. */
final class RaggedRowsTest {
    private static final List<String> ABC = List.of("a", "b", "c");

    @TempDir
    Path dir;

    private Table.Reading read(String text) throws IOException {
        return Table.read(CsvSource.of(Files.writeString(dir.resolve("t.csv"), text)), ReadOptions.standard());
    }

    /** Lines of a, b, c; each third line is another one, where {@code %} stands for a and b. */
    private static String lines(String header, String third, char separator) {
        return header + "\n"
                + IntStream.range(0, 60)
                        .mapToObj(i -> {
                            String ab = "%d.%d,%d.25".formatted(i * 7 % 11, i % 9 + 1, i * 5 % 13);
                            return (i % 3 == 2 ? third.replace("%", ab) : ab + "," + i * 3 % 17 + ".5")
                                    .replace(',', separator);
                        })
                        .collect(Collectors.joining("\n"))
                + "\n";
    }

    private static List<String> texts(Table.Reading r) {
        return r.findings().stream().map(Finding::toString).toList();
    }

    @Test
    void emptyCellsAfterTheLastColumnAreCut() throws IOException {
        for (String third : List.of("%,7.5,", "%,7.5,,,", "%,7.5, ,")) {
            Table.Reading r = read(lines("a,b,c", third, ','));
            assertEquals(ABC, r.table().columns());
            assertEquals(60, r.table().size());
            assertEquals(7.5, r.table().rows().get(2, 2));
            assertEquals(List.of(), r.problems());
            assertEquals(2, r.findings().size(), "few rows, and 7.5 repeats: " + texts(r));
        }
    }

    @Test
    void aRowThatEndsEarlyHasMissingCells() throws IOException {
        Table.Reading r = read(lines("a,b,c", "%", ','));
        assertEquals(60, r.table().size());
        assertEquals(List.of(), r.problems());
        assertTrue(
                texts(r).contains(
                                "has rows that end before the last column, whose cells there count as missing, in 20 of"
                                        + " 60 rows, first \"2 cells\" at line 4"),
                texts(r).toString());
        assertEquals(Double.NaN, r.table().rows().get(2, 2));
        assertEquals(1.5, r.table().rows().get(6, 2), "other rows keep their cells");
        assertEquals(20, r.columns().get(2).missing());
    }

    @Test
    void blanksThatSeparateDoNotSayWhichCellIsMissing() throws IOException {
        String[] lines = lines("a b c", "%,7.5", ' ').split("\n");
        lines[50] = "1.5 2.5";
        assertEquals(
                List.of(
                        "has 3 columns but other numbers of cells in 1 of 60 rows, first \"2 cells\" at line 51; complete or"
                                + " remove these rows"),
                read(String.join("\n", lines)).problems().stream()
                        .map(Finding::toString)
                        .toList());
    }

    @Test
    void namesMayEndWithASeparatorWhileRowsDoNot() throws IOException {
        Table.Reading r = read(lines("a,b,c,", "%,7.5", ','));
        assertEquals(ABC, r.table().columns());
        assertEquals(60, r.table().size());
        assertEquals(List.of(), r.problems());
        assertTrue(texts(r).contains("has a separator after its last name, which is cut"), texts(r).toString());
    }

    @Test
    void theFirstRowWithoutNamesMayEndEarly() throws IOException {
        String text = lines("9.5,1.5", "%,7.5", ',');
        Table.Reading r = read(text);
        assertEquals(List.of("x1", "x2", "x3"), r.table().columns());
        assertEquals(61, r.table().size());
        assertEquals(Double.NaN, r.table().rows().get(0, 2));
        assertEquals(List.of(), r.problems());
    }

    @Test
    void rowsThatAllEndEarlyAreNoTable() {
        FileFormatException e = assertThrows(FileFormatException.class, () -> read("a,b,c\n1\n2\n5\n"));
        assertTrue(
                e.getMessage().contains("found others in 3 of 3 rows, first \"1 cell\" at line 2; remove what stands"),
                e.getMessage());
    }

    @Test
    void aReaderFillsShortRecordsAndKeepsLongOnes() throws IOException {
        Table table = read(lines("a,b,c", "%,7.5", ',')).table();
        Path file = Files.writeString(dir.resolve("new.csv"), "a,b,c\n1,2\n1,2,3,,\n1,2,3,9\n");
        try (RecordReader reader = RecordReader.open(CsvSource.of(file), table.schema(), ReadOptions.standard())) {
            List<RecordReader.Entry> all = reader.next();
            assertArrayEquals(new double[] {1, 2, Double.NaN}, all.get(0).row());
            assertTrue(all.get(0).isScorable());
            assertEquals(List.of("1", "2", ""), all.get(0).texts());
            assertArrayEquals(new double[] {1, 2, 3}, all.get(1).row());
            assertEquals(List.of("1", "2", "3"), all.get(1).texts());
            assertEquals("it has 4 cells instead of 3", all.get(2).fault());
            assertEquals(List.of("1", "2", "3", "9"), all.get(2).texts());
            assertEquals(
                    List.of(
                            "has 3 columns but other numbers of cells in 1 of 3 rows, first \"4 cells\" at line 4; complete or"
                                    + " remove these rows",
                            "has rows that end before the last column, whose cells there count as missing, in 1 of 3 rows,"
                                    + " first \"2 cells\" at line 2",
                            "column 3 (c) has missing cells in 1 of 3 rows, first \"\" at line 2"),
                    reader.findings().stream().map(Finding::toString).toList());
        }
    }
}
