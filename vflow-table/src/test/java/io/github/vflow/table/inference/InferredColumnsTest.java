package io.github.vflow.table.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Notation;
import io.github.vflow.table.schema.ReadOptions;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.source.Finding;
import io.github.vflow.table.source.ObjectSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Columns that need more than a look at one cell: times since 1970, constants, counts of rows, and text of many values. */
final class InferredColumnsTest {
    private static final ReadOptions STANDARD = ReadOptions.standard();
    private static final Set<Notation> COUNTS = Set.of(Notation.SECONDS, Notation.MILLISECONDS);

    private static Table.Reading read(String name, ReadOptions options, int n, IntFunction<Object> cell) {
        List<Map<String, Object>> rows = IntStream.range(0, n)
                .<Map<String, Object>>mapToObj(i -> {
                    Map<String, Object> row = new HashMap<>(Map.of("other", i % 17 + 0.5));
                    row.put(name, cell.apply(i));
                    return row;
                })
                .toList();
        try {
            return Table.read(ObjectSource.ofMaps(rows), options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Schema schema(String name, ReadOptions options, int n, IntFunction<Object> cell) {
        return read(name, options, n, cell).table().schema();
    }

    private static String findings(Table.Reading reading) {
        return reading.findings().stream().map(Finding::toString).reduce("", (a, b) -> a + b + "\n");
    }

    private static Notation ofTimes(String name, long first, long step) {
        return schema(name, STANDARD, 90, i -> "" + (first + step * (i * 37 % 90)))
                .notation(name);
    }

    /** From 1990 on and before 2050, in seconds or milliseconds, under a name that says so. */
    @Test
    void timesSince1970AreDays() {
        long from = 631_152_000;
        long to = 2_524_608_000L;
        assertEquals(Notation.SECONDS, ofTimes("created_at", from, 5_003));
        assertEquals(Notation.SECONDS, ofTimes("eventTime", to - 1 - 89 * 5_003, 5_003));
        assertEquals(Notation.MILLISECONDS, ofTimes("ts", 1000 * from, 5_003_001));
        assertFalse(COUNTS.contains(ofTimes("created_at", from - 1, 5_003)));
        assertFalse(COUNTS.contains(ofTimes("created_at", to - 89 * 5_003, 5_003)));
        assertFalse(COUNTS.contains(ofTimes("amount", from, 5_003)), "another name");
        assertFalse(
                COUNTS.contains(schema("at", STANDARD, 90, i -> from + 5_003L * i + ".5")
                        .notation("at")),
                "a point");
        assertFalse(
                COUNTS.contains(
                        schema("at", STANDARD.with("at", ReadOptions.Kind.REAL), 90, i -> "" + (from + 5_003L * i))
                                .notation("at")),
                "a kind that the user gives");
        assertTrue(findings(read("at", STANDARD, 90, i -> "" + (from + 5_003L * (i * 37 % 90))))
                .contains("holds seconds since 1970"));
        assertTrue(findings(read("at", STANDARD, 90, i -> "" + 1000 * (from + 5_003L * (i * 37 % 90))))
                .contains("holds milliseconds since 1970"));
    }

    @Test
    void aConstantIsItsTextOrItsNumber() {
        List<String> spellings = List.of("1.5", "1.50");
        assertEquals(
                Column.constant("c", "1.5"),
                schema("c", STANDARD, 40, i -> spellings.get(i % 2)).column("c"));
        List<String> whole = List.of("2.0", "2");
        assertEquals(
                Column.constant("c", "2"),
                schema("c", STANDARD, 40, i -> whole.get(i % 2)).column("c"));
        assertEquals(
                Column.constant("c", "kg"), schema("c", STANDARD, 40, _ -> "kg").column("c"));
        assertEquals(
                Column.constant("c", "1.0E16"),
                schema("c", STANDARD, 40, i -> List.of("1e16", "1E16").get(i % 2))
                        .column("c"));
        assertFalse(read("c", STANDARD, 40, i -> i == 7 ? "x" : "1.5")
                .findings()
                .toString()
                .contains("in all rows"));
    }

    /** 1, 2, 3, … is no column of numbers if its name says that it counts rows, and if no row is without it. */
    @Test
    void countsOfRowsAreIgnored() {
        for (String name : List.of("id", "Index", "Unnamed: 0")) {
            assertEquals(
                    Column.ignored(name),
                    schema(name, STANDARD, 40, i -> "" + (i + 1)).column(name));
        }
        assertTrue(schema("minute", STANDARD, 40, i -> "" + (i + 1))
                .column("minute")
                .isWhole());
        assertTrue(schema("index", STANDARD, 15, i -> i == 3 ? "" : "" + (i + 1))
                .column("index")
                .isWhole());
        assertTrue(
                schema("index", STANDARD, 15, i -> "" + (i + 3)).column("index").isWhole());
    }

    /** Text of many values is a column if two labels are frequent, and a fifth of the cells have one of them. */
    @Test
    void frequentLabelsOfManyTexts() {
        Column ten = schema("c", STANDARD, 100, i -> i < 10 ? "a" : i < 20 ? "b" : "text " + i)
                .column("c");
        assertEquals(Column.category("c", List.of("a", "b", "other"), "other"), ten);
        assertEquals(
                Column.ignored("c"),
                schema("c", STANDARD, 100, i -> i < 10 ? "a" : i < 19 ? "b" : "text " + i)
                        .column("c"));
        assertEquals(
                Column.ignored("c"),
                schema("c", STANDARD, 100, i -> i < 30 ? "a" : "text " + i).column("c"),
                "one label");
        assertEquals(
                Column.category("c", List.of("Other", "a"), "Other"),
                schema("c", STANDARD, 100, i -> i < 10 ? "a" : i < 20 ? "Other" : "text " + i)
                        .column("c"),
                "a label that means all others");
    }

    /** Categories keep their texts: no notation, no words about decimal signs. */
    @Test
    void categoriesOfNumbersKeepTheirTexts() {
        ReadOptions category = STANDARD.with("c", ReadOptions.Kind.CATEGORY);
        Table.Reading reading =
                read("c", category, 60, i -> List.of("1,5", "2,5", "1.234").get(i % 3));
        Schema schema = reading.table().schema();
        assertEquals(Column.category("c", List.of("1,5", "1.234", "2,5")), schema.column("c"));
        assertEquals(Notation.PLAIN, schema.notation("c"));
        assertFalse(findings(reading).contains("decimal"), findings(reading));
        Schema comma =
                schema("c", STANDARD, 60, i -> List.of("1,5", "2,25", "7").get(i % 3));
        assertEquals(new Notation.Numbers(',', Optional.empty(), "", "", false, 0, 2), comma.notation("c"));
        Table.Reading one = read("c", category, 60, i -> i % 2 == 0 ? "x" : "");
        assertTrue(
                findings(one).contains("must have 2 to 100 labels to be categories, or some frequent ones, but has 1"));
        Table.Reading many = read("c", category, 300, i -> "" + i);
        assertTrue(findings(many).contains("but has more"), () -> findings(many));
        assertThrows(
                IllegalArgumentException.class,
                () -> read("c", STANDARD.with("c", ReadOptions.Kind.BOUNDED), 40, i -> i));
        assertEquals(
                List.of(Column.bounded("c", -1, 50), new Column.Circular("c", -1, 50)),
                Arrays.asList(
                        schema("c", range(ReadOptions.Kind.BOUNDED), 40, i -> i + 0.5)
                                .column("c"),
                        schema("c", range(ReadOptions.Kind.CIRCULAR), 40, i -> i + 0.5)
                                .column("c")));
        for (Map.Entry<ReadOptions.Kind, Column> kind : Map.<ReadOptions.Kind, Column>of(
                        ReadOptions.Kind.HEAVY_TAILED, Column.heavyTailed("c"),
                        ReadOptions.Kind.WHOLE, Column.whole("c"),
                        ReadOptions.Kind.REAL, Column.real("c"),
                        ReadOptions.Kind.IGNORED, Column.ignored("c"))
                .entrySet()) {
            assertEquals(
                    kind.getValue(),
                    schema("c", STANDARD.with("c", kind.getKey()), 40, i -> i * i % 23)
                            .column("c"));
        }
    }

    private static ReadOptions range(ReadOptions.Kind kind) {
        return STANDARD.with("c", kind).with("c", new ReadOptions.Range(-1, 50));
    }
}
