package io.github.vflow.table.source.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.regex.Pattern;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;

/** Which texts are numbers, and of which value. */
final class NumeralsTest {
    private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

    /** The oracle is a regular expression. */
    @Property(tries = 3_000)
    void textsOfTheCharactersOfNumbers(
            @ForAll @Chars({'+', '-', '.', 'e', 'E', ','}) @CharRange(from = '0', to = '3') @StringLength(max = 7)
                    String text) {
        boolean number = NUMBER.matcher(text).matches();
        assertEquals(number ? Double.parseDouble(text) : Double.NaN, Numerals.parse(text), text);
        boolean comma =
                text.indexOf('.') < 0 && NUMBER.matcher(text.replace(',', '.')).matches();
        assertEquals(comma ? Double.parseDouble(text.replace(',', '.')) : Double.NaN, Numerals.parse(text, ','), text);
    }

    @Property
    void everyFiniteNumberReadsBack(@ForAll double x) {
        assertEquals(x, Numerals.parse(" " + x + "\t"));
    }

    @Example
    void otherForms() {
        assertEquals(Double.NaN, Numerals.parse("1f"));
        assertEquals(Double.NaN, Numerals.parse("0x1p3"));
        assertEquals(Double.NaN, Numerals.parse("Infinity"));
        assertEquals(Double.POSITIVE_INFINITY, Numerals.parse("1e999"));
        assertEquals("infinity is no number of a table, so leave the cell empty", Numerals.hint("-inf"));
        assertEquals("write numbers without a unit", Numerals.hint("€ 1,20.50"));
        assertEquals("", Numerals.hint("barolo"));
        assertEquals("", Numerals.hint("A1"));
    }
}
