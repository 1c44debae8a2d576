package io.github.vflow.cli.format;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.io.FileFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CsvTest {
    @TempDir
    Path directory;

    private Path file(String text) throws IOException {
        return Files.writeString(directory.resolve("data.csv"), text);
    }

    private String complaint(String text) throws IOException {
        Path file = file(text);
        String message =
                assertThrows(FileFormatException.class, () -> Csv.read(file)).getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }

    private static final Table ROWS = new Table(List.of("a", "b"), Rows.of(new double[][] {{1, -2.5}, {3e4, 0.125}}));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a,b\n1,-2.5\n3e4,.125\n",
                "a;b\n1;-2.5\n3e4;.125",
                "a\tb\r\n1\t-2.5\r\n3E+4\t.125\r\n",
                "\"a\",\"b\"\n\"1\",\"-2.5\"\n\"30000\",0.125\n\n\n",
                "\uFEFFa,b\n 1 , -2.5\n+3e4,12.5e-2\n",
                " a , b\n1.,-2.5\n30000,00.125\n",
            })
    void readsWhatTablesLookLike(String text) throws IOException {
        assertEquals(ROWS, Csv.read(file(text)));
    }

    @Test
    void namesColumnsThatHaveNoNames() throws IOException {
        assertEquals(new Table(List.of("x1", "x2"), ROWS.rows()), Csv.read(file("1,-2.5\n3e4,0.125\n")));
        assertEquals(List.of("x1"), Csv.read(file("1\n2\n3\n")).columns());
    }

    @Test
    void aNameMayHoldAnything() throws IOException {
        Table table = Csv.read(file("\"width, mm\",\"the \"\"height\"\"\",größe\n1,2,3\n"));
        assertEquals(List.of("width, mm", "the \"height\"", "größe"), table.columns());
    }

    /** Line ends are written as ¶ here. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            a,b¶1,2¶3¶|line 3: expected 2 columns [a, b] but found 1: [3]; complete or remove the row
            a,b¶1,2¶3,4,5¶|line 3: expected 2 columns [a, b] but found 3: [3, 4, 5]; complete or remove the row
            a,b¶1,2,¶|line 2: expected 2 columns [a, b] but found 3: [1, 2, ]; complete or remove the row
            a,b¶1,zwei¶|line 2, column 2 (b): expected a finite number but found "zwei"; repair or remove the row
            a,b¶1,2¶,4¶|line 3, column 1 (a): expected a finite number but found ""; repair or remove the row
            a,b¶1,NaN¶|line 2, column 2 (b): expected a finite number but found "NaN"; repair or remove the row
            a,b¶1,-inf¶|line 2, column 2 (b): expected a finite number but found "-inf"; repair or remove the row
            a,b¶1,1e39¶|line 2, column 2 (b): expected a finite number but found "1e39"; repair or remove the row
            a,b¶1,0x10¶|line 2, column 2 (b): expected a finite number but found "0x10"; repair or remove the row
            a;b¶1,5;2¶|line 2, column 1 (a): expected a finite number but found "1,5"; repair or remove the row (numbers are written with a decimal point)
            1,5;2¶|line 1, column 1 (x1): expected a finite number but found "1,5"; repair or remove the row (numbers are written with a decimal point)
            1,nan¶2,3¶|line 1, column 2 (x2): expected a finite number but found "nan"; repair or remove the row
            a,3¶1,2¶|line 1, column 1 (x1): expected a finite number but found "a"; repair or remove the row
            a,b¶1,2¶¶3,4¶|line 3: expected a row but the line is empty; remove it
            ¶a,b¶1,2¶|line 1: expected a row but the line is empty; remove it
            ,a,b¶0,1,2¶|line 1, column 1: expected the name of the column but found nothing; name it, or remove the column
            a,b,a¶0,1,2¶|line 1, column 3: the name "a" is taken by column 1; give them different names
            a,\u001b[2J¶1,2¶|line 1, column 2: the name of a column must be printable text in one line but is "\\u001b[2J"; rename the column
            a,b¶|there is no row of numbers; a table has a line of names and at least one row
            ¶|there is no row of numbers; a table has a line of names and at least one row
            """)
    void aMalformedTableIsNamed(String text, String expected) throws IOException {
        assertEquals(expected, complaint(text.replace('¶', '\n')));
    }

    /** Each is almost a number to one of the patterns, and took minutes. */
    @ParameterizedTest
    @ValueSource(strings = {"9x", "9.9x", ".9x", "9e9x", "9,9x", "9,9e9x", "x9", "9", "9e9", "9,9", "-9.", "+.9e-9"})
    void aCellMayHaveManyDigits(String pattern) throws IOException {
        String cell = pattern.replace("9", "9".repeat(200_000));
        Path file = file("a,b\n1,\"" + cell + "\"\n");
        assertTimeoutPreemptively(Duration.ofSeconds(5), () -> {
            if (pattern.endsWith("e-9")) {
                assertEquals(0, Csv.read(file).rows().get(0, 1));
            } else {
                String message = assertThrows(FileFormatException.class, () -> Csv.read(file))
                        .getMessage();
                assertTrue(message.contains("expected a finite number but found \"" + cell.substring(0, 80)), message);
                assertTrue(message.length() < 400, message);
            }
        });
    }

    @Test
    void brokenQuotesAreNamed() throws IOException {
        assertEquals(
                "Unclosed quoted field at end of input (record starting at line 3); repair the quotes",
                complaint("a,b\n1,2\n\"3,4\n5,6\n"));
        assertEquals(
                "Unexpected character after closing quote: '2' (0x32) (record starting at line 2); repair the quotes",
                complaint("a,b\n\"1\"2,3\n"));
        assertEquals(
                "line 2, column 1 (a): expected a finite number but found \"1\\n2\"; repair or remove the row",
                complaint("a,b\n\"1\n2\",3\n"));
    }

    @Test
    void aFileThatIsNotThereIsNamed() throws IOException {
        assertEquals("there is no row of numbers; a table has a line of names and at least one row", complaint(""));
        Path none = directory.resolve("none.csv");
        assertEquals(
                none + ": there is no such file; check the path",
                assertThrows(NoSuchFileException.class, () -> Csv.read(none)).getMessage());
        assertEquals(
                "cannot read " + directory + ": it is a directory; give the name of a CSV file",
                assertThrows(IOException.class, () -> Csv.read(directory)).getMessage());
    }

    @Test
    void writesShortNumbersInUnixLines() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        List<Column> columns = new ArrayList<>(Column.of(ROWS));
        columns.add(Column.of("log, density", new double[] {-0.1, Double.NEGATIVE_INFINITY}));
        Csv.print(out, columns);
        assertEquals(
                "a,b,\"log, density\"\n1.0,-2.5,-0.1\n30000.0,0.125,-Infinity\n", out.toString(StandardCharsets.UTF_8));
    }

    @Property
    void whatIsWrittenIsRead(@ForAll long seed, @ForAll @IntRange(min = 1, max = 5) int d) throws IOException {
        Random random = new Random(seed);
        float[] flat = new float[d * (1 + random.nextInt(2000))];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = (float) (random.nextGaussian() * Math.exp(3 * random.nextGaussian()));
        }
        List<String> names = new ArrayList<>();
        for (int j = 0; j < d; j++) {
            names.add("column;,\"" + j);
        }
        Table table = new Table(names, Rows.of(flat, d));
        Path file = Files.createTempFile("vflow", ".csv");
        try {
            Csv.write(file, Column.of(table));
            assertArrayEquals(flat, Csv.read(file).rows().toFloats());
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        Path file = directory.resolve("out.csv");
        List<Column> uneven = List.of(Column.of("a", new double[2]), Column.of("b", new double[3]));
        assertEquals(
                "Csv.write: columns must all have the same number of rows but have [a: 2, b: 3]; pass them complete",
                assertThrows(IllegalArgumentException.class, () -> Csv.write(file, uneven))
                        .getMessage());
        assertEquals(
                "Table: expected 2 names but got [a]; name every column once",
                assertThrows(IllegalArgumentException.class, () -> new Table(List.of("a"), ROWS.rows()))
                        .getMessage());
        assertFalse(Files.exists(file));
    }
}
