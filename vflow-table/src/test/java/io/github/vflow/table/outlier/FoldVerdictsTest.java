package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.score.Oddness;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The verdicts of a table with more odd rows than are explained; each fold has a density of its own, and one row has no known cell. */
final class FoldVerdictsTest {
    private static final long SEED = 17;
    private static final int ROWS = 12_000;
    private static final int ODD = 1_020;
    private static final int EXPLAINED = 1_000;
    private static final int EMPTY = 11;

    /** N(0, 1), up to a constant that differs from fold to fold. */
    private record Normal(double more) implements Scorer<Oddness> {
        @Override
        public List<JudgedColumn> columns() {
            return List.of(JudgedColumn.ofReals("x"));
        }

        @Override
        public Oddness score(double[] row) {
            return new Oddness(more - row[0] * row[0] / 2, 0, Double.POSITIVE_INFINITY);
        }

        @Override
        public List<Oddness> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return Imputation.equal(IntStream.range(0, samples)
                    .mapToObj(_ -> new double[] {random.nextGaussian()})
                    .toArray(double[][]::new));
        }
    }

    /** Every twelfth row is odd, each by another amount, in an order that is not that of the table. */
    private static Rows rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            boolean isOdd = i % 12 == 1 && i / 12 < ODD;
            rows[i] = new double[] {isOdd ? 30 + (i * 7919 % ROWS) / 100.0 : random.nextGaussian()};
        }
        for (int k = 0; k < ODD - ROWS / 12; k++) {
            rows[12 * k] = new double[] {100 + k};
        }
        rows[EMPTY][0] = Double.NaN;
        return Rows.withGaps(rows);
    }

    @Test
    void eachVerdictIsThatOfItsRowAndTheOddestAreExplained() {
        Rows rows = rows();
        Folds folds = Folds.of(rows, SEED);
        List<Normal> densities = IntStream.range(0, folds.count())
                .mapToObj(k -> new Normal(0.1 * k))
                .toList();
        AtomicInteger told = new AtomicInteger();
        List<Optional<Verdict>> verdicts =
                FoldVerdicts.of(rows, folds, densities).verdicts(2, told::set);
        assertEquals(Optional.empty(), verdicts.get(EMPTY));
        List<Integer> odd = new ArrayList<>();
        List<Integer> explained = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            if (i == EMPTY) {
                continue;
            }
            Verdict v = verdicts.get(i).orElseThrow();
            double expected =
                    densities.get(folds.of()[i]).score(rows.copyRow(i)).value();
            assertEquals(expected, v.score(), "row " + i);
            if (v.isAlarm()) {
                odd.add(i);
            }
            if (v.attribution().isPresent()) {
                explained.add(i);
            }
        }
        assertTrue(odd.size() >= ODD && odd.size() < ROWS / 8, odd.size() + " odd rows, seed " + SEED);
        odd.sort(Comparator.comparingDouble(i -> verdicts.get(i).orElseThrow().score()));
        assertEquals(
                odd.subList(0, EXPLAINED).stream().sorted().toList(), explained, "the oddest rows have an explanation");
        assertEquals(EXPLAINED, told.get(), "as is told");
        assertTrue(
                explained.stream()
                        .map(i -> verdicts.get(i).orElseThrow())
                        .allMatch(v -> v.reason().startsWith("x is ")
                                && v.attribution().orElseThrow().parts().size() == 1),
                "each has its column");
    }
}
