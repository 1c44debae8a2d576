package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.table.verdict.Verdict.Found;
import io.github.vflow.table.view.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

    /** An exact score, which is ln p but for a constant. */
    static Score exact(double value) {
        return exact(View.COMBINATION, value);
    }

    static Score exact(View view, double value) {
        return new Score(view, value, 0, new ImportanceEstimate(value, 0, 1));
    }

    /** The scores of rows by the scorers of their folds. */
    static FoldVerdicts.Seen seen(Rows rows, Folds folds, List<? extends Scorer> scorers, Folds trained) {
        Score[] scores = new Score[rows.size()];
        for (int i : folds.scored()) {
            scores[i] = scorers.get(folds.of()[i]).score(rows.copyRow(i));
        }
        return FoldVerdicts.Seen.of(scorers, scores, folds, trained);
    }

    /** N(0, 1), up to a constant that differs from fold to fold. */
    private record Normal(double more) implements Scorer {
        @Override
        public List<JudgedColumn> columns() {
            return List.of(JudgedColumn.ofReals("x"));
        }

        @Override
        public Score score(double[] row) {
            return exact(View.COLUMN, more - row[0] * row[0] / 2);
        }

        @Override
        public List<Score> scores(double[][] rows) {
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
        AtomicInteger ready = new AtomicInteger();
        FoldVerdicts.Seen seen = seen(rows, folds, densities, folds);
        List<Optional<FoldVerdicts.Judged>> judged =
                new FoldVerdicts(rows, folds, List.of(seen)).verdicts(2, told::set, ready::addAndGet);
        assertEquals(told.get(), ready.get());
        List<Optional<Verdict>> verdicts =
                judged.stream().map(j -> j.map(FoldVerdicts.Judged::verdict)).toList();
        assertEquals(Optional.empty(), verdicts.get(EMPTY));
        List<Integer> odd = new ArrayList<>();
        List<Integer> explained = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            if (i == EMPTY) {
                continue;
            }
            Verdict v = verdicts.get(i).orElseThrow();
            Score own = densities.get(folds.of()[i]).score(rows.copyRow(i));
            assertEquals(seen.odd().common(own).value(), v.score(), "row " + i);
            assertEquals(v.isAlarm(), v.score() < 0, "row " + i);
            assertEquals(v.isAlarm(), judged.get(i).orElseThrow().found().isPresent(), "row " + i);
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
        for (int i : odd) {
            Found found = judged.get(i).orElseThrow().found().orElseThrow();
            assertEquals(explained.contains(i) ? "x alone" : "single columns", found.words(), "row " + i);
        }
    }

    /** Two columns. The joint density knows that they are equal, and each column that it is N(0, 1). */
    private record Pair(boolean isJoint) implements Scorer {
        private static final double WIDTH = 0.1;

        @Override
        public List<JudgedColumn> columns() {
            return List.of(JudgedColumn.ofReals("x"), JudgedColumn.ofReals("y"), JudgedColumn.ofReals("z"));
        }

        @Override
        public Score score(double[] row) {
            double value = -row[2] * row[2] / 2;
            for (int j = 0; j < 2; j++) {
                value -= isJoint && j == 1 ? 0 : Double.isNaN(row[j]) ? 0 : row[j] * row[j] / 2;
            }
            double apart = (row[0] - row[1]) / WIDTH;
            return exact(
                    isJoint ? View.COMBINATION : View.COLUMN,
                    value - (isJoint && !Double.isNaN(apart) ? apart * apart / 2 : 0));
        }

        @Override
        public List<Score> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        /** A missing x or y is the other one. */
        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            return Imputation.equal(IntStream.range(0, samples)
                    .mapToObj(_ -> {
                        double[] draw = row.clone();
                        for (int j = 0; j < 2; j++) {
                            draw[j] = Double.isNaN(row[j]) ? row[1 - j] + WIDTH * random.nextGaussian() : row[j];
                        }
                        draw[2] = Double.isNaN(row[2]) ? random.nextGaussian() : row[2];
                        return draw;
                    })
                    .toArray(double[][]::new));
        }
    }

    private static final int COMBINED = 7;
    private static final int ALONE = 20;

    private static List<Optional<FoldVerdicts.Judged>> pairs(List<View> some) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] all = new double[1_000][];
        for (int i = 0; i < all.length; i++) {
            double x = random.nextGaussian();
            all[i] = new double[] {x, x + Pair.WIDTH * random.nextGaussian(), random.nextGaussian()};
        }
        all[COMBINED] = new double[] {1, -1, 0.2};
        all[ALONE] = new double[] {0.1, 0.1, 30};
        Rows rows = Rows.of(all);
        Folds folds = Folds.of(rows, SEED);
        List<FoldVerdicts.Seen> seen = some.stream()
                .map(v -> seen(rows, folds, Collections.nCopies(folds.count(), new Pair(v == View.COMBINATION)), folds))
                .toList();
        return new FoldVerdicts(rows, folds, seen).verdicts(1, _ -> {}, _ -> {});
    }

    /** Fifteen of a hundred rows break the pair: the middle of all scores tells of a heavy tail, the middle of the others of odd rows. */
    @Test
    void rowsThatDidNotTrainHaveNoPartInTheMiddle() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] all = new double[1_000][];
        for (int i = 0; i < all.length; i++) {
            double x = random.nextGaussian();
            double away = i < 150 ? 6 + random.nextDouble() : random.nextGaussian();
            all[i] = new double[] {x, x + Pair.WIDTH * away, random.nextGaussian()};
        }
        Rows rows = Rows.of(all);
        Folds folds = Folds.of(rows, SEED);
        Folds trained = folds.without(IntStream.range(0, 150).toArray());
        assertEquals(0, odd(rows, folds, folds));
        assertTrue(odd(rows, folds, trained) >= 150);
    }

    private static long odd(Rows rows, Folds folds, Folds trained) {
        FoldVerdicts.Seen seen = seen(rows, folds, Collections.nCopies(folds.count(), new Pair(true)), trained);
        return IntStream.range(0, rows.size())
                .filter(i -> seen.odd().isOdd(seen.scores()[i].value()))
                .count();
    }

    /** A row is odd by any view. A number far out is odd in each combination, but it is found alone. */
    @Test
    void eachOddRowHasTheViewThatFoundIt() {
        List<Optional<FoldVerdicts.Judged>> both = pairs(List.of(View.COMBINATION, View.COLUMN));
        assertEquals("the combination of x, y", words(both, COMBINED));
        assertEquals("z alone", words(both, ALONE));
        List<Integer> order = IntStream.range(0, both.size())
                .boxed()
                .sorted(Comparator.comparingDouble(
                        i -> both.get(i).orElseThrow().verdict().score()))
                .limit(2)
                .sorted()
                .toList();
        assertEquals(List.of(COMBINED, ALONE), order, "the oddest rows");
        List<Optional<FoldVerdicts.Judged>> joint = pairs(List.of(View.COMBINATION));
        assertEquals("z alone", words(joint, ALONE), "the greatest number needs no combination");
        assertEquals("the combination of x, y", words(joint, COMBINED));
        List<Optional<FoldVerdicts.Judged>> single = pairs(List.of(View.COLUMN));
        assertEquals(Optional.empty(), single.get(COMBINED).orElseThrow().found());
        assertFalse(single.get(COMBINED).orElseThrow().verdict().isAlarm());
    }

    private static String words(List<Optional<FoldVerdicts.Judged>> judged, int row) {
        return judged.get(row).orElseThrow().found().orElseThrow().words();
    }
}
