package io.github.vflow.benchmarks.tables.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    private static final double EXACT = 1e-9;
    private static final Protocol.Caps ALL = new Protocol.Caps(50_000, 50_000);

    /** Row i is [i, 7 but for row 0, i²]; the last rows are anomalies. */
    private static LabelledTable table(int normal, int anomalies) {
        double[][] rows = new double[normal + anomalies][];
        boolean[] anomaly = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i, i == normal ? 8 : 7, (double) i * i};
            anomaly[i] = i >= normal;
        }
        return new LabelledTable("t", rows, anomaly);
    }

    private static Set<Double> firsts(double[][] rows) {
        return Arrays.stream(rows).map(row -> row[0]).collect(Collectors.toSet());
    }

    @Test
    void semiSupervisedTrainsOnHalfOfTheNormalRows() {
        Split split = Protocol.SEMI_SUPERVISED.split(table(101, 7), 3, ALL);
        assertEquals(50, split.train().length);
        assertEquals(58, split.test().length);
        assertEquals(7, split.anomalies());
        assertEquals(51, split.ofNormal(new double[58]).length);
        Set<Double> train = firsts(split.train());
        assertTrue(firsts(split.test()).stream().noneMatch(train::contains));
        assertFalse(train.equals(
                firsts(Protocol.SEMI_SUPERVISED.split(table(101, 7), 4, ALL).train())));
        assertArrayEquals(
                split.train(),
                Protocol.SEMI_SUPERVISED.split(table(101, 7), 3, ALL).train());
    }

    @Test
    void unitsAreThoseOfTheTrainingRows() {
        Split split = Protocol.SEMI_SUPERVISED.split(table(101, 7), 3, ALL);
        assertEquals(2, split.columns(), "the second column is constant in normal rows");
        for (int j = 0; j < 2; j++) {
            int column = j;
            double mean = Arrays.stream(split.train())
                    .mapToDouble(r -> r[column])
                    .average()
                    .orElseThrow();
            double square = Arrays.stream(split.train())
                    .mapToDouble(r -> r[column] * r[column])
                    .average()
                    .orElseThrow();
            assertEquals(0, mean, EXACT);
            assertEquals(1, square, EXACT);
        }
        for (double[] row : split.trainInUnits()) {
            assertArrayEquals(new double[] {row[0], 7, row[0] * row[0]}, row, "as the table has it");
        }
        assertEquals(split.test().length, split.testInUnits().length);
    }

    @Test
    void unsupervisedTrainsOnABootstrapOfAllRows() {
        Split split = Protocol.UNSUPERVISED.split(table(1_000, 50), 3, ALL);
        assertEquals(1_050, split.train().length);
        assertEquals(1_050, split.test().length);
        assertEquals(1 - Math.exp(-1), firsts(split.train()).size() / 1_050.0, 0.03);
    }

    @Test
    void fixedTrainsOnTheRowsOfTheOwner() {
        LabelledTable plain = table(101, 7);
        LabelledTable split = new LabelledTable("t", plain.rows(), plain.anomaly(), 60);
        Split all = Protocol.FIXED.split(split, 3, ALL);
        Set<Double> first =
                Arrays.stream(plain.rows()).limit(60).map(row -> row[0]).collect(Collectors.toSet());
        assertEquals(first, firsts(all.trainInUnits()));
        assertEquals(48, all.test().length);
        assertEquals(7, all.anomalies());
        Split capped = Protocol.FIXED.split(split, 3, new Protocol.Caps(20, 50_000));
        assertEquals(20, capped.train().length);
        assertTrue(first.containsAll(firsts(capped.trainInUnits())));
        assertFalse(firsts(capped.trainInUnits())
                .equals(firsts(Protocol.FIXED
                        .split(split, 4, new Protocol.Caps(20, 50_000))
                        .trainInUnits())));
        assertEquals(
                "t: the protocol fixed needs a table with training and test rows, as OddBench has them, but this one has"
                        + " no split; choose another protocol",
                assertThrows(IllegalArgumentException.class, () -> Protocol.FIXED.split(plain, 3, ALL))
                        .getMessage());
    }

    @Test
    void capsKeepAnomalies() {
        Split split = Protocol.SEMI_SUPERVISED.split(table(9_000, 60), 3, new Protocol.Caps(100, 100));
        assertEquals(100, split.train().length);
        assertEquals(100, split.test().length);
        assertEquals(50, split.anomalies());
        split = Protocol.UNSUPERVISED.split(table(9_000, 1_500), 3, new Protocol.Caps(100, 5_000));
        assertEquals(5_000, split.test().length);
        assertEquals(1_000, split.anomalies());
    }

    @Test
    void impossibleOnesAreRefused() {
        assertEquals(
                "Caps: expected at least 2 training rows and 4 test rows but got 1 and 4; pass larger caps",
                assertThrows(IllegalArgumentException.class, () -> new Protocol.Caps(1, 4))
                        .getMessage());
        assertEquals(
                "there is no protocol 'supervised'; choose of [semi-supervised, unsupervised, transductive, fixed]",
                assertThrows(IllegalArgumentException.class, () -> Protocol.of("supervised"))
                        .getMessage());
        LabelledTable same = new LabelledTable(
                "same", new double[][] {{1}, {1}, {1}, {1}, {2}}, new boolean[] {false, false, false, false, true});
        assertEquals(
                "same: every column is constant in the 2 training rows; there is no density",
                assertThrows(IllegalArgumentException.class, () -> Protocol.SEMI_SUPERVISED.split(same, 1, ALL))
                        .getMessage());
    }
}
