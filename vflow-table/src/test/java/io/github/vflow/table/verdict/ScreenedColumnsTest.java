package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The work that an explanation of many columns takes, counted in scored rows and draws. */
final class ScreenedColumnsTest {
    private static final int COLUMNS = 37;
    private static final int NUMBERS = 21;
    private static final int ODD = 29;

    /** The rows that a scorer was asked for. */
    private record Work(
            AtomicInteger scored,
            AtomicInteger rough,
            AtomicInteger roughCalls,
            AtomicInteger draws,
            AtomicInteger roughDraws) {
        static Work none() {
            return new Work(
                    new AtomicInteger(),
                    new AtomicInteger(),
                    new AtomicInteger(),
                    new AtomicInteger(),
                    new AtomicInteger());
        }
    }

    /** Which numbers of a column are listed. */
    private enum Listed {
        ALL,
        FREQUENT,
        NONE
    }

    /**
     * Independent whole numbers k from 0 to 20 of probability 2^{−|k − 10|}/c.
     *
     * @param listed the numbers that are listed
     */
    private record Numbers(Work work, Listed listed) implements Scorer {
        private static final double SUM = IntStream.range(0, NUMBERS)
                .mapToDouble(k -> Math.scalb(1.0, -Math.abs(k - 10)))
                .sum();

        @Override
        public List<JudgedColumn> columns() {
            return IntStream.range(0, COLUMNS)
                    .mapToObj(j -> new JudgedColumn("n" + j, List.of(), true))
                    .toList();
        }

        @Override
        public Score score(double[] row) {
            work.scored.incrementAndGet();
            return exact(row);
        }

        private static Score exact(double[] row) {
            double sum = Arrays.stream(row)
                    .map(x -> -Math.abs(x - 10) * Math.log(2) - Math.log(SUM))
                    .sum();
            return Scores.of(sum);
        }

        @Override
        public List<Score> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        /** All rows err by the same number. */
        @Override
        public List<Score> comparedRoughly(double[][] rows) {
            work.roughCalls.incrementAndGet();
            work.rough.addAndGet(rows.length);
            return Arrays.stream(rows)
                    .map(row -> Scores.of(7 + exact(row).value()))
                    .toList();
        }

        @Override
        public List<Double> numbers(int column) {
            return listed == Listed.ALL ? frequent(column) : List.of();
        }

        @Override
        public List<Double> frequent(int column) {
            return listed == Listed.NONE
                    ? List.of()
                    : DoubleStream.iterate(0, k -> k < NUMBERS, k -> k + 1)
                            .boxed()
                            .toList();
        }

        @Override
        public List<Imputation> imputeRoughly(double[][] rows, int samples, long... seeds) {
            work.roughDraws.addAndGet(1);
            assertArrayEquals(LongStream.range(0, COLUMNS).toArray(), seeds);
            return Arrays.stream(rows).map(row -> drawn(row, samples)).toList();
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            work.draws.addAndGet(samples);
            return drawn(row, samples);
        }

        private static Imputation drawn(double[] row, int samples) {
            double[][] draws = IntStream.range(0, samples)
                    .mapToObj(i -> Arrays.stream(row)
                            .map(x -> Double.isNaN(x) ? 9 + i % 3 : x)
                            .toArray())
                    .toArray(double[][]::new);
            return Imputation.equal(draws);
        }
    }

    /** The attribution of a row whose numbers are 12 in every third column, 10 in others, and odd in some. */
    private static Attribution explained(Scorer model, Map<Integer, Integer> odd) {
        double[] scores =
                IntStream.range(0, 199).mapToDouble(i -> -30 - 0.1 * i).toArray();
        Calibration calibration = Calibration.of(scores, filled(0), filled(20));
        double[] row = IntStream.range(0, COLUMNS)
                .mapToDouble(j -> odd.getOrDefault(j, j % 3 == 0 ? 12 : 10))
                .toArray();
        return Alarm.of(model, Optional.of(calibration), 0.01)
                .blamingAtMost(1)
                .explain(row)
                .attribution()
                .orElseThrow();
    }

    private static double[] filled(double number) {
        double[] all = new double[COLUMNS];
        Arrays.fill(all, number);
        return all;
    }

    private static double expectedCost() {
        return IntStream.range(0, NUMBERS)
                        .mapToDouble(k -> Math.scalb(1.0, -Math.abs(k - 10)) / Numbers.SUM * (10 - Math.abs(k - 10)))
                        .sum()
                * Math.log(2);
    }

    /** Nine values of each column tell the one that may be odd; this one is summed exactly, and nothing is drawn. */
    @Test
    void columnsWithListedNumbersTakeNoDraws() {
        Work work = Work.none();
        Attribution a = explained(new Numbers(work, Listed.ALL), Map.of(ODD, 20));
        Attribution.Part part = a.parts().getFirst();
        assertEquals("n" + ODD, part.column());
        assertEquals(expectedCost(), part.cost(), 1e-9);
        assertEquals(0, part.standardError());
        assertEquals("10 (7 to 13)", part.expected().words());
        assertEquals(COLUMNS - 1, a.others().size());
        a.others().forEach(p -> {
            double exact = expectedCost() - (10 - Math.abs(((Number) p.value()).doubleValue() - 10)) * Math.log(2);
            assertTrue(p.standardError() > 0, "some numbers of a column do not give its cost exactly: " + p);
            assertEquals(exact, p.cost(), 2 * p.standardError(), p.toString());
        });
        assertEquals(0, work.draws.get());
        assertEquals(1, work.roughCalls.get(), "one batch of all columns");
        assertTrue(work.rough.get() <= 1 + 9 * COLUMNS, work.toString());
        assertEquals(3 + NUMBERS, work.scored.get(), "the row twice and without the column, and the numbers of it");
    }

    /** Of columns that are nearly as odd as the first one, three are summed. */
    @Test
    void threeColumnsAreSummedAtMost() {
        Work work = Work.none();
        Attribution a = explained(new Numbers(work, Listed.ALL), Map.of(ODD, 20, 4, 1, 8, 2, 16, 18, 31, 17));
        assertEquals("n" + ODD, a.parts().getFirst().column());
        assertEquals("n4", a.others().getFirst().column());
        assertEquals(2 + 3 * (1 + NUMBERS), work.scored.get(), "the row, each time, and without the column");
    }

    /** Columns with frequent numbers and others are screened by these; the odd one is drawn. */
    @Test
    void columnsWithFrequentNumbersAreDrawnIfTheyAreOdd() {
        Work work = Work.none();
        Attribution a = explained(new Numbers(work, Listed.FREQUENT), Map.of(ODD, 20));
        assertEquals("n" + ODD, a.parts().getFirst().column());
        assertEquals(Conditional.Draws.MANY.all(), work.draws.get());
        assertTrue(work.rough.get() <= 1 + 9 * COLUMNS, work.toString());
        assertEquals(3 + 3, work.scored.get(), "the row twice and without the column, and three different draws of it");
    }

    /** Columns without frequent numbers are screened by draws of all of them at once; the odd one is drawn by more. */
    @Test
    void columnsWithoutFrequentNumbersAreDrawnTogether() {
        Work work = Work.none();
        Attribution a = explained(new Numbers(work, Listed.NONE), Map.of(ODD, 20));
        assertEquals("n" + ODD, a.parts().getFirst().column());
        assertEquals(1, work.roughDraws.get(), "one batch of all columns");
        assertEquals(Conditional.Draws.MANY.all(), work.draws.get());
        assertEquals(1 + 3 * COLUMNS, work.rough.get(), "the row, and three different draws of each column");
    }
}
