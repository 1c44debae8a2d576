package io.github.vflow.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.schema.ColumnTable.Row;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of all kinds of columns: a value, its number and its cell are one, and the words and the JSON say what the column is. */
final class ColumnLawsTest {
    /** Many whole numbers, some of them equal. */
    private static final Rows ROWS = Rows.of(
            Stream.iterate(0, i -> i + 1)
                    .limit(300)
                    .mapToDouble(i -> i * 7 % 211)
                    .toArray(),
            1);

    private static Stream<Row> rows() {
        return ColumnTable.rows();
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(ColumnLawsTest::records)
                : Stream.of(type);
    }

    @Test
    void everyKindHasALine() {
        Set<String> all =
                records(Column.class).map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        Set<String> lines = rows().map(row -> row.column().getClass().getSimpleName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(all, lines, "add the kind to ColumnTable");
    }

    @ParameterizedTest
    @MethodSource("rows")
    void jsonGivesTheColumnBack(Row row) {
        Schema schema = new Schema(List.of(Column.real("a"), Column.real("b"), row.column()));
        assertEquals(schema, Schema.ofJson(schema.toJson()));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aValueIsItsNumber(Row row) {
        for (Object value : row.values()) {
            double number = row.column().encode(value);
            assertEquals(value, row.column().decode(number));
            assertEquals(row.column().values().isModelled(), !Double.isNaN(number), "a number stands for the value");
            row.column().require(number);
            if (!Double.isNaN(number)) {
                assertTrue(row.column().canBe(number), "a number of a value can be");
                assertEquals(number, row.column().encode(row.column().decode(number)));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aMissingCellStaysMissing(Row row) {
        for (Object gap : new Object[] {null, Double.NaN, Float.NaN}) {
            assertTrue(Double.isNaN(row.column().encode(gap)), "a number of " + gap);
        }
        row.column().require(Double.NaN);
        Object value = row.column().decode(Double.NaN);
        assertTrue(value == null || value.equals(row.column().rule()), "only a constant has a value");
    }

    /** A cell of a file and a value of a map are read alike; a text of a number that is no label is not. */
    @ParameterizedTest
    @MethodSource("rows")
    void aCellIsItsValue(Row row) {
        Column values = row.column().values();
        for (Object value : row.values()) {
            for (Object cell : List.of(value, value.toString())) {
                double number = values.reader(Notation.PLAIN).applyAsDouble(cell);
                assertEquals(row.column().encode(value), number, "of the cell " + cell);
                assertTrue(values.breach(cell, Notation.PLAIN).isEmpty());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void otherValuesAreRefused(Row row) {
        Column values = row.column().values();
        for (Object other : row.others()) {
            double number = values.reader(Notation.PLAIN).applyAsDouble(other);
            assertFalse(values.canBe(number), "a cell " + other + " has the number " + number);
            assertEquals(
                    !values.hasNumbers(),
                    values.breach(other, Notation.PLAIN).isPresent(),
                    "labels and rules are breached by " + other);
            if (!other.equals(1e300)) {
                String message = String.valueOf(assertThrows(
                                IllegalArgumentException.class,
                                () -> row.column().encode(other))
                        .getMessage());
                assertTrue(message.contains("\"c\"") && message.contains(other.toString()), message);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void wordsAreThere(Row row) {
        Column c = row.column();
        for (String words : List.of(c.kindWord(), c.use(), c.expected(), c.fault())) {
            assertFalse(words.isBlank());
        }
        assertEquals(c.isRead() && !c.isModelled(), !c.rule().isEmpty(), "columns that are left out for a rule say it");
        assertEquals(c.isCategory(), !c.labels().isEmpty());
    }

    /** Noise, an atom and tails are for numbers on a scale, and one kind of scale is one kind. */
    @ParameterizedTest
    @MethodSource("rows")
    void aKindIsOnOneScale(Row row) {
        Column c = row.column();
        assertTrue(c.hasNumbers() || !c.takesNoise(ROWS, 0), "noise");
        assertTrue(c.hasNumbers() || !c.mayHaveAtom(ROWS, 0), "an atom");
        assertTrue(c.isContinuous() || !c.hasHeavyTails(), "tails");
        long scales = Stream.of(
                        c.isContinuous(),
                        c.isWhole(),
                        c.isCategory(),
                        c.circle().isPresent(),
                        !c.isModelled())
                .filter(Boolean::booleanValue)
                .count();
        assertTrue(scales <= 1, "at most one scale");
        assertEquals(c.isModelled(), c.isCategory() || c.hasNumbers());
        assertEquals(c.name(), c.withHeavyTails().name());
        assertTrue(c.accepts(c));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void aModelStoresTheKind(Row row) {
        Column c = row.column();
        if (c.isModelled()) {
            Column back = Schema.of(List.of("c"), List.of(c.spec(ROWS, 0, 100, 60)))
                    .columns()
                    .getFirst();
            assertEquals(c.stored(), back);
        } else {
            assertThrows(IllegalStateException.class, () -> c.spec(ROWS, 0, 0, 1));
        }
    }

    /** Draws that are one number expect this number; a number of a value is drawn as it is. */
    @ParameterizedTest
    @MethodSource("rows")
    void equalDrawsExpectTheirNumber(Row row) {
        for (Object value : row.values()) {
            double number = row.column().encode(value);
            if (row.column().isModelled()) {
                assertEquals(number, row.column().drawn(number));
                Imputation equal = Imputation.equal(new double[][] {{number}, {number}, {number}, {number}});
                assertEquals(number, row.column().best(equal));
            }
        }
    }

    /** A model may draw any number; where the column has numbers, the nearest one that can be is taken. */
    @ParameterizedTest
    @MethodSource("rows")
    void drawnNumbersCanBe(Row row) {
        for (double x : new double[] {-1_000.25, -0.5, 0, 0.75, 10, 359.75, 360, 5_000.5}) {
            assertTrue(
                    !row.column().hasNumbers()
                            || row.column().canBe(row.column().drawn(x)),
                    () -> "drawn " + x);
        }
    }
}
