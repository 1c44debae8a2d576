package io.github.vflow.table.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A number that is not between the bounds of a column is a missing cell, by the options of a user and by the schema of a model. */
final class CellsOutOfBoundsTest {
    private static final int ROWS = 60;
    private static final int ODD = 7;

    @TempDir
    private Path dir;

    private static ReadOptions bounded(double low, double high) {
        return ReadOptions.standard().with("x", ReadOptions.Kind.BOUNDED).with("x", new ReadOptions.Range(low, high));
    }

    /** Rows with numbers between 0.1 and 0.3, but for one cell. */
    private CsvSource source(String cell) throws IOException {
        StringBuilder text = new StringBuilder("x,y\n");
        IntStream.range(0, ROWS)
                .forEach(i -> text.append(i == ODD ? cell : 0.11 + 0.003 * (i * 7 % ROWS))
                        .append(',')
                        .append(i * 13 % 31 + 0.5)
                        .append('\n'));
        return CsvSource.of(Files.writeString(dir.resolve("t.csv"), text));
    }

    private static List<String> texts(List<Finding> findings) {
        return findings.stream()
                .map(Finding::toString)
                .filter(f -> f.contains("(x)"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {"150", "-0.2", "0.1", "0.3", "0.30", "1e300"})
    void anOptionAndASchemaReadThemAlike(String cell) throws IOException {
        String note =
                "column 1 (x) has numbers that are not between 0.1 and 0.3, taken as missing, in 1 of 60 rows, first \""
                        + cell + "\" at line " + (ODD + 2);
        Table.Reading first = Table.read(source(cell), bounded(0.1, 0.3));
        assertEquals(List.of(note), texts(first.findings()));
        Table table = first.orThrow();
        assertEquals(Column.bounded("x", 0.1, 0.3), table.schema().column("x"));
        Table.Reading again = Table.read(source(cell), table.schema(), ReadOptions.standard());
        assertEquals(List.of(note), texts(again.findings()));
        assertEquals(table.rows(), again.orThrow().rows());
        double[] x = table.rows().copyColumn(0);
        assertTrue(Double.isNaN(x[ODD]));
        assertEquals(ROWS - 1, Arrays.stream(x).filter(v -> v > 0.1 && v < 0.3).count());
        try (RecordReader records = RecordReader.open(source(cell), table.schema(), ReadOptions.standard())) {
            List<RecordReader.Entry> entries = new ArrayList<>(records.next());
            assertEquals(ROWS, entries.size());
            assertEquals("", entries.get(ODD).fault());
            assertTrue(Double.isNaN(entries.get(ODD).row()[0]));
            assertEquals(cell, entries.get(ODD).cells().getFirst(), "the cell stays as it is written");
            assertEquals(List.of(note), texts(records.findings()));
        }
    }

    /** Bounds that hold no number are wrong bounds; a file to score may be so. */
    @Test
    void boundsWithoutANumberAreAProblem() throws IOException {
        Table.Reading far = Table.read(source(""), bounded(100, 200));
        assertEquals(
                List.of("column 1 (x) has only numbers that are not between 100.0 and 200.0 in 59 of 60 rows,"
                        + " first \"0.11\" at line 2; give wider bounds"),
                far.problems().stream().map(Finding::toString).toList());
        Table.Reading scored = Table.read(source(""), far.table().schema(), ReadOptions.standard());
        assertEquals(List.of(), scored.problems());
    }

    /** A kind by the user does not fill an empty column. */
    @ParameterizedTest
    @EnumSource(names = {"REAL", "BOUNDED", "CIRCULAR", "HEAVY_TAILED", "WHOLE"})
    void anEmptyColumnWithAKindIsAProblem(ReadOptions.Kind kind) throws IOException {
        String text = "x,y\n" + ",1.5\n,2.5\n,0.5\n".repeat(10);
        CsvSource empty = CsvSource.of(Files.writeString(dir.resolve("empty.csv"), text));
        Table.Reading reading = Table.read(empty, bounded(0, 1).with("x", kind));
        assertEquals(
                List.of("column 1 (x) has no known cell in 30 of 30 rows, first \"\" at line 2; leave the column out"),
                reading.problems().stream().map(Finding::toString).toList());
        assertEquals(
                List.of(),
                Table.read(empty, reading.table().schema(), ReadOptions.standard())
                        .problems());
    }
}
