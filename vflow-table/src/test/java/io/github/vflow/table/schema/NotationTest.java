package io.github.vflow.table.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Numbers in the notation of a file, both ways. */
final class NotationTest {
    private static final Notation EURO = new Notation.Numbers(',', Optional.of('.'), "", " €", false, 2, 2);
    private static final Notation DOLLAR = new Notation.Numbers('.', Optional.of(','), "$", "", true, 0, 2);

    @Example
    void numbersAreWrittenAsTheFileWritesThem() {
        assertEquals("1.680,50 €", EURO.text(1680.5));
        assertEquals("-0,35 €", EURO.text(-0.351));
        assertEquals("0,00 €", EURO.text(-0.001));
        assertEquals("($1,234.5)", DOLLAR.text(-1234.5));
        assertEquals("$12", DOLLAR.text(12));
        assertEquals("$1,234,567", DOLLAR.text(1_234_567));
        assertEquals("0.1", Notation.PLAIN.text(0.1));
        assertEquals("1500000000000", Notation.PLAIN.text(1.5E12));
        assertEquals("", Notation.PLAIN.text(Double.NaN));
        assertEquals("1704070801.25", Notation.PLAIN.text(1_704_070_801.25));
    }

    @Example
    void aTextInAnotherNotationIsNoNumber() {
        assertTrue(Double.isNaN(EURO.parse("12.5")), "a point is no decimal sign here");
        assertTrue(Double.isNaN(EURO.parse("$5")), "another currency");
        assertTrue(Double.isNaN(Notation.PLAIN.parse("5%")), "0.05 or 5 is not known");
        assertEquals(12.5, EURO.parse("12,5"));
        assertEquals(
                "Notation: the decimal sign must be a point or a comma but is ';'; give one of these",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new Notation.Numbers(';', Optional.empty(), "", "", false, 0, 1))
                        .getMessage());
    }

    /** Cents below 2^24 are exact in float32. */
    @Property
    void whatIsWrittenReadsBack(@ForAll @IntRange(min = -1_000_000, max = 1_000_000) int cents) {
        for (Notation notation : List.of(EURO, DOLLAR)) {
            assertEquals(cents / 100.0, notation.parse(notation.text(cents / 100.0)));
        }
    }

    @Example
    void aSchemaKeepsItsNotations() {
        Schema schema = new Schema(List.of(new Column.Real("a"), new Column.Whole("n")), Map.of("a", EURO));
        assertEquals(schema, Schema.ofJson(schema.toJson()));
        assertEquals("1,00 €", schema.text(schema.column("a"), 1));
        assertEquals("7", schema.text(schema.column("n"), 7));
        assertEquals(EURO, schema.select(List.of("a")).notation("a"));
        assertEquals(Map.of("a", EURO), schema.with(new Column.HeavyTailed("a")).notations());
        String damaged = schema.toJson().replace("\"point\":\",\"", "\"point\":\"\"");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Schema.ofJson(damaged))
                .getMessage()
                .startsWith("a notation must have one decimal sign"));
    }
}
