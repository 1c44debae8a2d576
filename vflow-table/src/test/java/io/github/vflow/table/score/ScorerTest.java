package io.github.vflow.table.score;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.score.Scorer.JudgedColumn;
import io.github.vflow.table.view.View;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The values of columns as a verdict has them, and all that a scorer answers unless it knows better. */
final class ScorerTest {
    private static final double[] ROW = {3, 4};

    @Test
    void aNumberStandsForTheValueOfItsColumn() {
        assertEquals("b", new JudgedColumn("k", List.of("a", "b"), false).value(ROW, 1));
        assertEquals(4L, new JudgedColumn("n", List.of(), true).value(ROW, 4));
        assertEquals(4.0, JudgedColumn.ofReals("x").value(ROW, 4));
        JudgedColumn date = JudgedColumn.ofReals("d", Optional.of((row, number) -> row[0] + " and " + number));
        assertEquals("3.0 and 4.0", date.value(ROW, 4));
    }

    /** An hour past midnight stands for one in the morning. */
    @Test
    void aNumberOnACircleIsWrittenBetweenItsEnds() {
        JudgedColumn plain = JudgedColumn.ofReals("hour");
        JudgedColumn hour = plain.onCircle(24, x -> x % 24);
        assertEquals("1.500", hour.value(ROW, 25.5));
        assertEquals("1.235", hour.value(ROW, 25.234567), "digits of a hundredth of the circle");
        assertTrue(hour.isOnCircle() && !plain.isOnCircle());
        assertFalse(hour.isCategory());
        JudgedColumn date = JudgedColumn.ofReals("d", Optional.of((_, _) -> "a date"));
        assertEquals("a date", date.onCircle(24, x -> x).value(ROW, 1));
    }

    /** 23 and 1 lie on both sides of midnight, so that their mean is no noon. */
    @Test
    void drawsOnACircleHaveAnOrder() {
        Imputation draws = Imputation.equal(new double[][] {{3, 23}, {3, 1}, {3, 23.5}, {3, 0.5}});
        double[] line =
                JudgedColumn.ofReals("x").onCircle(24, x -> x).onLine(draws, 1).mean();
        assertEquals(0, Math.IEEEremainder(line[1], 24), 1e-9);
        assertSame(draws, JudgedColumn.ofReals("x").onLine(draws, 1));
    }

    @Test
    void aScoreIsKnownIfItIsExactOrHasEnoughDraws() {
        assertTrue(score(-3, 0, 1).isKnown());
        assertFalse(score(-3, 0.1, 4.99).isKnown());
        assertTrue(score(-3, 0.1, 5).isKnown());
        assertTrue(
                new Score(View.COLUMN, -3, 0, new ImportanceEstimate(-9, 0.1, 2)).isKnown(),
                "a view that needs no draws");
        assertArrayEquals(new double[] {-3, 2}, Score.values(List.of(score(-3, 0, 1), score(2, 1, 1))));
        assertEquals(-9, score(-3, 0.1, 7).logProb());
        assertEquals(7, score(-3, 0.1, 7).effectiveSamples());
    }

    private static Score score(double value, double error, double effective) {
        return new Score(View.COMBINATION, value, error, new ImportanceEstimate(-9, error, effective));
    }

    /** A scorer of a sum, which knows two numbers of the first column and nothing else. */
    private record Sum() implements Scorer {
        @Override
        public List<JudgedColumn> columns() {
            return List.of(JudgedColumn.ofReals("x"), JudgedColumn.ofReals("y"));
        }

        @Override
        public Score score(double[] row) {
            return ScorerTest.score(row[0] + row[1], 0, 1);
        }

        @Override
        public List<Score> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        @Override
        public List<Double> numbers(int column) {
            return column == 0 ? List.of(3.0, 5.0) : Scorer.super.numbers(column);
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            return Imputation.equal(new double[][] {row});
        }
    }

    @Test
    void aScorerComparesByItsScores() {
        Scorer sum = new Sum();
        double[][] rows = {ROW, {1, 1}};
        List<Score> expected = List.of(score(7, 0, 1), score(2, 0, 1));
        assertEquals(expected, sum.compared(rows));
        assertEquals(expected, sum.comparedRoughly(rows));
        assertEquals(List.of(), sum.numbers(1));
        assertEquals(List.of(), sum.frequent(1));
        assertEquals(List.of(3.0, 5.0), sum.frequent(0), "the numbers that it has");
        assertEquals(Optional.empty(), sum.tail(0, 1));
    }
}
