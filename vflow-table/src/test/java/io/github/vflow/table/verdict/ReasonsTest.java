package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.marginal.Marginal;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.view.View;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** 99 calibration scores −98 to 0, so a row is an alarm at 1 % if its score is below −98. */
final class ReasonsTest {
    private static final double LEVEL = 0.01;
    private static final double SCORE = -150;
    private static final double[] ROW = {1, 2.5, 30, 4};

    private static final Calibration CALIBRATION = Calibration.of(
            IntStream.range(0, 99).mapToDouble(i -> -i).toArray(),
            new double[] {0, 0, 0, 0},
            new double[] {10, 10, 10, 10});

    /** Four columns a, b, c, d, of which c is whole and d has dates; a, b, c have these tails. */
    private record Known(List<Marginal.Tail> tails) implements Scorer {
        @Override
        public List<JudgedColumn> columns() {
            return List.of(
                    JudgedColumn.ofReals("a"),
                    JudgedColumn.ofReals("b"),
                    new JudgedColumn("c", List.of(), true),
                    JudgedColumn.ofReals("d", Optional.of((_, x) -> "day " + x)));
        }

        @Override
        public Optional<Marginal.Tail> tail(int column, double value) {
            return column < tails.size() ? Optional.of(tails.get(column)) : Optional.of(new Marginal.Tail(0, true));
        }

        @Override
        public List<Neighbours.Difference> differences(double[] row) {
            return List.of(new Neighbours.Difference(0, 0.5, 0.9), new Neighbours.Difference(2, 3, 3));
        }

        @Override
        public Score score(double[] row) {
            throw new UnsupportedOperationException();
        }

        @Override
        public List<Score> scores(double[][] rows) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            throw new UnsupportedOperationException();
        }
    }

    private static Attribution.Part blamed(String column, double cost, boolean isKnown) {
        return new Attribution.Part(
                column, 1.0, isKnown ? new Attribution.Quantity(5, 4, 6) : new Attribution.Unknown(1.1), cost, 0.1);
    }

    private static String first(List<Marginal.Tail> tails, double score, Attribution.Part... parts) {
        double told =
                List.of(parts).stream().mapToDouble(Attribution.Part::cost).sum();
        double total = CALIBRATION.median() - score;
        Attribution a = new Attribution(total, List.of(parts), total - told, 0.1, List.of());
        return new Reasons(new Known(tails), Groups.of(CALIBRATION).of(new double[0]))
                .of(
                        observed(ROW),
                        List.of(),
                        score,
                        View.COMBINATION,
                        CALIBRATION.pValue(score),
                        LEVEL,
                        Optional.of(new Attributor.Blamed(a, CALIBRATION.pValue(score + told))))
                .getFirst()
                .words();
    }

    private static Alarm.Observed observed(double... row) {
        return new Alarm.Observed(row, List.of());
    }

    private static Marginal.Tail low(double share) {
        return new Marginal.Tail(share, false);
    }

    private static Marginal.Tail high(double share) {
        return new Marginal.Tail(share, true);
    }

    /** Without the blamed column, the score is −150 + 80, which is no alarm. */
    @Test
    void aColumnThatExplainsTheRowComesFirst() {
        String words = first(List.of(low(0.3), low(0), high(0.001)), SCORE, blamed("a", 80, true));
        assertTrue(words.startsWith("a is 1.00, expected 5.00"), words);
    }

    /** Without the blamed column, the score is −150 + 20, which is an alarm still. */
    @Test
    void theRarestNumberComesFirstWhereNoColumnExplainsTheRow() {
        Attribution.Part a = blamed("a", 20, true);
        assertEquals(
                "b is 2.5, and only 0.20 % of the other rows have as little",
                first(List.of(low(0.3), low(0.002), high(0.003)), SCORE, a));
        assertEquals("c is 30, more than in any other row", first(List.of(low(0.3), low(0.002), high(0)), SCORE, a));
        assertEquals("b is 2.5, less than in any other row", first(List.of(low(0.3), low(0), high(0.003)), SCORE, a));
    }

    /** The blamed column is the rarest, no number is rare, or the row is no alarm: nothing comes before the blamed column. */
    @Test
    void otherwiseTheBlamedColumnComesFirst() {
        List<Marginal.Tail> usual = List.of(low(0.3), low(0.2), high(0.011));
        String ofA = "a is 1.00, expected 5.00 (4.00 to 6.00) given the other columns";
        assertEquals(ofA, first(List.of(low(0), low(0.002), high(0.003)), SCORE, blamed("a", 20, true)));
        assertEquals(ofA, first(usual, SCORE, blamed("a", 20, true)));
        assertEquals(ofA, first(List.of(low(0.3), low(0), high(0)), -50, blamed("a", 20, true)));
    }

    /** What is expected is not known, or no column is to blame. */
    @Test
    void aRareNumberSaysMoreThanAnUnknownExpectation() {
        List<Marginal.Tail> tails = List.of(low(0), low(0.2), high(0.2));
        for (double cost : new double[] {20, 80}) {
            assertEquals("a is 1.0, less than in any other row", first(tails, SCORE, blamed("a", cost, false)));
        }
        assertEquals("a is 1.0, less than in any other row", first(tails, SCORE));
    }

    /** Of many odd rows only the oddest have an attribution; the others have the rarest number. A row that is no alarm has no reason. */
    @Test
    void aRowWithoutAttributionHasItsRarestNumber() {
        Reasons reasons = new Reasons(
                new Known(List.of(low(0.3), low(0), high(0.2))),
                Groups.of(CALIBRATION).of(new double[0]));
        assertEquals(
                "b is 2.5, less than in any other row",
                reasons.of(observed(1, 2.5, 3, 4), List.of(), SCORE, View.COLUMN, LEVEL, LEVEL, Optional.empty())
                        .getFirst()
                        .words());
        assertEquals(
                List.of(),
                reasons.of(observed(1, 2.5, 3, 4), List.of(), -50, View.COLUMN, 0.5, LEVEL, Optional.empty()));
    }

    /** The nearest rows are named where they make the row an alarm: first, or after the column that explains it. */
    @Test
    void aRowUnlikeAllOthersSaysHowTheyDiffer() {
        Known known = new Known(List.of(low(0.3), low(0.3), high(0.3)));
        Groups.Group group = Groups.of(CALIBRATION).of(new double[0]);
        String unlike = "no row is like it; the nearest have a 0.5 to 0.9 and c 3, and this has 1.0 and 30";
        List<Verdict.Reason> alone = new Reasons(known, group)
                .of(observed(ROW), List.of(), SCORE, View.NEIGHBOURS, LEVEL, LEVEL, Optional.empty());
        assertEquals(unlike, alone.getFirst().words());
        assertFalse(alone.getFirst().isOfOneValue());
        Attribution a = new Attribution(90, List.of(blamed("a", 80, true)), 10, 0.1, List.of());
        for (double left : new double[] {0.5, 1e-4}) {
            List<Verdict.Reason> explained = new Reasons(known, group)
                    .of(
                            observed(ROW),
                            List.of(),
                            SCORE,
                            View.NEIGHBOURS,
                            LEVEL,
                            LEVEL,
                            Optional.of(new Attributor.Blamed(a, left)));
            assertEquals(
                    left > LEVEL ? 1 : 0,
                    explained.stream().map(Verdict.Reason::words).toList().indexOf(unlike));
        }
        assertFalse(new Reasons(known, group)
                .of(observed(ROW), List.of(), SCORE, View.COLUMN, LEVEL, LEVEL, Optional.empty()).stream()
                        .anyMatch(r -> r.words().contains("no row")));
    }
}
