package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.NumberGrid;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Relation;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.CsvSource;
import io.github.vflow.table.source.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kinds of columns hold if nearly all cells say so; exceptions are named. */
final class KindsByEvidenceTest {
    private static final int ROWS = 2_000;

    @TempDir
    private Path dir;

    private Table.Reading read(String header, IntFunction<String> line) throws IOException {
        return read(ROWS, header, line);
    }

    private Table.Reading read(int rows, String header, IntFunction<String> line) throws IOException {
        String lines = IntStream.range(0, rows).mapToObj(line).collect(Collectors.joining("\n"));
        return Table.read(
                CsvSource.of(Files.writeString(Files.createTempFile(dir, "t", ".csv"), header + "\n" + lines + "\n")),
                ReadOptions.standard());
    }

    private static String said(Table.Reading reading) {
        return reading.findings().stream().map(Finding::toString).collect(Collectors.joining("\n"));
    }

    /** Whether a row is an exception, for a number of exceptions spread over the rows; the first row is one. */
    private static boolean isOdd(int i, int exceptions) {
        return exceptions > 0 && i % (ROWS / exceptions) == 0;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 20, 100})
    void aTextBetweenFewNumbersIsALabelIfItRepeats(int exceptions) throws IOException {
        Random random = new Random(exceptions);
        Table.Reading reading =
                read("n,y", i -> (isOdd(i, exceptions) ? "3+" : "" + random.nextInt(3)) + "," + random.nextGaussian());
        Column n = reading.orThrow().schema().column("n");
        if (exceptions >= 0.005 * ROWS) {
            assertEquals(List.of("0", "1", "2", "3+"), n.labels());
            assertFalse(said(reading).contains("column 1"), said(reading));
        } else {
            assertEquals("whole", n.kindWord());
            assertEquals(
                    exceptions > 0,
                    said(reading)
                            .contains("column 1 (n) holds text, taken as missing, in 2 of 2000 rows, first \"3+\" at"
                                    + " line 2"),
                    said(reading));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 20, 100})
    void aTextBetweenManyNumbersIsAGapWithANote(int exceptions) throws IOException {
        Random random = new Random(exceptions);
        Table.Reading reading = read(
                "x,y",
                i -> (isOdd(i, exceptions) ? "n.d." : "" + random.nextInt(1_000) / 8.0) + "," + random.nextGaussian());
        assertEquals("real", reading.orThrow().schema().column("x").kindWord());
        assertEquals(
                exceptions > 0,
                said(reading)
                        .contains("column 1 (x) holds text, taken as missing, in " + exceptions
                                + " of 2000 rows, first \"n.d.\" at line 2"),
                said(reading));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 20, 100})
    void datesStayDatesBesideOtherTexts(int exceptions) throws IOException {
        for (String text : List.of("unknown", "2023-02-30", "24-Sep-2021", "2021-09-24 12:00:00+x")) {
            Random random = new Random(exceptions);
            Table.Reading reading = read(
                    "date,y",
                    i -> (isOdd(i, exceptions)
                                    ? text
                                    : "" + LocalDate.of(2019, 3, 2).plusDays(random.nextInt(900))) + ","
                            + random.nextGaussian());
            Table table = reading.orThrow();
            Column date = table.schema().column("date");
            assertEquals("real", date.kindWord(), text);
            assertEquals(
                    "2020-01-02",
                    table.schema().text(date, (double) LocalDate.of(2020, 1, 2).toEpochDay()),
                    text);
            assertEquals(exceptions, ROWS - table.rows().known(0).length, text);
            assertEquals(
                    exceptions > 0,
                    said(reading)
                            .contains("column 1 (date) holds text, taken as missing, in " + exceptions
                                    + " of 2000 rows, first \"" + text + "\" at line 2"),
                    said(reading));
        }
    }

    @Test
    void dateColumnsOfThirdsAreNoDates() throws IOException {
        Table.Reading reading = read(
                300,
                "date,y",
                i -> (i % 3 == 0 ? "no" + i % 2 : "" + LocalDate.of(2019, 3, 2).plusDays(i % 90)) + "," + i % 17 / 8.0);
        assertFalse(said(reading).contains("holds dates"), said(reading));
    }

    /** The first cell is a month of another order, and those after it leave the order open. */
    @Test
    void aFirstCellDoesNotDecideTheForm() throws IOException {
        Table.Reading reading = read(
                400,
                "date,y",
                i -> (i == 0 ? "31/01/2020" : String.format("%02d/%02d/2020", 1 + i % 12, 1 + i % 28)) + ","
                        + i % 17 / 8.0);
        assertTrue(said(reading).contains("holds dates in the form MM/dd/uuuu"), said(reading));
        assertTrue(said(reading).contains("first \"31/01/2020\" at line 2"), said(reading));
    }

    private static final int[] SHARES = {0, 2, 20, 100};

    @Test
    void wholeNumbersAndHalvesKeepTheirGrid() throws IOException {
        for (int exceptions : SHARES) {
            for (double step : new double[] {1, 0.5}) {
                Random random = new Random(exceptions);
                Table.Reading reading = read("p,y", i -> {
                    double p = 1015 - 70 * step + step * random.nextInt(140);
                    return (isOdd(i, exceptions) ? p + 0.3 : step == 1 ? "" + (int) p : "" + p) + ","
                            + random.nextGaussian();
                });
                Schema schema = reading.orThrow().schema();
                if (exceptions == 0 && step == 1) {
                    assertEquals("whole", schema.column("p").kindWord());
                    continue;
                }
                NumberGrid grid = (NumberGrid) schema.column("p").relation().orElseThrow();
                assertEquals(step, grid.step());
                assertEquals(1 - exceptions / (double) ROWS, grid.share(), 1e-12);
                assertEquals("real", schema.column("p").kindWord());
                assertEquals(schema, Schema.ofJson(schema.toJson()));
                String multiple = step == 1 ? "p whole" : "p / 0.5";
                assertEquals("whole", schema.column(multiple).kindWord());
                assertEquals(exceptions > 0, schema.names().contains("p above"));
                assertTrue(
                        said(reading)
                                .contains("column 1 (p) is " + (step == 1 ? "whole" : "a multiple of 0.5") + " in "
                                        + List.of("100.0", "99.90", "99.00", "95.00")
                                                .get(
                                                        exceptions == 0
                                                                ? 0
                                                                : exceptions == 2 ? 1 : exceptions == 20 ? 2 : 3)
                                        + " % of its cells, so the model learns " + multiple),
                        said(reading));
            }
        }
    }

    @Test
    void aColumnThatIsMostlyZeroIsOnNoGrid() throws IOException {
        Random random = new Random(1);
        Table table = read("t,y", i -> (i % 20 != 0 ? 0 : random.nextInt(1_000) / 100.0) + "," + random.nextGaussian())
                .orThrow();
        assertEquals(Optional.empty(), table.schema().column("t").relation());
    }

    /** A number comes back from its multiple and the rest, whatever its sign and its decimals. */
    @Test
    void aGridIsOneToOne() {
        Random random = new Random(3);
        for (double step : new double[] {1, 0.5, 0.25}) {
            NumberGrid grid = new NumberGrid("x", step, false, 0.99);
            for (int k = 0; k < 10_000; k++) {
                double x = (random.nextInt(2_000_000) - 1_000_000) / 1_000.0;
                double multiple = grid.source(0, new double[2], x);
                double above = grid.source(1, new double[2], x);
                assertTrue(
                        multiple == Math.rint(multiple) && above >= 0 && above < step,
                        x + " " + multiple + " " + above);
                assertEquals(x, grid.value(new double[] {multiple, above}));
                assertEquals(NumberGrid.isMultiple(x, step), above == 0);
            }
            NumberGrid alone = new NumberGrid("x", step, false, 1);
            assertEquals(
                    7 * step, alone.value(new double[] {alone.source(0, new double[1], 7.2 * step)}), "the nearest");
        }
    }

    /** Numbers on the grid and beside it: their probabilities sum to one, but for the small share of numbers that no row has. */
    @Test
    void probabilitiesOfAGridSumToOne() throws IOException {
        Random random = new Random(5);
        Table table = read("p,k", i -> {
                    double p = 3 * random.nextInt(60) + (isOdd(i, 20) ? 0.3 : 0);
                    return p + "," + (random.nextBoolean() ? "a" : "b");
                })
                .orThrow();
        TableModel model = Untrained.of(table, Recipe.standard());
        double[][] cells = IntStream.range(-400, 600)
                .boxed()
                .flatMap(p ->
                        Stream.of(0.0, 0.3).flatMap(r -> Stream.of(new double[] {p, r, 0}, new double[] {p, r, 1})))
                .toArray(double[][]::new);
        assertEquals(List.of("p whole", "p above", "k"), table.columns());
        double sum = Arrays.stream(model.logProb(cells)).map(Math::exp).sum();
        assertEquals(1, sum, 0.03);
    }

    /** A dropoff is after its pickup but for a few; the model learns the difference, and samples have the order. */
    @Test
    void aDateThatIsHardlyEverBeforeAnotherIsTheirDifference() throws IOException {
        for (int exceptions : SHARES) {
            Random random = new Random(exceptions);
            Table.Reading reading = read("pickup,dropoff,y", i -> {
                LocalDateTime from = LocalDateTime.of(2020, 3, 1, 0, 0).plusMinutes(random.nextInt(43_200));
                LocalDateTime to = from.plusMinutes((isOdd(i, exceptions) ? -1 : 1) * (3L + random.nextInt(40)));
                return from + "," + to + "," + random.nextGaussian();
            });
            Schema schema = reading.orThrow().schema();
            Relation.Near near =
                    (Relation.Near) schema.column("dropoff").relation().orElseThrow();
            assertEquals(List.of("pickup", "dropoff - pickup"), near.sources());
            assertEquals(exceptions / (double) ROWS, near.less(), 1e-12);
            assertEquals(schema, Schema.ofJson(schema.toJson()));
            assertTrue(
                    said(reading)
                            .contains(
                                    exceptions == 0
                                            ? "(dropoff) is never less than pickup, and equal in 0.0 % of the rows"
                                            : "(dropoff) is not less than pickup in "
                                                    + String.format("%.1f", 100 - 100.0 * exceptions / ROWS)
                                                    + " % of the rows"),
                    said(reading));
            int j = schema.modelled().index("dropoff - pickup");
            assertEquals(
                    exceptions,
                    Arrays.stream(reading.orThrow().rows().known(j))
                            .filter(x -> x < 0)
                            .count());
        }
    }

    @Test
    void datesWithoutAnOrderStayAlone() throws IOException {
        Random random = new Random(1);
        Table.Reading reading = read(
                "a,b,y",
                i -> LocalDate.of(2020, 1, 1).plusDays(random.nextInt(900)) + ","
                        + LocalDate.of(2020, 1, 1).plusDays(200 + random.nextInt(900)) + "," + random.nextGaussian());
        assertEquals(List.of("a", "b", "y"), reading.orThrow().columns());
    }

    /** A sensor that fails writes −200, in whole numbers and in real ones. */
    @Test
    void aCodeFarFromTheOthersHasAProbability() throws IOException {
        for (int exceptions : SHARES) {
            Random random = new Random(exceptions);
            Table.Reading reading = read(
                    "t,nox,y",
                    i -> (isOdd(i, exceptions)
                                    ? "-200,-200"
                                    : Math.round(200 + 50 * random.nextGaussian()) / 10.0 + ","
                                            + Math.round(200 + 40 * random.nextGaussian()))
                            + "," + random.nextGaussian());
            for (String name : List.of("t", "nox")) {
                boolean isCode = exceptions >= 0.005 * ROWS;
                assertEquals(
                        isCode ? List.of(-200.0) : List.of(),
                        reading.orThrow().schema().column(name).atoms(),
                        name);
                assertEquals(
                        isCode,
                        said(reading)
                                .contains("(" + name + ") is -200 in " + exceptions / 20
                                        + ".0 % of the rows, so this number has"
                                        + " a probability of its own, and the others have "
                                        + (name.equals("t") ? "a density" : "the rest")
                                        + "; name it as missing (--missing -200) if it stands for no value"),
                        said(reading));
            }
        }
    }

    /** Two codes above all others; a cap of amounts, and a last number of a smooth law, are none. */
    @Test
    void codesAreFar() throws IOException {
        Random random = new Random(4);
        Schema schema = read(
                        "two,cap,y",
                        i -> (i % 100 == 3 ? 9_999 : i % 50 == 4 ? 999 : 100 + random.nextGaussian()) + ","
                                + Math.min(2.5, Math.round(100 * random.nextGaussian()) / 100.0) + ","
                                + random.nextGaussian())
                .orThrow()
                .schema();
        assertEquals(List.of(999.0, 9_999.0), schema.column("two").atoms());
        assertEquals(List.of(), schema.column("cap").atoms());
    }
}
