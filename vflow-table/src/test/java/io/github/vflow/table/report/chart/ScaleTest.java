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

    @Test
    void heavyTailsHavePowersOfTen() {
        Scale scale = new Scale.Asinh(-50, 1e6, 1);
        assertEquals(0, scale.position(-50), 1e-12);
        assertEquals(1, scale.position(1e6), 1e-12);
        List<String> labels = labels(scale, 8);
        assertTrue(labels.containsAll(List.of("0", "100", "10000")) || labels.contains("0"), labels::toString);
        assertTrue(scale.position(1e3) - scale.position(1e2) > 0.05);
        assertEquals(2.0, new Scale.Asinh(-1e300, 1e300, 1e-3).position(1e300) * 2, 1e-12);
    }

    @Test
    void wholeNumbersHaveAPlaceEach() {
        Scale scale = new Scale.Discrete(-1, List.of("−1", "0", "1", "2"));
        assertEquals(0.125, scale.position(-1));
        assertEquals(0.875, scale.position(2));
        assertEquals(List.of("−1", "1"), labels(scale, 2));
    }

    @Test
    void ascaleHasAnOrder() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Scale.Linear(1, 1))
                .getMessage()
                .contains("low must be below high, and both finite, but they are 1.0 and 1.0"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> new Scale.Asinh(0, 1, 0))
                .getMessage()
                .contains("the unit must be positive but is 0.0"));
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
}
