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
        Schema schema = new Schema(List.of(Column.real("a"), Column.whole("n")), Map.of("a", EURO));
        assertEquals(schema, Schema.ofJson(schema.toJson()));
        assertEquals("1,00 €", schema.text(schema.column("a"), 1));
        assertEquals("7", schema.text(schema.column("n"), 7));
        assertEquals(EURO, schema.select(List.of("a")).notation("a"));
        assertEquals(Map.of("a", EURO), schema.with(Column.heavyTailed("a")).notations());
        String damaged = schema.toJson().replace("\"point\":\",\"", "\"point\":\"\"");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Schema.ofJson(damaged))
                .getMessage()
                .startsWith("a notation must have one decimal sign"));
    }

    private static void requireDate(String pattern, String text, double days) {
        Notation.Dates dates = Notation.Dates.of(pattern);
        assertEquals(days, dates.parse(text), 1e-9, pattern);
        assertEquals(text, dates.text(days), pattern);
    }

    /** Days since 1970, parts of a day, and parts of a second. */
    @Example
    void datesAreDays() {
        requireDate("uuuu-MM-dd", "1970-01-02", 1);
        requireDate("uuuu-MM-dd", "1969-12-31", -1);
        requireDate("uuuu-MM-dd HH:mm:ss", "1970-01-02 12:00:01", 1.5 + 1 / 86_400.0);
        requireDate("uuuu-MM-dd HH:mm", "2024-05-31 23:59", 19_874 + 1_439 / 1_440.0);
        requireDate("HH:mm", "06:00", 0.25);
        requireDate("HH:mm:ss.SSS", "12:00:00.001", 0.5 + 1e-3 / 86_400);
        requireDate("HH:mm:ss.S", "12:00:00.3", 0.5 + 0.3 / 86_400);
        requireDate("h:mm a", "1:30 PM", 13.5 / 24);
        assertEquals(10 / 24.0, Notation.Dates.of("uuuu-MM-dd HH:mmX").parse("1970-01-01 12:00+02"), 1e-12);
        assertEquals("1970-01-01 10:00Z", Notation.Dates.of("uuuu-MM-dd HH:mmX").text(10 / 24.0));
        Notation.Dates day = Notation.Dates.of("uuuu-MM-dd");
        assertTrue(Double.isNaN(day.parse("2023-02-30")) && Double.isNaN(day.parse("x")));
        assertEquals(1.5, day.number(1.5));
        assertTrue(day.hasDay() && !Notation.Dates.of("HH:mm").hasDay());
        assertEquals(day, Notation.Dates.of("uuuu-MM-dd"));
        assertEquals(day.hashCode(), Notation.Dates.of("uuuu-MM-dd").hashCode());
        assertTrue(day.hashCode() != Notation.Dates.of("HH:mm").hashCode());
        assertTrue(!day.equals(Notation.Dates.of("HH:mm")) && !day.equals(EURO));
    }

    /** A number between two dates is the nearer one; numbers beyond four-digit years are the first or the last day. */
    @Example
    void numbersAreTheNearestDate() {
        Notation.Dates day = Notation.Dates.of("uuuu-MM-dd");
        assertEquals("1970-01-02", day.text(1.4));
        assertEquals("1970-01-03", day.text(1.6));
        assertEquals("1970-01-01", day.text(-0.4));
        assertEquals("9999-12-31", day.text(1e9));
        assertEquals("0001-01-01", day.text(-1e9));
        assertEquals("", day.text(Double.NaN));
        Notation.Dates minutes = Notation.Dates.of("HH:mm");
        assertEquals("06:01", minutes.text(0.25 + 0.6 / 1_440));
        assertEquals("06:00", minutes.text(0.25 + 0.4 / 1_440));
        Notation.Dates seconds = Notation.Dates.of("HH:mm:ss");
        assertEquals("06:00:01", seconds.text(0.25 + 0.6 / 86_400));
    }

    @Property
    void aMomentIsItsText(@ForAll @IntRange(min = -40_000_000, max = 40_000_000) int minutes) {
        for (String pattern : List.of("uuuu-MM-dd HH:mm", "d.M.uuuu H:mm:ss", "uuuu-MM-dd'T'HH:mm:ss.SSSX")) {
            Notation.Dates dates = Notation.Dates.of(pattern);
            String text = dates.text(minutes / 1_440.0);
            assertEquals(minutes / 1_440.0, dates.parse(text), 1e-9, text);
            assertEquals(text, dates.text(dates.parse(text)));
        }
    }

    @Example
    void groupsAndDecimalsAreThoseOfTheNotation() {
        Notation plainDollar = new Notation.Numbers('.', Optional.empty(), "$", "", false, 0, 2);
        assertTrue(Double.isNaN(plainDollar.parse("$1,234")), "no groups here");
        assertEquals(1_234, DOLLAR.parse("$1,234"));
        assertTrue(Double.isNaN(EURO.parse("1 234,5")), "another sign between groups");
        assertEquals(5, EURO.number(5));
        assertEquals("Infinity", EURO.text(Double.POSITIVE_INFINITY));
        Notation comma = new Notation.Numbers(',', Optional.empty(), "", "", false, 0, Notation.Numbers.ANY);
        assertEquals("1,5E300", comma.text(1.5e300));
        assertEquals("0,25", comma.text(0.25));
        assertEquals("10000000000000000", Notation.PLAIN.text(1e16));
        assertEquals("1.0E17", Notation.PLAIN.text(1e17));
        assertEquals("0.500000", new Notation.Numbers('.', Optional.empty(), "", "", false, 6, 6).text(0.5));
        assertEquals("0.5", new Notation.Numbers('.', Optional.empty(), "", "", false, 7, 7).text(0.5));
    }
}
