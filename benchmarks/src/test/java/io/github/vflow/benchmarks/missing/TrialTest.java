package io.github.vflow.benchmarks.missing;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialTest {
    private static final long SEED = 3;
    private static final double EXACT = 1e-10;
    private static final Trial.Setup SETUP = new Trial.Setup(400, 300, 0);

    private static NumericTable table(int n) {
        RandomGenerator random = new SplittableRandom(SEED);
        double[][] rows = NormalRows.draw(n, new double[] {5, 100}, new double[][] {{2, 0}, {10, 10}}, random);
        return new NumericTable("made up", List.of("a", "b"), rows);
    }

    @Test
    void partsHaveTheirSizeAndTheirGaps() {
        Trial t = Trial.of(table(1_000), 0.3, SEED, SETUP);
        assertEquals(400, t.train().length);
        assertEquals(300, t.test().length);
        // of two cells, one always stays: 0.3 · 0.7 · 2 / 2 / (1 − 0.3²)
        double expected = 0.3 * 0.7 / (1 - 0.09);
        for (double[][] rows : List.of(t.train(), t.test())) {
            double[] cells = Stream.of(rows).flatMapToDouble(Arrays::stream).toArray();
            double removed = (double) Arrays.stream(cells).filter(Double::isNaN).count() / cells.length;
            assertEquals(expected, removed, 0.05, "seed " + SEED);
            assertTrue(Stream.of(rows).noneMatch(row -> Cells.known(row).isEmpty()), "seed " + SEED);
        }
    }

    @Test
    void knownCellsAreTheTruthAndTheSameAtAllRates() {
        Trial t = Trial.of(table(1_000), 0.5, SEED, SETUP);
        Trial other = Trial.of(table(1_000), 0.1, SEED, SETUP);
        for (int i = 0; i < t.test().length; i++) {
            assertArrayEquals(t.truth()[i], Cells.filled(t.test()[i], t.truth()[i]));
            assertArrayEquals(t.truth()[i], other.truth()[i]);
        }
    }

    @Test
    void unitsAreThoseOfCompleteTrainingRows() {
        Trial t = Trial.of(table(1_000), 0, SEED, new Trial.Setup(10_000, 10_000, 0));
        assertEquals(500, t.train().length);
        assertArrayEquals(new double[2], Cells.means(t.train()), EXACT);
        assertArrayEquals(new double[] {1, 1}, Cells.variances(t.train()), EXACT);
    }

    @Test
    void noTestRowIsATrainingRow() {
        Trial t = Trial.of(table(40), 0, SEED, SETUP);
        for (double[] row : t.test()) {
            assertTrue(Stream.of(t.train()).noneMatch(r -> Arrays.equals(r, row)), "seed " + SEED);
        }
    }

    @Test
    void noiseWidensTheColumns() {
        Trial t = Trial.of(table(20_000), 0, SEED, new Trial.Setup(10_000, 10_000, 0.5));
        assertArrayEquals(new double[] {1.25, 1.25}, Cells.variances(t.train()), 0.05, "seed " + SEED);
        assertFalse(Arrays.equals(
                t.train()[0], Trial.of(table(20_000), 0, SEED, SETUP).train()[0]));
    }

    @Test
    void impossibleTrialsAreRefused() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Trial.of(table(9), 1, SEED, SETUP));
        assertEquals("Trial: the rate of removed cells must be in [0, 1) but is 1.0", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> Trial.of(table(3), 0.1, SEED, SETUP));
        assertEquals("Trial: expected at least 4 rows to halve but made up has 3", e.getMessage());
        e = assertThrows(IllegalArgumentException.class, () -> new Trial.Setup(1, 2, -1));
        assertEquals(
                "Setup: expected at least 2 rows in each part and a noise of at least 0 but got 1, 2 and -1.0",
                e.getMessage());
    }

    @Test
    void columnsWithoutADensityAreLeftOut(@TempDir Path directory) throws IOException {
        StringBuilder csv = new StringBuilder("a,same,b,sum,rare\n");
        for (double[] row : table(50).rows()) {
            csv.append(row[0]).append(",7,").append(row[1]).append(',').append(2 * row[0] - row[1]);
            csv.append(csv.length() < 300 ? ",1\n" : ",0\n");
        }
        Path file = Files.writeString(directory.resolve("five.csv"), csv);
        NumericTable all = NumericTable.read(file);
        NumericTable some = all.withDensity();
        assertEquals("five", some.name());
        assertEquals(List.of("a", "b"), some.columns());
        assertEquals("same, sum, rare", all.without(some));
        assertArrayEquals(table(50).rows()[7], some.rows()[7]);
    }

    @Test
    void cellsMustBeNumbers(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("bad.csv"), "a,b\n1,2\n3,\n");
        Exception e = assertThrows(IllegalArgumentException.class, () -> NumericTable.read(file));
        assertEquals(
                file + ", line 3: expected a finite number but got ''; complete the cell or leave the row out",
                e.getMessage());
    }
}
