package io.github.vflow.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class DetectionTest {
    private static final double EXACT = 1e-12;
    private static final long SEED = 5;

    private static Detection of(String anomalies, double... scores) {
        boolean[] anomaly = new boolean[scores.length];
        for (int i = 0; i < scores.length; i++) {
            anomaly[i] = anomalies.charAt(i) == '1';
        }
        return Detection.of(scores, anomaly);
    }

    private static void assertDetection(double auroc, double auprc, Detection actual) {
        assertEquals(auroc, actual.auroc(), EXACT);
        assertEquals(auprc, actual.auprc(), EXACT);
    }

    @Test
    void byHand() {
        // the example of scikit-learn's average_precision_score and roc_auc_score
        assertDetection(0.75, 0.5 * 1 + 0.5 * 2 / 3, of("0011", 0.1, 0.4, 0.35, 0.8));
        assertDetection(1, 1, of("1100", 4, 3, 2, 1));
        assertDetection(0, 0.5 * 1 / 3 + 0.5 * 2 / 4, of("0011", 4, 3, 2, 1));
    }

    @Test
    void tiesAreOneThreshold() {
        assertDetection(0.5, 0.25, of("0100", 7, 7, 7, 7));
        // pairs: 3 against 1, 2, 2: one each; 2 against 1: one, against 2, 2: a half each
        assertDetection(5.0 / 6, 0.5 * 1 + 0.5 * 2 / 4, of("10010", 3, 2, 2, 2, 1));
        assertDetection(0.5, 0.5, of("01", 0.0, -0.0));
    }

    @Test
    void infiniteScoresAreScores() {
        double infinity = Double.POSITIVE_INFINITY;
        // pairs: ∞ against ∞ a half and against −∞ one; 1 against ∞ none and against −∞ one
        assertDetection(2.5 / 4, 0.5 * 1 / 2 + 0.5 * 2 / 3, of("1001", infinity, infinity, -infinity, 1));
    }

    @Test
    void agreesWithTheCountOfPairs() {
        RandomGenerator random = new SplittableRandom(SEED);
        for (int round = 0; round < 50; round++) {
            int n = 2 + random.nextInt(30);
            double[] scores = random.ints(n, 0, 6).asDoubleStream().toArray();
            boolean[] anomaly = new boolean[n];
            for (int i = 0; i < n; i++) {
                anomaly[i] = i == 0 || (i > 1 && random.nextBoolean());
            }
            double pairs = 0;
            double better = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    if (anomaly[i] && !anomaly[j]) {
                        pairs++;
                        better += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
                    }
                }
            }
            assertEquals(better / pairs, Detection.of(scores, anomaly).auroc(), EXACT, "seed " + SEED);
        }
    }

    @Test
    void impossibleOnesAreRefused() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> of("11", 1, Double.NaN));
        assertEquals(
                "Detection: expected a number for each row, anomalies and normal rows but got 1 NaN, 2 anomalies and 0"
                        + " normal rows",
                e.getMessage());
    }
}
