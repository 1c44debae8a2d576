package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Verdict.Found;
import io.github.vflow.table.view.View;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The columns by which odd rows are found: a label of one row alone needs no combination, a label of two rows does. */
final class FoundColumnsTest {
    private static final long SEED = 17;
    private static final int N = 400;
    private static final List<String> LABELS = List.of("ash", "elm", "fir", "yew");

    /** N(0, 1) in x; y is x but for a tenth; ash and elm are usual, fir and yew are not; an ash lies above zero. */
    private record Trees() implements Scorer {
        @Override
        public List<JudgedColumn> columns() {
            return List.of(
                    JudgedColumn.ofReals("x"), JudgedColumn.ofReals("y"), new JudgedColumn("tree", LABELS, false));
        }

        @Override
        public Score score(double[] row) {
            double x = Double.isNaN(row[0]) ? Double.isNaN(row[1]) ? 0 : row[1] : row[0];
            double y = Double.isNaN(row[1]) ? x : row[1];
            double tree = Double.isNaN(row[2]) ? 0 : row[2] > 1 ? -40 : 0;
            return FoldVerdictsTest.exact(-x * x / 2 - 50 * (y - x) * (y - x) + tree);
        }

        @Override
        public List<Score> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return Imputation.equal(IntStream.range(0, samples)
                    .mapToObj(_ -> {
                        double x = Double.isNaN(row[0])
                                ? Double.isNaN(row[1]) ? random.nextGaussian() : row[1] + 0.1 * random.nextGaussian()
                                : row[0];
                        double y = Double.isNaN(row[1]) ? x + 0.1 * random.nextGaussian() : row[1];
                        return new double[] {x, y, Double.isNaN(row[2]) ? random.nextInt(2) : row[2]};
                    })
                    .toArray(double[][]::new));
        }
    }

    private static double[][] rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[N][];
        Arrays.setAll(rows, i -> {
            double x = random.nextGaussian();
            return new double[] {x, x + 0.1 * random.nextGaussian(), i % 2};
        });
        return rows;
    }

    private static Optional<Found> found(double[][] rows, int row) {
        Rows all = Rows.withGaps(rows);
        Folds folds = Folds.of(all, SEED);
        FoldVerdicts.Seen seen =
                FoldVerdictsTest.seen(all, folds, Collections.nCopies(folds.count(), new Trees()), folds);
        return new FoldVerdicts(all, folds, List.of(seen))
                .verdicts(1, _ -> {}, _ -> {})
                .get(row)
                .orElseThrow()
                .found();
    }

    @Test
    void aLabelOfOneRowIsFoundAlone() {
        double[][] rows = rows();
        rows[7] = new double[] {0.1, 0.1, 2};
        assertEquals(new Found(View.COLUMN, List.of("tree")), found(rows, 7).orElseThrow());
        rows[9] = new double[] {0.2, 0.2, 2};
        assertEquals(View.COMBINATION, found(rows, 7).orElseThrow().view(), "two rows have it");
        assertEquals("tree", found(rows, 7).orElseThrow().columns().getFirst());
    }

    /** Least and greatest numbers need no combination; the same numbers between others do. */
    @Test
    void aNumberBeyondAllOthersIsFoundAlone() {
        for (double sign : new double[] {-1, 1}) {
            double[][] rows = rows();
            rows[7] = new double[] {0.5, 20 * sign, 0};
            assertEquals(new Found(View.COLUMN, List.of("y")), found(rows, 7).orElseThrow());
            rows[9] = new double[] {0.5, 21 * sign, 1};
            assertEquals(View.COMBINATION, found(rows, 7).orElseThrow().view(), "another row is further out");
        }
        assertTrue(found(rows(), 7).isEmpty());
    }
}
