package io.github.vflow.table.report.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

final class ScaleTest {
    private static List<String> labels(Scale scale, int most) {
        return scale.ticks(most).stream().map(Tick::label).toList();
    }

    @Property(tries = 1_000)
    void marksAreRoundDistinctAndWithinTheAxis(
            @ForAll @DoubleRange(min = -1e9, max = 1e9) double low,
            @ForAll @DoubleRange(min = -7, max = 9) double power,
            @ForAll @IntRange(min = 2, max = 12) int most) {
        double length = Math.pow(10, power);
        if (!(length > 1e-6 * Math.abs(low))) {
            return;
        }
        Scale scale = new Scale.Linear(low, low + length);
        List<Tick> ticks = scale.ticks(most);
        assertTrue(!ticks.isEmpty() && ticks.size() <= most + 1, ticks::toString);
        for (Tick t : ticks) {
            assertTrue(t.position() > -1e-6 && t.position() < 1 + 1e-6, ticks::toString);
        }
        assertEquals(ticks.size(), new HashSet<>(labels(scale, most)).size(), ticks::toString);
        double step = Tick.step(length, most);
        double digits = step / Math.pow(10, Math.floor(Math.log10(step) + 1e-9));
        assertTrue(
                List.of(1L, 2L, 25L, 5L, 10L, 20L, 50L)
                        .contains(Math.round(digits == Math.rint(digits) ? digits : 10 * digits)),
                () -> "step " + step);
    }

    @Test
    void labelsHaveTheDecimalsOfTheStep() {
        assertEquals(List.of("0", "5", "10", "15", "20"), labels(new Scale.Linear(-0.4, 20), 5));
        assertEquals(List.of("−0.50", "−0.25", "0.00", "0.25", "0.50"), labels(new Scale.Linear(-0.5, 0.5), 4));
        assertEquals(List.of("1900", "1950", "2000"), labels(new Scale.Linear(1890, 2024), 3));
        assertEquals(List.of("1.700 G", "1.705 G", "1.710 G"), labels(new Scale.Linear(1.7e9, 1.71e9), 3));
        assertEquals(List.of("0", "10⁻⁵", "2·10⁻⁵"), labels(new Scale.Linear(0, 2.2e-5), 3));
    }

    /** Dates have a third of the marks. */
    @Test
    void textsHaveTheMarksOfTheirNumbers() {
        Scale scale = new Scale.Written(new Scale.Linear(0, 100), v -> "day " + (int) v);
        assertEquals(0.25, scale.position(25));
        assertEquals(List.of(new Tick(0, "day 0"), new Tick(0.5, "day 50"), new Tick(1, "day 100")), scale.ticks(9));
        assertEquals(List.of("day 0", "day 50", "day 100"), labels(scale, 1), "at least two");
    }

    @Test
    void largeAxesHaveUnits() {
        assertEquals("99,999", Tick.label(99_999, 1, 99_999));
        assertEquals("100 k", Tick.label(1e5, 5e4, 1e5));
        assertEquals("1.0 M", Tick.label(1e6, 5e5, 1e6));
        assertEquals("1 G", Tick.label(1e9, 1e9, 1e9));
        assertEquals("10¹⁵", Tick.label(1e15, 1e15, 1e15));
        assertEquals("0", Tick.label(0, 1e15, 1e15));
        assertEquals("0", Tick.label(0, 1e-4, 5e-4));
        assertEquals("0.001", Tick.label(1e-3, 1e-3, 1e-3));
        assertEquals("1.000000000", Tick.label(1, 1e-11, 1));
    }

    /** The highest bar does not reach the end; a chart without bars has an axis. */
    @Test
    void sharesHaveAnAxis() {
        assertEquals(new Scale.Linear(0, 53), Scale.Linear.ofShares(50));
        assertEquals(new Scale.Linear(0, 1e-6), Scale.Linear.ofShares(0));
    }

    @Test
    void wholeNumbersHaveAPlaceEach() {
        Scale scale = new Scale.Discrete(-1, List.of("−1", "0", "1", "2"));
        assertEquals(0.125, scale.position(-1));
        assertEquals(0.875, scale.position(2));
        assertEquals(List.of(new Tick(0.125, "−1"), new Tick(0.625, "1")), scale.ticks(2));
    }

    @Test
    void ascaleHasAnOrder() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Scale.Linear(-Double.MAX_VALUE, Double.MAX_VALUE),
                "a range that is no double");
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Scale.Linear(1, 1))
                .getMessage()
                .contains("low must be below high, and both finite, but they are 1.0 and 1.0"));
    }

    @Test
    void numbersForPeopleAreShort() {
        assertEquals("1905", Figures.shown(1905.0));
        assertEquals("12,345", Figures.shown(12_345.0));
        assertEquals("−3.142", Figures.shown(-Math.PI));
        assertEquals("0.01235", Figures.shown(0.0123456));
        assertEquals("1.23·10⁻⁵", Figures.shown(1.234e-5));
        assertEquals("−10⁹", Figures.shown(-1e9));
        assertEquals("1.5·10³⁰⁰", Figures.shown(1.5e300));
        assertEquals("–", Figures.shown(Double.NaN));
        assertEquals("−∞", Figures.shown(Double.NEGATIVE_INFINITY));
        assertEquals("< 0.01 %", Figures.percent(1e-6));
        assertEquals("0 %", Figures.percent(0));
        assertEquals("4.2 %", Figures.percent(0.042));
        assertEquals("1 row", Figures.count(1, "row"));
    }

    @Test
    void numbersAtTheEndsOfAFormHaveIt() {
        assertEquals(List.of("9,999,999", "10⁷"), List.of(Figures.shown(9_999_999.0), Figures.shown(1e7)));
        assertEquals(List.of("9999", "10,000"), List.of(Figures.shown(9_999.0), Figures.shown(1e4)));
        assertEquals(List.of("0.001000", "9.99·10⁻⁴"), List.of(Figures.shown(1e-3), Figures.shown(9.99e-4)));
        assertEquals(List.of("9999.9", "10,000.0"), List.of(Figures.fixed(9_999.9, 1), Figures.fixed(1e4, 1)));
        assertEquals(List.of("∞", "5·10⁰"), List.of(Figures.fixed(Double.POSITIVE_INFINITY, 1), Figures.power(5, 2)));
        assertEquals(List.of("−2.50", "10⁷"), List.of(Figures.nats(-2.5), Figures.nats(1e7)));
        assertEquals(List.of("0.01 %", "12 %"), List.of(Figures.percent(1e-4), Figures.percent(0.1234)));
    }

    @Test
    void twoDigitsAreEnoughForAStatistic() {
        assertEquals("2", Figures.rounded(2));
        assertEquals("3.1", Figures.rounded(Math.PI));
        assertEquals("0.012", Figures.rounded(0.01234));
        assertEquals("0.0010", Figures.rounded(1e-3));
        assertEquals("−1.23·10⁻⁴", Figures.rounded(-1.234e-4));
        assertEquals("43", Figures.rounded(42.7));
        assertEquals("123.5", Figures.rounded(123.456));
    }
}
