package io.github.vflow.flow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class MeanTest {
    @Test
    void aMeanHasItsStandardError() {
        Mean mean = Mean.of(new double[] {1, 2, 3});
        assertEquals(2, mean.value());
        assertEquals(1 / Math.sqrt(3), mean.standardError(), 1e-15);
        assertEquals(3, mean.count());
        assertEquals(new Mean(-4, 0, 2), Mean.of(new double[] {-4, -4}));
        assertEquals(new Mean(7, Double.NaN, 1), Mean.of(new double[] {7}));
        assertEquals(new Mean(Double.NaN, Double.NaN, 0), Mean.of(new double[] {}));
        assertEquals(new Mean(-4, 2 * mean.standardError(), 3), mean.times(-2));
    }
}
