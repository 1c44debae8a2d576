package io.github.vflow.table.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The lines around a table, its separator and its encoding. */
final class CsvFormsTest {
    /** A text as it was read; a record has its line, the number of cells before it ended, and its cells. */
    private record Read(
            char separator, List<String> columns, List<String> records, List<String> findings, boolean named) {}

    private static Read read(byte[] text, CsvSource.Format format) throws IOException {
        CsvSource source = CsvSource.of("t.csv", text, format);
        List<String> records = new ArrayList<>();
        try (TableSource.Cursor cursor = source.open()) {
            while (cursor.next()) {
                records.add(cursor.line() + ": " + cursor.found() + " "
                        + IntStream.range(0, cursor.width())
                                .mapToObj(cursor::text)
                                .toList());
            }
            return new Read(
                    source.separator(),
                    cursor.columns(),
                    records,
                    cursor.findings().stream().map(Finding::toString).toList(),
                    cursor.isNamed());
        }
    }

    private static Read read(String text) throws IOException {
        return read(text.getBytes(StandardCharsets.UTF_8), CsvSource.Format.detect());
    }

    private static char separator(String... lines) throws IOException {
        return CsvSource.of(
                        "t.csv", String.join("\n", lines).getBytes(StandardCharsets.UTF_8), CsvSource.Format.detect())
                .separator();
    }

    @Test
    void aDeclaredSeparatorIsThatOfTheFile() throws IOException {
        Read read = read("SEP=;\na;b\n1,5;2\n");
        assertEquals(';', read.separator());
        assertEquals(List.of("a", "b"), read.columns());
        assertEquals(List.of("3: 2 [1,5, 2]"), read.records());
        assertEquals(List.of("begins with a comment in line 1, which is skipped"), read.findings());
        assertEquals('x', separator("sep=x", "a,b", "1,2"));
    }

    @Test
    void commentsAndTitlesBeforeTheNamesAreSkipped() throws IOException {
        Read comment = read("# by hand\na,b\n1,2\n");
        assertEquals(List.of("a", "b"), comment.columns());
        assertEquals(List.of("begins with a comment in line 1, which is skipped"), comment.findings());
        assertEquals(List.of("#a", "b"), read("#a,b\n1,2\n").columns(), "a line like the others is none");
        Read title = read("Sales\nof the north,,\nname,age,town\nbob,3,x\n");
        assertEquals(List.of("name", "age", "town"), title.columns());
        assertEquals(
                List.of(
                        "begins with \"Sales\" in line 1, which is skipped",
                        "begins with \"of the north\" in line 2, which is skipped"),
                title.findings());
        assertEquals(List.of("4: 3 [bob, 3, x]"), title.records());
        assertEquals(List.of("Sales", ""), read("Sales,\nname,age\nbob,3\n").columns(), "two cells are names");
        assertFalse(read("2024\nname,age\nbob,3\n").findings().contains("begins with \"2024\" in line 1"));
        String nine = "title\n".repeat(9);
        assertEquals(List.of("a", "b"), read(nine + "a,b\n1,2\n").columns());
        assertEquals("title", read("title\n" + nine + "a,b\n1,2\n").columns().getFirst(), "ten titles are too many");
        assertEquals(
                List.of("Sales"),
                read(
                                "Sales\na,b\n1,2\n".getBytes(StandardCharsets.UTF_8),
                                CsvSource.Format.detect().withHeader(false))
                        .records()
                        .stream()
                        .limit(1)
                        .map(r -> r.replaceAll("1: 1 \\[(\\w+).*", "$1"))
                        .toList(),
                "without names there are no titles");
    }

    @Test
    void rowsWithoutNamesAreNumbered() throws IOException {
        Read read = read("1,2\n3,4\n");
        assertFalse(read.named());
        assertEquals(List.of("x1", "x2"), read.columns());
        assertEquals(List.of("1: 2 [1, 2]", "2: 2 [3, 4]"), read.records());
        assertEquals(
                List.of(
                        "has no header: the columns are x1 … x2; if the first line has names, say that the file has a header"),
                read.findings());
        assertEquals(List.of("x1", "x2", "x3"), read("1,2\n3,4,5\n").columns(), "the longest row");
        Read said = read(
                "1,2\n3,4\n".getBytes(StandardCharsets.UTF_8),
                CsvSource.Format.detect().withHeader(true));
        assertEquals(List.of("1", "2"), said.columns());
        assertEquals(List.of(), said.findings());
        assertFalse(read("oak,$5\nash,$6\n").named(), "an amount is a number");
        assertTrue(read("oak,Q5\nash,6\n").named());
    }

    private static boolean looksLikeNames(String line) throws IOException {
        return read(line + "\n" + line.replaceAll("[^,]+", "7") + "\n").findings().stream()
                .anyMatch(f -> f.startsWith("has numbers in its first line, \"" + line + "\", that look like names"));
    }

    /** Years count upwards in steps of one, with at most one word among them. */
    @Test
    void yearsLookLikeNames() throws IOException {
        assertTrue(looksLikeNames("2001,2002,2003"));
        assertTrue(looksLikeNames("region,2001,2002,2003"));
        assertFalse(looksLikeNames("region,town,2001,2002,2003"));
        assertFalse(looksLikeNames("2001,2002"));
        assertFalse(looksLikeNames("2001,2002,2004"));
        assertFalse(looksLikeNames("2003,2002,2001"));
        assertFalse(looksLikeNames("0.5,1.5,2.5"));
    }

    @Test
    void namesFitRowsWithOneCellMoreOrLess() throws IOException {
        Read first = read("a,b\nx,1,2\ny,3,4\n");
        assertEquals(List.of("", "a", "b"), first.columns());
        assertEquals(
                List.of("has one cell more in each row than names, so its first column has no name"), first.findings());
        Read last = read("a,b\n1,2,\n3,4,\n");
        assertEquals(List.of("a", "b", ""), last.columns());
        assertEquals(
                List.of("has a separator at the end of each row, so its last column has no name"), last.findings());
        Read cut = read("a,b,\n1,2\n3,4\n");
        assertEquals(List.of("a", "b"), cut.columns());
        assertEquals(List.of("has a separator after its last name, which is cut"), cut.findings());
        Read some = read("a,b\nx,1,2\ny,3\n");
        assertEquals(List.of("a", "b"), some.columns());
        assertEquals(List.of("2: 3 [x, 1, 2]", "3: 2 [y, 3]"), some.records());
        Read none = read("a,b\n");
        assertEquals(List.of("a", "b"), none.columns());
        assertEquals(List.of("a", "b", ""), read("a,b,\n1,2,3\n").columns());
    }

    @Test
    void rowsAreFittedToTheColumns() throws IOException {
        Read read = read("a,b,c\n1\n1,2,3,,\n1,2,3,4\n1,2,3\n");
        assertEquals(List.of("2: 1 [1, , ]", "3: 3 [1, 2, 3]", "4: 4 [1, 2, 3, 4]", "5: 3 [1, 2, 3]"), read.records());
        Read spaces = read("a b  c\n1  2 3\n4 5\n 6 7   8 \n9 10 11\n");
        assertEquals(' ', spaces.separator());
        assertEquals(List.of("a", "b", "c"), spaces.columns());
        assertEquals(List.of("2: 3 [1, 2, 3]", "3: 2 [4, 5]", "4: 3 [6, 7, 8]", "5: 3 [9, 10, 11]"), spaces.records());
    }

    @Test
    void blankLinesBetweenRowsAreNoted() throws IOException {
        Read read = read("\na,b\n1,2\n\n \n3,4\n\n5,6\n\n");
        assertEquals(List.of("3: 2 [1, 2]", "6: 2 [3, 4]", "8: 2 [5, 6]"), read.records());
        assertEquals(1, read.findings().size(), read.findings()::toString);
        assertTrue(
                read.findings().getFirst().startsWith("has blank lines between rows, which are skipped, first line "),
                read.findings()::toString);
        assertEquals(List.of(), read("a,b\n1,2\n3,4\n\n\n").findings());
    }

    @Test
    void theSeparatorIsTheFirstThatLinesShare() throws IOException {
        assertEquals(';', separator("a;b", "1,5;2,5"));
        assertEquals('\t', separator("a\tb;c", "1\t2;3"));
        assertEquals('|', separator("a|b", "1|2"));
        assertEquals(',', separator("a,b", "\"x;y\",2", "\"z;w;v\",3"), "what is quoted does not count");
        assertEquals(',', separator("a,b", "x;y,2", "z,3"), "more than half");
        assertEquals(';', separator("a;b,c", "x,1;y", "z;1", "1,2;w,,"), "all lines before most lines");
        assertEquals(' ', separator("a b", "1 2 3", "4 5 6"), "names of all columns but the first");
        assertEquals(',', separator("a,b c", "x", "y z w"), "the names have one");
        assertEquals(',', separator("one", "two"));
        assertEquals(',', separator(""));
        assertEquals(';', separator("#x|y|z", "a;b", "1;2"), "no comment");
        assertEquals(',', separator("a,b", "1,2", "x;1,2", "y;1,2,3"), "half of the lines have a semicolon");
    }

    private static List<String> names(byte[] text) throws IOException {
        return read(text, CsvSource.Format.detect()).columns();
    }

    @Test
    void textsHaveTheirEncoding() throws IOException {
        String text = "größe,b\n1,2\n";
        for (Charset charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE, StandardCharsets.UTF_8)) {
            assertEquals(List.of("größe", "b"), names(("\uFEFF" + text).getBytes(charset)), charset.name());
        }
        Read old = read(text.getBytes(Charset.forName("windows-1252")), CsvSource.Format.detect());
        assertEquals(List.of("größe", "b"), old.columns());
        assertEquals(
                List.of(
                        "the file is not UTF-8, so it is read as Windows-1252 (Latin-1); save it as UTF-8 if names look wrong"),
                old.findings());
    }

    /** A character of two bytes may begin at the end of the bytes that are read at once. */
    @Test
    void charactersMayBeginAnywhere() throws IOException {
        for (int at : new int[] {62, 63, 64, 65_535, 65_536, 65_598, 65_599, 65_600, 131_071}) {
            String text = "a,b\n" + "x".repeat(at - 4) + "ü,2\n";
            Read read = read(text);
            assertEquals(List.of(), read.findings(), "at " + at);
            assertTrue(read.records().getFirst().endsWith("xü, 2]"), "at " + at);
        }
        byte[] half = "a,b\n1,2ü".getBytes(StandardCharsets.UTF_8);
        Read cut = read(Arrays.copyOf(half, half.length - 1), CsvSource.Format.detect());
        assertEquals(1, cut.findings().size(), "half a character is none");
    }

    private static String refusal(String bytes) {
        return assertThrows(
                        IOException.class,
                        () -> read(bytes.getBytes(StandardCharsets.ISO_8859_1), CsvSource.Format.detect())
                                .records())
                .getMessage();
    }

    @Test
    void otherFilesAreNamed() {
        assertEquals(
                "t.csv: this is an Excel file or an archive, and no CSV file; save its table as CSV",
                refusal("PK\3\4x"));
        assertEquals(refusal("PK\3\4x"), refusal("\u00d0\u00cf\u0011\u00e0x"));
        assertTrue(refusal("PAR1x").startsWith("t.csv: this is a Parquet file, and no CSV file;"));
        for (String json : List.of("{ \"a\": 1}", " [ {\"a\":1}]", "[[1,2]]")) {
            assertTrue(refusal(json).startsWith("t.csv: this is JSON, and no CSV file;"), json);
        }
        assertEquals(
                "t.csv: expected text but found a zero byte; give a CSV file, in UTF-8 at best",
                refusal("a,b\n\0,2\n"));
        assertEquals(refusal("a,b\n\0,2\n"), refusal("\0"));
        assertEquals("t.csv: it is empty; a table has a line of names and at least one row", refusal(""));
        assertTrue(refusal("a,b\n\"1,2\n").endsWith("; repair the quotes"), refusal("a,b\n\"1,2\n"));
        assertTrue(refusal("a" + ",".repeat(16_384) + "\n").contains("a line has more than 16,384 cells"));
    }

    @Test
    void findingsAreSentences() {
        Finding note = Finding.note("has gaps", "fill them");
        assertFalse(note.isProblem());
        assertTrue(Finding.problem("x", "").isProblem());
        assertEquals("has gaps; fill them", note.toString());
        Finding column = note.in(3, "age").at(7, 9);
        assertEquals("column 3 (age) has gaps; fill them", column.toString());
        assertEquals(List.of(7L, 9L), List.of(column.count(), column.line()));
        assertEquals(List.of(3, "age"), List.of(note.at(1, 2).in(3, "age").position(), column.column()));
        assertEquals("\"" + "x".repeat(60) + "\"", Finding.quoted("x".repeat(60)));
        assertEquals("\"" + "x".repeat(60) + "…\"", Finding.quoted("x".repeat(61)));
        assertEquals("\"a\\u001bb\"", Finding.quoted("a\u001bb"));
    }

    @Test
    void cursorsSayWhatTheyCount() throws IOException {
        try (TableSource.Cursor csv = CsvSource.of(
                        "t", "a;b\n1;2\n".getBytes(StandardCharsets.UTF_8), CsvSource.Format.detect())
                .open()) {
            assertEquals("line", csv.unit());
            assertTrue(csv.isText());
            assertFalse(csv.hasCommas());
            assertTrue(csv.next());
            assertEquals("2", csv.cell(1));
        }
        try (TableSource.Cursor commas = CsvSource.of(
                        "t", "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8), CsvSource.Format.detect())
                .open()) {
            assertTrue(commas.hasCommas());
        }
        ObjectSource<Integer> source =
                ObjectSource.of(List.of(4, 5)).column("n", n -> n).column("half", n -> n == 4 ? 2 : null);
        assertEquals("the rows", source.name());
        try (TableSource.Cursor objects = source.open()) {
            assertEquals(List.of("n", "half"), objects.columns());
            assertEquals("row", objects.unit());
            assertTrue(objects.isNamed() && !objects.isText() && !objects.hasCommas());
            assertEquals(List.of(), objects.findings());
            assertTrue(objects.next());
            assertEquals(List.of(1L, 2, 2), List.of(objects.line(), objects.width(), objects.found()));
            assertEquals(List.of(4, "2"), List.of(objects.cell(0), objects.text(1)));
            assertTrue(objects.next());
            assertEquals(2, objects.line());
            assertEquals("", objects.text(1));
            assertFalse(objects.next());
        }
    }
}
