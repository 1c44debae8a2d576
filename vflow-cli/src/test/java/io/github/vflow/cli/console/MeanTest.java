package io.github.vflow.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MeanTest {
    @Test
    void aMeanHasItsStandardError() {
        Mean mean = Mean.of(new double[] {1, 2, 3});
        assertEquals(2, mean.value());
        assertEquals(1 / Math.sqrt(3), mean.standardError(), 1e-15);
        assertEquals("2.0000 ± 0.5774", mean.toString());
        assertEquals(new Mean(-4, 0), Mean.of(new double[] {-4, -4}));
        assertEquals(new Mean(7, Double.NaN), Mean.of(new double[] {7}));
        assertEquals(new Mean(Double.NaN, Double.NaN), Mean.of(new double[] {}));
    }
}
