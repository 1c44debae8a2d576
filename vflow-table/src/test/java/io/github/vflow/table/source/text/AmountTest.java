package io.github.vflow.table.source.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Numbers with units, separators of thousands and signs, as people write them. */
final class AmountTest {
    private static double point(String text) {
        return Amount.of(text).map(a -> a.value('.')).orElse(Double.NaN);
    }

    private static double comma(String text) {
        return Amount.of(text).map(a -> a.value(',')).orElse(Double.NaN);
    }

    @Example
    void formsOfPeople() {
        assertEquals(19.4, point("19.4%"));
        assertEquals(1318.5, point("$1,318.50"));
        assertEquals(990_414, point("990,414"));
        assertEquals(990.414, comma("990,414"));
        assertEquals(1680.5, comma("1.680,50 €"));
        assertEquals(-1234.5, point("($1,234.50)"));
        assertEquals(-5.2, point("−5.2"));
        assertEquals(-5.2, point("-$5.2"));
        assertEquals(-5.2, point("$-5.2"));
        assertEquals(-12.5, point("12.5-"));
        assertEquals(1318.5, point("1'318.50"));
        assertEquals(1318.5, comma("1\u202F318,50"));
        assertEquals(1200, point("USD 1,200"));
        assertEquals(1200, point("1200 EUR"));
        assertEquals(1.2e-9, point("1.2e-9"));
        assertEquals("US$", Amount.of("US$ 5").orElseThrow().unit());
        assertEquals("%", Amount.of("5 %").orElseThrow().unit());
    }

    @Example
    void otherTextsAreNoNumbers() {
        for (String text : new String[] {
            "",
            "$",
            "A1",
            "ABC 5",
            "5 kg",
            "2024-05-01",
            "12:30",
            "(5",
            "5)",
            "-(5)",
            "--5",
            "$5%",
            "1,23,4",
            "0,123,456",
            "1.2.3",
            "1,2,3",
            "01.05.2024",
            "5 5",
            "NaN",
            "Q1"
        }) {
            assertTrue(Double.isNaN(point(text)) && Double.isNaN(comma(text)), text);
        }
        assertEquals(0.123, comma("0,123"));
        assertTrue(Double.isNaN(point("0,123")), "no number begins with zero and a separator of thousands");
    }

    @Property
    void wholeNumbersReadBackWithAnySeparator(@ForAll @IntRange(min = -2_000_000_000) int n) {
        String text = String.format(Locale.ROOT, "%,d", n);
        assertEquals(n, point(text));
        assertEquals(n, comma(text.replace(',', '.')));
        assertEquals(n, point(text.replace(',', '\'') + " €"));
    }
}
