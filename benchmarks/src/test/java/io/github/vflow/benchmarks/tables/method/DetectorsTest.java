package io.github.vflow.benchmarks.tables.method;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.spec.RowSpec;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DetectorsTest {
    private static final double EXACT = 1e-10;
    private static final long SEED = 11;

    /** Rows of 2 clusters at ±3 in the first column, standard deviations 1, 1 and 2, the third correlated with the second. */
    private static double[][] clusters(int n, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            double second = random.nextGaussian();
            rows[i] = new double[] {
                (i % 2 == 0 ? 3 : -3) + random.nextGaussian(), second, 1.6 * second + 1.2 * random.nextGaussian()
            };
        }
        return rows;
    }

    /** Without our flows, which take long. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_NONE,
            names =
                    "VFLOW|FILE|ATOMS|NOISY|ENSEMBLE|OUTLIERS|FLOW|AUGMENTED|TIMED_FLOW|TIMED_AUGMENTED|SPLINE|AUTOREGRESSIVE|MIXTURE_FOLDED")
    void everyMethodFindsWhatIsFarOut(MethodName name) {
        double[][] train = clusters(300, SEED);
        double[][] test = clusters(101, SEED + 1);
        test[100] = new double[] {1, 9, -9};
        double[] normality = name.detector().fit(train, SEED).normality(test);
        double highest = Arrays.stream(normality, 0, 100).min().orElseThrow();
        assertTrue(normality[100] < highest, name + ", seed " + SEED + ": " + Arrays.toString(normality));
        assertArrayEquals(normality, name.detector().fit(train, SEED).normality(test), "same seed, same scores");
        assertEquals(name, MethodName.of(name.word()));
    }

    /** The third column is the sum of the others in each training row, and the fourth is constant. */
    @Test
    void onAFileABrokenRelationIsOdderThanARowFarOut() {
        double[][] rows = Arrays.stream(clusters(300, SEED))
                .map(row -> new double[] {row[0], row[1], row[0] + row[1], 7})
                .toArray(double[][]::new);
        double[][] train = Arrays.copyOf(rows, 200);
        double[][] test = Arrays.copyOfRange(rows, 196, 300);
        test[100] = new double[] {20, 20, 40, 7};
        test[101] = new double[] {3, 0, 4, 7};
        test[102] = new double[] {3, 0, 3, 8};
        test[103] = new double[] {3, 0, 4, 8};
        double[] normality = MethodName.FILE.detector().fit(train, SEED).normality(test);
        double lowest = Arrays.stream(normality, 0, 100).min().orElseThrow();
        assertTrue(normality[100] < lowest, "far out, seed " + SEED);
        assertTrue(normality[101] < normality[100], "a broken sum, seed " + SEED);
        assertTrue(normality[102] < normality[100], "another number in a constant column, seed " + SEED);
        assertTrue(normality[103] < Math.min(normality[101], normality[102]), "both, seed " + SEED);
    }

    @Test
    void anUnknownMethodIsRefused() {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> MethodName.of("knn"))
                .getMessage());
        assertTrue(message.startsWith("there is no method 'knn'; choose of vflow, file, atoms, noisy, "), message);
        assertTrue(message.endsWith(", isolation-forest, random-cut-forest, one-class-svm"), message);
    }

    /** The folds of a row never hold it, so that it is as far out as for a model without it. */
    @Test
    void aFoldedMethodJudgesRowsThatItDidNotSee() {
        double[][] rows = clusters(200, SEED);
        rows[17] = new double[] {1, 9, -9};
        Detector.Learned learned = MethodName.MIXTURE_FOLDED.detector().fit(rows, SEED);
        double[] normality = learned.normality(rows);
        double[] memory = MethodName.MIXTURE_RIDGED.detector().fit(rows, SEED).normality(rows);
        assertEquals(Arrays.stream(normality).min().orElseThrow(), normality[17]);
        assertTrue(normality[17] < memory[17] - 10, normality[17] + " against " + memory[17] + ", seed " + SEED);
        assertThrows(IllegalArgumentException.class, () -> learned.normality(clusters(200, SEED + 1)));
    }

    /** Forty of a hundred rows far away in one place turn a covariance of all rows, but not that of the half with the least determinant. */
    @Test
    void theMinimumCovarianceIsThatOfTheMostRows() {
        double[][] rows = new double[100][];
        RandomGenerator random = new SplittableRandom(SEED);
        for (int i = 0; i < rows.length; i++) {
            double x = random.nextGaussian();
            rows[i] = i < 60 ? new double[] {x, x + 0.1 * random.nextGaussian()} : new double[] {5 + 0.1 * x, -5};
        }
        double[] normality = MethodName.MCD.detector().fit(rows, SEED).normality(rows);
        double least = Arrays.stream(normality, 0, 60).min().orElseThrow();
        double highest = Arrays.stream(normality, 60, 100).max().orElseThrow();
        assertTrue(highest < least - 100, highest + " against " + least + ", seed " + SEED);
    }

    @Test
    void neighboursAreThoseOfAFullComparison() {
        double[][] rows = clusters(1_100, SEED);
        Neighbours all = new Neighbours(rows);
        for (int left : new int[] {-1, 700}) {
            double[] distances = new double[rows.length];
            for (int i = 0; i < rows.length; i++) {
                double sum = 0;
                for (int j = 0; j < 3; j++) {
                    sum += Math.pow(rows[i][j] - rows[700][j], 2);
                }
                distances[i] = i == left ? Double.POSITIVE_INFINITY : Math.sqrt(sum);
            }
            Neighbours.Found found = all.of(rows[700], 5, left);
            for (int i = 0; i < 5; i++) {
                assertEquals(distances[found.rows()[i]], found.distances()[i], EXACT);
            }
            Arrays.sort(distances);
            assertArrayEquals(Arrays.copyOf(distances, 5), found.distances(), EXACT, "seed " + SEED);
        }
        assertEquals(3, new Neighbours(clusters(3, 1)).of(rows[0], 5, -1).rows().length);
        assertEquals(2, new Neighbours(clusters(3, 1)).of(rows[0], 5, 1).rows().length);
    }

    @Test
    void aUniformRowHasTheFactorOne() {
        double[][] line = new double[200][];
        for (int i = 0; i < 200; i++) {
            line[i] = new double[] {i};
        }
        double[] factors = new LocalOutlierFactor(4).fit(line, 1).normality(new double[][] {{100.5}, {-50}});
        assertEquals(-1, factors[0], 0.15);
        assertTrue(factors[1] < -5, Arrays.toString(factors));
    }

    /** c(256) = 10.24, as the paper's authors use it. */
    @Test
    void averagePathsOfTheIsolationForest() {
        assertEquals(0, IsolationForest.averagePath(1));
        assertEquals(1, IsolationForest.averagePath(2));
        assertEquals(2 * (Math.log(2) + 0.5772156649) - 4.0 / 3, IsolationForest.averagePath(3), 1e-9);
        assertEquals(10.2448, IsolationForest.averagePath(256), 1e-4);
    }

    /** Karush, Kuhn and Tucker: with ρ between, rows of weight 0 have (Kα)ᵢ ≥ ρ, rows of weight 1 ≤ ρ, others = ρ. */
    @Test
    void weightsOfTheVectorMachineAreOptimal() {
        double[][] rows = clusters(201, SEED);
        double[] alpha = OneClassSvm.weights(rows, 0.3);
        assertEquals(0.3 * 201, Arrays.stream(alpha).sum(), EXACT);
        double lowestOfGaining = Double.POSITIVE_INFINITY;
        double highestOfLosing = Double.NEGATIVE_INFINITY;
        double[] normality = new OneClassSvm(0.3).fit(rows, 1).normality(rows);
        for (int i = 0; i < rows.length; i++) {
            double direct = 0;
            for (int j = 0; j < rows.length; j++) {
                double square = 0;
                for (int c = 0; c < 3; c++) {
                    square += Math.pow(rows[i][c] - rows[j][c], 2);
                }
                direct += alpha[j] * Math.exp(-square / 3);
            }
            assertEquals(direct, normality[i], EXACT);
            assertTrue(alpha[i] >= 0 && alpha[i] <= 1 + EXACT, "weight " + alpha[i]);
            lowestOfGaining = alpha[i] < 1 ? Math.min(lowestOfGaining, direct) : lowestOfGaining;
            highestOfLosing = alpha[i] > 0 ? Math.max(highestOfLosing, direct) : highestOfLosing;
        }
        assertTrue(highestOfLosing - lowestOfGaining <= 1e-3 + EXACT, highestOfLosing + " against " + lowestOfGaining);
    }

    @Test
    void aTimedFlowTrainsForItsTime() {
        double[][] test = {{0, 0, 0}, {1, 9, -9}};
        Detector.Learned learned = new TimedFlow(d -> RowSpec.of(d, 0, 1), 0.2).fit(clusters(300, SEED), SEED);
        double[] normality = learned.normality(test);
        assertTrue(normality[1] < normality[0], Arrays.toString(normality));
        assertTrue(learned.about().contains("STEPS"), learned.about());
    }

    /** Between neighbouring numbers every cut rounds to one of them. */
    @Test
    void anIsolationForestCutsNeighbouringNumbers() {
        double[][] rows = new double[40][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = new double[] {i % 2 == 0 ? 1 : Math.nextUp(1.0)};
        }
        for (long seed = 0; seed < 20; seed++) {
            for (double score : new IsolationForest(10, 16).fit(rows, seed).normality(rows)) {
                assertTrue(Double.isFinite(score), "seed " + seed);
            }
        }
    }
}
