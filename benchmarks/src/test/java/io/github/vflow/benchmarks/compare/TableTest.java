package io.github.vflow.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows as Markdown and as numbers. */
class TableTest {
    private static final Samples OURS = Samples.of(List.of(new double[] {1000, 2000, 3000}));
    private static final Samples THEIRS = Samples.of(List.of(new double[] {6000, 4000, 2000}));
    /** Nanoseconds in which the peak is 100 GFLOP/s at any lane width. */
    private static final double PEAK = 0.01 * FmaPeak.rate(1);

    private static Duel.Result result(boolean opponent) {
        Samples peak = Samples.of(List.of(new double[] {PEAK}));
        return opponent
                ? new Duel.Result(OURS, THEIRS, "OpenBLAS", 2, peak)
                : new Duel.Result(OURS, null, null, Double.NaN, peak);
    }

    @Test
    void aLineHasTimesRatiosRateAndShare() {
        Row row = Row.micros("product", Row.Amount.flops(55_000), result(true));
        assertEquals(
                "| product | 2.00 µs (1.10–2.90) | 4.00 µs (2.20–5.80) | OpenBLAS | **2.00** | 2.00 | 27.5 GFLOP/s | 50 % |",
                Table.line(row));
    }

    @Test
    void withoutAnOpponentThereAreDashes() {
        assertEquals(
                "| exp | 1.00 ns (0.550–1.45) | – | – | – | – | – | – |",
                Table.line(Row.elements("exp", 2000, result(false))));
        assertFalse(Table.values(Row.elements("exp", 2000, result(false))).containsKey("ratio"));
    }

    @Test
    void anotherQuantileHasItsOwnRatio() {
        Row row = Row.micros("ELBO", null, result(true)).at(0.99);
        assertEquals(
                "| ELBO, p99 | 2.98 µs (1.10–2.90) | 5.96 µs (2.20–5.80) | OpenBLAS | **2.00** | 2.00 | – | – |",
                Table.line(row));
    }

    @Test
    void headAndLinesHaveEqualColumns() {
        Row row = Row.micros("product", null, result(true));
        long bars = Table.line(row).chars().filter(c -> c == '|').count();
        Table.head()
                .lines()
                .forEach(l -> assertEquals(bars, l.chars().filter(c -> c == '|').count()));
    }

    @Test
    void numbersHaveThreeDigitsThatCount() {
        assertEquals("12,345", Table.number(12_345.4));
        assertEquals("123", Table.number(123.4));
        assertEquals("12.3", Table.number(12.34));
        assertEquals("0.123", Table.number(0.1234));
    }

    @Test
    void valuesAreInTheUnitOfTheRow() {
        var v = Table.values(Row.micros("product", Row.Amount.flops(55_000), result(true)));
        assertEquals(2.0, v.get("ours.p50"));
        assertEquals(4.0, v.get("theirs.p50"));
        assertEquals(2.0, v.get("ratio"));
        assertEquals("GFLOP/s", v.get("rate.unit"));
    }
}
