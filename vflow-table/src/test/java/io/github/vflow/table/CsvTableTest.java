package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a newcomer's files hold, and what is said about them. */
final class CsvTableTest {
    private static final ReadOptions USUAL = ReadOptions.standard();

    @TempDir
    Path dir;

    private Path file(String text) throws IOException {
        return file(text, StandardCharsets.UTF_8);
    }

    private Path file(String text, Charset charset) throws IOException {
        return Files.write(Files.createTempFile(dir, "t", ".csv"), text.getBytes(charset));
    }

    private Table.Reading read(String text) throws IOException {
        return Table.read(CsvSource.of(file(text)), USUAL);
    }

    private static List<String> problems(Table.Reading reading) {
        return reading.problems().stream().map(Finding::toString).toList();
    }

    private static String notes(Table.Reading reading) {
        return reading.findings().stream()
                .filter(f -> !f.isProblem())
                .map(Finding::toString)
                .collect(Collectors.joining("\n"));
    }

    /** A header, then lines for 0 … n − 1. */
    private static String lines(String header, int n, IntFunction<String> line) {
        return header + "\n" + IntStream.range(0, n).mapToObj(line).collect(Collectors.joining("\n")) + "\n";
    }

    private static String wine(int n, String separator) {
        Random random = new Random(3);
        return lines(
                String.join(separator, "alcohol", "acid", "ash"),
                n,
                _ -> String.join(
                        separator,
                        "" + (13 + random.nextGaussian()),
                        "" + (2 + random.nextGaussian()),
                        "" + (2.5 + random.nextGaussian())));
    }

    @Test
    void theKindsOfColumnsAreInferred() throws IOException {
        Random random = new Random(1);
        Table.Reading r = read(lines(
                ",shop,pieces,price,since,note,one,big,empty",
                200,
                i -> i + "," + List.of("oslo", "rome", "bonn").get(i % 3) + "," + random.nextInt(9) + ","
                        + random.nextGaussian() + ",2024-01-" + (10 + i % 20) + ",order " + i + ",1.0,"
                        + (1_000_000 + 17 * i) + ",NA"));
        assertEquals(List.of(), problems(r));
        Schema schema = r.table().schema();
        assertEquals(Column.ignored("x1"), schema.column("x1"));
        assertEquals(Column.category("shop", List.of("bonn", "oslo", "rome")), schema.column("shop"));
        assertEquals(9, schema.column("pieces").atoms().size(), "0 and 8 as often as numbers between");
        assertEquals(Column.whole("pieces"), schema.column("pieces").withAtoms(List.of()));
        assertEquals(Column.real("price"), schema.column("price"));
        assertEquals(20, schema.column("since").atoms().size(), "twenty days, with ten rows for each");
        assertEquals(Column.real("since"), schema.column("since").withAtoms(List.of()));
        assertEquals(
                "2024-01-10",
                schema.text(schema.column("since"), r.table().rows().get(0, 3)));
        assertEquals(Column.ignored("note"), schema.column("note"));
        assertEquals(Column.constant("one", "1.0"), schema.column("one"));
        assertEquals(Column.real("big"), schema.column("big"));
        assertEquals(Column.ignored("empty"), schema.column("empty"));
        assertEquals(
                List.of("shop", "pieces", "price", "since", "big"), r.table().columns());
        assertEquals(5, r.table().rows().features());
        assertEquals(1_000_017, r.table().rows().get(1, 4));
        assertEquals("""
                column 1 (x1) counts the rows, so it is ignored
                column 5 (since) holds dates in the form uuuu-MM-dd, which are real numbers of days
                column 6 (note) holds text with more than 100 different values in 200 cells, so it is ignored; group its values\
                 to use it
                column 7 (one) is "1.0" in all rows, so the model leaves it out and checks it
                column 9 (empty) has no known cell, so it is ignored""", notes(r));
        assertEquals(
                "shop category bonn, oslo, rome 3 probability of the category, one of 3",
                r.lines().get(2).replaceAll(" +", " "));
    }

    @Test
    void separatorsEncodingsAndCompressionGiveTheSameTable() throws IOException {
        Table table = Table.read(file(wine(150, ",")));
        for (String separator : List.of(";", "\t", "|", " ")) {
            assertEquals(table.rows(), Table.read(file(wine(150, separator))).rows(), separator);
        }
        String text = wine(150, ",");
        assertEquals(table.rows(), Table.read(file("\uFEFF" + text)).rows());
        assertEquals(
                table.rows(),
                Table.read(file("\uFEFF" + text, StandardCharsets.UTF_16LE)).rows());
        assertEquals(
                table.rows(),
                Table.read(file("\uFEFF" + text, StandardCharsets.UTF_16BE)).rows());
        assertEquals(
                table.rows(),
                Table.read(file(text.replace("\n", "\r\n") + "\r\n\r\n")).rows());
        assertEquals(
                table.rows(), Table.read(file("# made by x, y and z\n" + text)).rows());
        Path zipped = dir.resolve("t.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        assertEquals(table.rows(), Table.read(zipped).rows());
        String german = wine(150, ";").replace('.', ',');
        assertEquals(table.rows(), Table.read(file(german)).rows());
    }

    @Test
    void anEncodingThatIsNotUtf8IsNamed() throws IOException {
        Table.Reading r = Table.read(
                CsvSource.of(file(wine(150, ",").replace("ash", "Größe"), StandardCharsets.ISO_8859_1)), USUAL);
        assertEquals(List.of("alcohol", "acid", "Größe"), r.table().columns());
        assertTrue(notes(r).startsWith("the file is not UTF-8, so it is read as Windows-1252 (Latin-1);"), notes(r));
    }

    /** The bytes 0x80 to 0x9F, which are control characters in Latin-1: a euro, dashes and quotes are labels. */
    @Test
    void signsOfWindowsAreLabels() throws IOException {
        List<String> signs = List.of("€", "–", "“a”", "Œuvre", "£");
        Table.Reading r = Table.read(
                CsvSource.of(file(
                        lines("x,sign’s", 150, i -> i * i % 97 / 10.0 + "," + signs.get(i % 5)),
                        Charset.forName("windows-1252"))),
                USUAL);
        assertEquals(List.of("x", "sign’s"), r.table().columns());
        assertEquals(
                Set.copyOf(signs),
                Set.copyOf(r.table().schema().column("sign’s").labels()));
    }

    /** Labels that were kept apart differ in case alone: another case is no label, and the first of them by no means. */
    @Test
    void aCellBetweenTwoLabelsIsNeither() throws IOException {
        ReadOptions apart = USUAL.with("code", ReadOptions.Kind.CATEGORY);
        Schema schema = Table.read(
                        CsvSource.of(file(lines(
                                "code,x", 150, i -> List.of("AB", "ab", "c").get(i % 3) + "," + i * i % 97 / 10.0))),
                        apart)
                .orThrow()
                .schema();
        assertEquals(List.of("AB", "ab", "c"), schema.column("code").labels());
        Table.Reading r = Table.read(CsvSource.of(file("code,x\nAB,1\nab,2\nAb,3\nC,4\n")), schema, USUAL);
        assertArrayEquals(new double[] {0, 1, Double.NaN, 2}, r.table().rows().copyColumn(0));
        assertEquals(
                "column 1 (code) has labels that the model does not know, taken as missing, in 1 of 4 rows, first \"Ab\" at"
                        + " line 4",
                notes(r));
    }

    @Test
    void allProblemsAreFoundInOneRun() throws IOException {
        String[] lines = wine(178, ",").split("\n");
        lines[6] = "13,NA,n/a?";
        lines[9] = "13,,low";
        lines[11] = "13,2,3,4";
        lines[20] = "1e30,2,3";
        // a column whose kind is not chosen gets heavy tails
        Table.Reading r = Table.read(
                CsvSource.of(file(String.join("\n", lines), StandardCharsets.UTF_8)),
                USUAL.with("alcohol", ReadOptions.Kind.REAL));
        assertEquals(
                List.of(
                        "has 3 columns but other numbers of cells in 1 of 178 rows, first \"4 cells\" at line 12; complete or"
                                + " remove these rows",
                        "column 1 (alcohol) has numbers that ruin its scale in 1 of 177 rows, first \"1.0E30\" at line 21, while"
                                + " half of its numbers lie in a … b; repair or remove them, make it heavy, or give a range"),
                problems(r).stream()
                        .map(p -> p.replaceAll("lie in [-.\\d]+ … [-.\\d]+;", "lie in a … b;"))
                        .toList());
        assertTrue(
                notes(r).contains(
                                "column 3 (ash) holds text, taken as missing, in 2 of 178 rows, first \"n/a?\" at line 7; repair these"
                                        + " cells, or name their text as missing"),
                notes(r));
        assertTrue(
                notes(r).contains("column 2 (acid) has missing cells in 2 of 178 rows, first \"NA\" at line 7"),
                notes(r));
        assertEquals(177, r.table().size());
        assertEquals(Double.NaN, r.table().rows().get(5, 2));
        String all = assertThrows(FileFormatException.class, r::orThrow).getMessage();
        assertTrue(all.contains("4 cells") && all.contains("1.0E30"), all);
    }

    @Test
    void columnsThatFollowFromOthersAreNamed() throws IOException {
        Random random = new Random(5);
        Table.Reading r = read(lines("a,b,c,sum,copy,n,m", 300, _ -> {
            double a = random.nextGaussian();
            double b = 100 * random.nextGaussian() + 7;
            int n = random.nextInt(50);
            return a + "," + b + "," + random.nextGaussian() + "," + (float) (2 * a - b + 1) + "," + a + "," + n + ","
                    + (3 * n + 1);
        }));
        assertEquals(List.of(), problems(r));
        String rest = " in all rows, so the model leaves it out and checks it; give it a kind to model it";
        assertEquals(
                List.of(
                        "column 4 (sum) is 2·a - b + 1" + rest,
                        "column 5 (copy) is a" + rest,
                        "column 7 (m) is 3·n + 1" + rest),
                notes(r).lines().toList());
        assertEquals(List.of("a", "b", "c", "n"), r.table().columns());
        assertTrue(r.toString().contains("sum     derived  "), r.toString());
        assertTrue(r.toString().contains("left out, checked: 2·a - b + 1"), r.toString());
    }

    @Test
    void headersAreFoundOrForced() throws IOException {
        assertTrue(notes(read(wine(150, ",").substring(18)))
                .startsWith("has no header: the columns are x1 … x3; if the first line has names, say"));
        String years = wine(150, ",").replace("alcohol,acid,ash", "2019,2020,2021");
        assertEquals(
                List.of(
                        "has numbers in its first line, \"2019,2020,2021\", that look like names of columns but are read as a"
                                + " row; say whether the file has a header"),
                problems(read(years)));
        Table.Reading forced =
                Table.read(CsvSource.of(file(years), CsvSource.Format.detect().withHeader(true)), USUAL);
        assertEquals(List.of("2019", "2020", "2021"), forced.table().columns());
        assertEquals(List.of(), problems(forced));
        Table.Reading twice = read(wine(150, ",").replace("ash\n", "ash\nvol,g,g\n"));
        assertEquals(List.of(), problems(twice));
        assertTrue(notes(twice)
                .startsWith(
                        "column 1 (alcohol) holds text, taken as missing, in 1 of 151 rows, first \"vol\" at line 2"));
        assertEquals(
                "column 3 (acid.2) has the name \"acid\" of an earlier column, so it is called acid.2",
                notes(read(wine(150, ",").replace("ash", "acid"))));
        assertEquals(
                "column 2 (x2) has no name, so it is called x2",
                notes(read(wine(150, ",").replace("acid", ""))));
        assertEquals(
                List.of("alcohol, %", "acid \"x\"", "ash"),
                read(wine(150, ",").replace("alcohol,acid", "\"alcohol, %\",\"acid \"\"x\"\"\""))
                        .table()
                        .columns());
    }

    @Test
    void numbersAreReadAsPeopleWriteThem() throws IOException {
        Random random = new Random(2);
        Table.Reading r = read(lines(
                "comma,thousands,percent,euro,x",
                150,
                i -> "\"1%d,5%d\",\"%d,531,000\",%d.3%%,€ %d,%s"
                        .formatted(i, i, i + 1, i * 37 % 91, i * i % 83, random.nextGaussian())));
        assertEquals(List.of(), problems(r));
        assertEquals("""
                column 1 (comma) has decimal commas
                column 2 (thousands) has numbers in the form "1,531,000", which is read as 1531000
                column 3 (percent) has numbers in the form "0.3%", which is read as 0.3 per cent
                column 4 (euro) has numbers in the form "€ 0", which is read as 0 €""", notes(r));
        assertArrayEquals(
                new double[] {10.5, 1_531_000, 0.3, 0},
                Arrays.copyOf(r.table().rows().copyRow(0), 4));
    }

    @Test
    void aDecimalSignIsDecidedByTheWholeColumn() throws IOException {
        Table.Reading other = read(lines("umsatz;menge", 120, i -> "%d.%03d;%d,9%d".formatted(i + 1, i, i, i % 10)));
        assertEquals(1_000, other.table().rows().get(0, 0), "another column shows that commas are decimal signs");
        String unclear = lines("a;b", 120, i -> "%d,%03d;%d".formatted(i + 1, i, i % 7));
        assertEquals(
                List.of(
                        "column 1 (a) holds numbers such as \"1,000\", whose comma may be a decimal sign or separate thousands;"
                                + " say whether the decimal sign is a point or a comma"),
                problems(read(unclear)));
        CsvSource source = CsvSource.of(file(unclear));
        assertEquals(
                1_000, Table.read(source, USUAL.withPoint('.')).table().rows().get(0, 0));
        assertEquals(1, Table.read(source, USUAL.withPoint(',')).table().rows().get(0, 0));
        Table.Reading mixed = read(lines("a;b", 120, i -> (i % 30 == 7 ? "1.5" : i + ",25") + ";" + i % 7));
        assertTrue(
                notes(mixed)
                        .contains(
                                "column 1 (a) holds text, taken as missing, in 4 of 120 rows, first \"1.5\" at line 9; the column has a"
                                        + " decimal comma, so repair these cells, or name the decimal sign of the file"),
                notes(mixed));
        Table.Reading units = read(lines("a,b", 120, i -> (i % 40 == 7 ? "€" : "$") + i + "," + i % 7));
        assertTrue(
                notes(units)
                        .contains(
                                "column 1 (a) holds text, taken as missing, in 3 of 120 rows, first \"€7\" at line 9; convert them to $,"
                                        + " or leave the column out"),
                notes(units));
    }

    @Test
    void codesAndIdsAreNoNumbers() throws IOException {
        Random random = new Random(6);
        Table.Reading r = read(lines(
                "zip,customerId,order,year,kind,x",
                200,
                i -> "%05d,%d,%d,%d,%s,%s"
                        .formatted(
                                501 + 7 * (i % 9),
                                10_000_000L + random.nextInt(80_000_000),
                                4_000 + (i * 7) % 200,
                                1800 + i,
                                List.of("TRUE", "true", "True", "false").get(i % 4),
                                random.nextGaussian())));
        assertEquals(List.of(), problems(r));
        assertEquals("00501", r.table().schema().column("zip").labels().getFirst());

        assertEquals(List.of("zip", "year", "kind", "x"), r.table().columns());
        assertEquals(
                Column.category("kind", List.of("TRUE", "false")),
                r.table().schema().column("kind"));
        assertEquals("""
                column 1 (zip) has digits that begin with zero, so they are codes and no numbers; make it whole or real to use\
                 them as numbers
                column 2 (customerId) numbers the rows: nearly all of its whole numbers differ, so it is ignored; make it real\
                 to use it
                column 3 (order) numbers the rows: nearly all of its whole numbers differ, so it is ignored; make it real to\
                 use it
                column 5 (kind) has labels that differ in case or blanks alone, such as "TRUE" and "True" and "true", which are\
                 taken for "TRUE"; make it a category to keep them apart""", notes(r));
        assertEquals(0, r.table().rows().get(1, 2), "true is TRUE");
    }

    @Test
    void datesAndTimesAreDaysInTheFormOfTheFile() throws IOException {
        Table.Reading r = read(lines(
                "iso;german;us;moment;zone;clock;named;unclear",
                120,
                i ->
                        "2024-02-%02d;%d.%d.2023;%d/%d/1999;2024-05-%02d 14:%02d;2024-05-31T%02d:00:%02dZ;%02d:30;%d-May-2021;0%d/0%d/2024"
                                .formatted(
                                        1 + i * 7 % 29,
                                        1 + i % 28,
                                        1 + i % 12,
                                        1 + (i * i * 5 + i / 7) % 12,
                                        1 + (i * i * 3 + i / 5) % 28,
                                        1 + i % 31,
                                        i % 60,
                                        i % 24,
                                        i % 60,
                                        i * 5 % 24,
                                        1 + i * 17 % 31,
                                        1 + i % 9,
                                        1 + i * 2 % 9)));
        assertEquals(List.of(), problems(r));
        Schema schema = r.table().schema();
        double[] first = r.table().rows().copyRow(0);
        assertEquals(
                List.of(
                        "2024-02-01",
                        "1.1.2023",
                        "1/1/1999",
                        "2024-05-01 14:00",
                        "2024-05-31T00:00:00Z",
                        "00:30",
                        "1-May-2021"),
                IntStream.range(0, first.length)
                        .mapToObj(j -> schema.text(schema.modelled().columns().get(j), first[j]))
                        .toList());
        assertEquals(19_754, first[0]);
        assertTrue(
                notes(r).contains(
                                "column 8 (unclear) holds dates such as \"01/01/2024\", whose days and months cannot be told"
                                        + " apart, so it is ignored; write them as 2024-05-31 to use them"),
                notes(r));
        assertEquals(schema, Schema.ofJson(schema.toJson()));
        assertEquals(
                19_754, schema.select(List.of("iso")).modelled().encode(Map.of("iso", LocalDate.of(2024, 2, 1)))[0]);
        assertEquals("2024-05-01 14:01", schema.text(schema.column("moment"), first[3] + 0.8 / 1_440));
        assertEquals("23:00", schema.text(schema.column("clock"), -1 / 24.0), "a time of day goes round");
    }

    @Test
    void aTextOfManyValuesHasItsFrequentLabels() throws IOException {
        String text = lines(
                "town,x",
                600,
                i -> (i % 3 == 0 ? "village " + i : List.of("Rome", "Oslo").get(i % 2)) + "," + i * 0.37 % 1);
        Table.Reading r = read(text);
        Column towns = Column.category("town", List.of("Oslo", "Rome", "other"), "other");
        assertEquals(towns, r.table().schema().column("town"));
        assertEquals(
                "column 1 (town) holds text with more than 100 different values, so the 2 most frequent are labels and all"
                        + " others are \"other\", 33 % of the cells",
                notes(r));
        assertEquals(2, r.table().rows().get(0, 0));
        assertEquals(2, towns.encode("a town that is nowhere else"));
        Schema schema = Schema.ofJson(r.table().schema().toJson());
        assertEquals(r.table().schema(), schema);
        Table later = Table.read(file("town,x\nBergen,1.5\nROME,2.5\n"), schema);
        assertEquals(
                List.of(2.0, 1.0), List.of(later.rows().get(0, 0), later.rows().get(1, 0)));
        assertEquals(
                "Column: the label of all other texts of \"k\" must be one of [u, v] but is w; add it",
                assertThrows(IllegalArgumentException.class, () -> Column.category("k", List.of("u", "v"), "w"))
                        .getMessage());
    }

    @Test
    void whatStandsAroundATableIsSkipped() throws IOException {
        String text = wine(150, ",");
        Rows rows = Table.read(file(text)).rows();
        assertEquals(rows, Table.read(file("sep=;\n" + text.replace(',', ';'))).rows());
        Table.Reading titled = read("Wines of 1996\n\nby the institute\n" + text);
        assertEquals(rows, titled.table().rows());
        assertTrue(notes(titled).contains("begins with \"Wines of 1996\" in line 1, which is skipped"), notes(titled));
        Table.Reading ends = read(text.replace("\n", ",\n"));
        assertEquals(rows, ends.table().rows());
        assertEquals(
                "column 4 (x4) has no name, so it is called x4\ncolumn 4 (x4) has no known cell, so it is ignored",
                notes(ends));
        Table.Reading rowsEnd = read(text.replace("\n", ",\n").replaceFirst(",\n", "\n"));
        assertEquals(rows, rowsEnd.table().rows());
        assertTrue(notes(rowsEnd).startsWith("has a separator at the end of each row"), notes(rowsEnd));
    }

    @Test
    void choicesOverrideWhatIsInferred() throws IOException {
        CsvSource source = CsvSource.of(
                file(lines("a,b,c,d", 120, i -> i % 5 + "," + i % 3 + "," + (i * 0.5 + i % 2 * 0.125) + "," + -9)));
        Table.Reading r = Table.read(
                source,
                USUAL.with("a", ReadOptions.Kind.REAL)
                        .with("b", ReadOptions.Kind.CATEGORY)
                        .with("c", new ReadOptions.Range(0, 59))
                        .with("d", ReadOptions.Kind.IGNORED));
        assertEquals(
                List.of(
                        Column.real("a"),
                        Column.category("b", List.of("0", "1", "2")),
                        Column.real("c"),
                        Column.ignored("d")),
                r.table().schema().columns());
        assertEquals(
                "column 3 (c) has numbers outside of [0.0, 59.0], taken as missing, in 1 of 120 rows, first \"59.625\" at line 121",
                notes(r));
        assertEquals(Double.NaN, r.table().rows().get(119, 2));
        assertEquals(
                List.of("a"),
                Table.read(source, USUAL.withOnly(List.of("a"))).table().columns());
        assertEquals(
                source.name() + ": there are no columns [z]; there are [a, b, c, d]",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Table.read(source, USUAL.with("z", ReadOptions.Kind.REAL)))
                        .getMessage());
        Table.Reading marked = Table.read(source, USUAL.withMissing(Set.of("4", "-9")));
        assertEquals(24, marked.columns().getFirst().missing());
        assertEquals("ignored", marked.table().schema().column("d").kindWord());
    }

    @Test
    void aSpikeAndFewRowsAreNoted() throws IOException {
        Random random = new Random(8);
        Table.Reading spike =
                read(lines("a,b", 200, i -> random.nextGaussian() + "," + (i % 20 == 0 ? i * 0.31 + 0.1 : 0)));
        assertEquals("", notes(spike), "the use of the column says it");
        assertEquals(11, spike.table().schema().column("b").atoms().size());
        assertTrue(notes(read(wine(10, ","))).startsWith("has 10 rows, too few for more than a rough density;"));
    }

    @Test
    void filesThatAreNoTablesAreRefused() throws IOException {
        refused(": it is empty; a table has a line of names and at least one row", "");
        refused(": it is empty; a table has a line of names and at least one row", "\n\n");
        refused(": there is no row; a table has a line of names and at least one row", "a,b\n");
        refused(": no column can be modelled: column 1 (a) is \"1\" in all rows", "a\n1\n1\n");
        refused(": expected text but found a zero byte; give a CSV file, in UTF-8 at best", "PK\0\0");
        refused(": a table of 1 row does not say what its columns are; give more rows", "a,b\n1,2\n");
        refused(
                ": expected 2 cells in each row, as in the first line, but found others in 2 of 2 rows, first \"4 cells\" at line 2;"
                        + " remove what stands before the names, or name the separator",
                "a,b\n1,2,3,4\n5,6,7,8\n");
        Path open = file("a,b\n1,\"2\n3,4\n");
        assertTrue(assertThrows(FileFormatException.class, () -> Table.read(open))
                .getMessage()
                .endsWith("; repair the quotes"));
        assertThrows(NoSuchFileException.class, () -> Table.read(dir.resolve("none.csv")));
        assertTrue(assertThrows(IOException.class, () -> Table.read(dir))
                .getMessage()
                .contains("it is a directory"));
        Path damaged = Files.write(dir.resolve("d.gz"), new byte[] {0x1f, (byte) 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9});
        assertTrue(assertThrows(FileFormatException.class, () -> Table.read(damaged))
                .getMessage()
                .contains("the gzip file is damaged"));
    }

    @Test
    void aTruncatedGzipFileIsRefused() throws IOException {
        Path zipped = dir.resolve("t.csv.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(zipped))) {
            out.write(wine(900, ",").getBytes(StandardCharsets.UTF_8));
        }
        byte[] all = Files.readAllBytes(zipped);
        Files.write(zipped, Arrays.copyOf(all, all.length / 2));
        String found = assertThrows(FileFormatException.class, () -> Table.read(zipped))
                .getMessage();
        assertTrue(found.startsWith(zipped + ": the gzip file is damaged: "), found);
    }

    @Test
    void namesThatCannotBeAndChoicesThatDoNotFitAreNamed() throws IOException {
        assertEquals(
                List.of(
                        "column 2 (ac?id) must have printable text in one line as its name but has \"ac\\u001bid\"; rename the"
                                + " column"),
                problems(read(wine(150, ",").replace("acid", "ac\u001bid"))));
        assertEquals(
                List.of(
                        "column 1 (alcohol) must have 2 to 100 labels to be categories, or some frequent ones, but has more;"
                                + " choose another kind"),
                problems(Table.read(
                        CsvSource.of(file(wine(150, ","))), USUAL.with("alcohol", ReadOptions.Kind.CATEGORY))));
        assertEquals(
                List.of("column 1 (alcohol) holds numbers that are not whole in 150 of 150 rows, first"),
                problems(Table.read(CsvSource.of(file(wine(150, ","))), USUAL.with("alcohol", ReadOptions.Kind.WHOLE)))
                        .stream()
                        .map(p -> p.substring(0, p.indexOf(" \"")))
                        .toList());
        assertEquals(
                "Range: least must be below most but they are 2.0 and 1.0; exchange them",
                assertThrows(IllegalArgumentException.class, () -> new ReadOptions.Range(2, 1))
                        .getMessage());
        Table table = Table.read(CsvSource.of(file(wine(150, ","))), USUAL.withOnly(List.of("ash")))
                .orThrow();
        assertEquals(
                "Table.with: a column must stay modelled, or stay left out, but \"acid\" would not; read the table again with"
                        + " that column",
                assertThrows(IllegalArgumentException.class, () -> table.with(Column.real("acid")))
                        .getMessage());
    }

    private void refused(String message, String text) throws IOException {
        Path file = file(text);
        String found =
                assertThrows(FileFormatException.class, () -> Table.read(file)).getMessage();
        assertTrue(found.startsWith(file + message), found);
    }

    @Test
    void aFileIsReadUnderTheSchemaOfAModel() throws IOException {
        Schema schema = new Schema(List.of(
                Column.real("a"),
                Column.category("k", List.of("u", "v")),
                Column.constant("one", "1"),
                Column.ignored("id")));
        Table.Reading r = Table.read(CsvSource.of(file("k,x,one,a\nu,9,1.0,1.5\nw,9,1,2\nv,9,2,3\n")), schema, USUAL);
        assertEquals(schema, r.table().schema());
        assertEquals(1.5, r.table().rows().get(0, 0));
        assertEquals(Double.NaN, r.table().rows().get(1, 1));
        assertEquals(1, r.table().rows().get(2, 1));
        assertEquals(List.of(), problems(r));
        assertEquals(
                List.of(
                        "column 1 (k) has labels that the model does not know, taken as missing, in 1 of 3 rows, first \"w\" at"
                                + " line 3",
                        "column 3 (one) is not 1 as in all training rows in 1 of 3 rows, first \"2\" at line 4"),
                notes(r).lines().toList());
        Path other = file("k,x\nu,1\n");
        assertEquals(
                other
                        + ": expected the columns [a, k] but [a] are missing among [k, x]; give the columns that the model was"
                        + " trained on",
                assertThrows(FileFormatException.class, () -> Table.read(other, schema))
                        .getMessage());
    }
}
