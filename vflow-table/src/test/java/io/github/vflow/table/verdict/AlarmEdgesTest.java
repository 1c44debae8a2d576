package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.score.Scorer.JudgedColumn;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Alarms where a p-value, a range or a rate is exactly at its edge; the score of a row is its first cell. */
final class AlarmEdgesTest {
    private static final List<JudgedColumn> COLUMNS =
            List.of(JudgedColumn.ofReals("score"), new JudgedColumn("kind", List.of("a", "b", "c"), false));

    /** The scores 1, 2, …, 99, so that p-values are hundredths; the range of the score is [1, 99]. */
    private static final Calibration CALIBRATION = Calibration.of(
            IntStream.rangeClosed(1, 99).asDoubleStream().toArray(), new double[] {1, 0}, new double[] {99, 1});

    private final Alarm one = alarm(0.01);

    private record FirstCell(List<JudgedColumn> columns) implements Scorer {
        @Override
        public Score score(double[] row) {
            return Scores.of(row[0], 0.25, 1);
        }

        @Override
        public List<Score> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            return Imputation.equal(IntStream.range(0, samples)
                    .mapToObj(_ -> DoubleStream.of(row)
                            .map(x -> Double.isNaN(x) ? 50 : x)
                            .toArray())
                    .toArray(double[][]::new));
        }
    }

    private static Alarm alarm(double rate) {
        return Alarm.of(new FirstCell(COLUMNS), Optional.of(CALIBRATION), rate).withNames(AlarmEdgesTest::observed);
    }

    private static Alarm.Observed observed(Map<String, ?> row) {
        double[] cells = {(double) row.get("score"), Double.NaN};
        return new Alarm.Observed(cells, List.of(new Verdict.UnseenCategory("kind", "d")));
    }

    @Test
    void anAlarmOfNumbersTakesNoNames() {
        Alarm nameless = Alarm.of(new FirstCell(COLUMNS), Optional.of(CALIBRATION), 0.01);
        assertEquals(
                "alarm: it judges rows of numbers but got one by the names [score]; give numbers in the order of the"
                        + " columns",
                assertThrows(IllegalStateException.class, () -> nameless.judge(Map.of("score", 1)))
                        .getMessage());
    }

    @Test
    void aPValueOfExactlyTheRateIsAnAlarm() {
        Verdict least = one.judge(0, 0);
        assertEquals(0.01, least.pValue());
        assertTrue(least.isAlarm());
        assertEquals(0.25, least.standardError());
        assertEquals(
                List.of(
                        "score is 0.0, outside of the range 1.0 to 99.0 of the training rows",
                        "the row is less likely than all but 1.0 % of the calibration rows"),
                least.reasons().stream().map(Verdict.Reason::words).toList());
        Verdict next = one.judge(1, 0);
        assertEquals(0.02, next.pValue());
        assertFalse(next.isAlarm());
        assertEquals(List.of(), next.reasons());
        assertEquals("", next.reason());
    }

    @Test
    void theEndsOfTheRangeAreInside() {
        assertEquals(List.of(), one.judge(99, 0).reasons());
        assertEquals(1, one.judge(99.5, 0).reasons().size());
        assertEquals(List.of(), one.judge(50, 2).reasons(), "a category has no range");
        assertEquals(
                List.of(new Verdict.MissingCell("kind")),
                one.judge(50, Double.NaN).reasons());
    }

    @Test
    void aTwoSidedAlarmSaysTheSide() {
        Alarm two = alarm(0.02).twoSided();
        assertEquals(0.02, two.judge(100, 0).pValue());
        assertEquals(
                "the row is more likely than all but 2.0 % of the calibration rows",
                two.judge(100, 0).reasons().getLast().words());
        assertEquals(
                "the row is less likely than all but 2.0 % of the calibration rows",
                two.judge(0, 0).reasons().getLast().words());
        assertFalse(alarm(0.02).judge(100, 0).isAlarm());
        assertEquals(
                "Alarm at a false-alarm rate of 0.02, two-sided, by 99 calibration rows of [score, kind]",
                two.toString());
        assertEquals(
                "Alarm at a false-alarm rate of 0.02, by 99 calibration rows of [score, kind]",
                alarm(0.02).toString());
    }

    /** A row as likely as the median is not more likely than it. */
    @Test
    void theMedianIsNoHighScore() {
        assertEquals(
                new Verdict.Density(false, 0.51),
                alarm(0.6).judge(50, 0).reasons().getFirst());
        assertEquals(
                new Verdict.Density(true, 0.52),
                alarm(0.6).judge(51, 0).reasons().getFirst());
    }

    @Test
    void aBreachIsAnAlarmAtTheLeastPValueAndItsCellIsNotAlsoMissing() {
        Verdict v = one.judge(Map.of("score", 50.0));
        assertEquals(0.01, v.pValue());
        assertEquals(List.of(new Verdict.UnseenCategory("kind", "d")), v.reasons());
        assertEquals(Double.NEGATIVE_INFINITY, v.score(), "lower than each score without a breach");
        Verdict same = one.explain(Map.of("score", 50.0));
        assertEquals(v.reasons(), same.reasons());
        assertEquals(v.pValue(), same.pValue());
    }

    /** A relation is no column of the model; the cell that is missing besides is still said. */
    @Test
    void aBreachDoesNotHideAnotherMissingCell() {
        Verdict.Reason.Breach broken = new Verdict.BrokenRelation("total", "price + tax", "12", "13");
        Verdict v = one.judge(new Alarm.Observed(new double[] {50, Double.NaN}, List.of(broken)));
        assertEquals(List.of(broken, new Verdict.MissingCell("kind")), v.reasons());
    }

    /** Rows of kind b have scores that are lower by 40, so 10 is an ordinary score there. A label that is new is judged as a gap, and told. */
    @Test
    void aRowIsComparedWithItsKind() {
        double[] scores = IntStream.range(0, 198)
                .mapToDouble(i -> i < 99 ? 51 + i % 99 : 11 + i % 99)
                .toArray();
        double[][] labels = IntStream.range(0, 198)
                .mapToObj(i -> new double[] {i < 99 ? 0 : 1})
                .toArray(double[][]::new);
        Calibration calibration = Calibration.of(scores, new double[] {1, 0}, new double[] {149, 1})
                .labelled(scores, new Calibration.Labels(new int[] {1}, labels));
        Alarm all =
                Alarm.of(new FirstCell(COLUMNS), Optional.of(calibration), 0.05).withNames(AlarmEdgesTest::observed);
        Alarm byKind = all.by(List.of("kind"));
        assertEquals(List.of("kind"), byKind.by());
        Alarm rarer =
                Alarm.of(new FirstCell(COLUMNS), Optional.of(calibration), 0.01).by(List.of("kind"));
        for (double score : new double[] {11, 12, 13, 51, 53, 90}) {
            assertEquals(
                    byKind.judge(score, 1).pValue(), rarer.judge(score, 1).pValue(), "a p-value depends on no rate");
        }
        assertEquals(List.of(), byKind.by(List.of()).by());
        assertTrue(all.judge(13, 1).isAlarm() && byKind.judge(13, 1).isAlarm());
        assertFalse(all.judge(53, 0).isAlarm());
        assertTrue(byKind.judge(53, 0).isAlarm(), "3 of 99 rows of its kind have less");
        assertEquals(4 / 100.0, byKind.judge(53, 0).pValue(), 1e-12);
        assertEquals(4 / 100.0, byKind.judge(13, 1).pValue(), 1e-12, "the same place in its kind");
        assertEquals(byKind.judge(53, 0).score(), byKind.judge(13, 1).score(), 8, "scores of both kinds compare");
        assertTrue(all.judge(Map.of("score", 100.0)).isAlarm(), "a label that is new");
        Verdict unseen = byKind.judge(Map.of("score", 100.0));
        assertFalse(unseen.isAlarm());
        assertEquals(List.of("kind is d, which the model has never seen"), words(unseen));
        assertEquals(
                "kind is d, which the model has never seen",
                words(byKind.judge(Map.of("score", -5.0))).getLast());
        assertEquals(
                List.of(),
                byKind.explain(13, 1).attribution().orElseThrow().parts().stream()
                        .filter(p -> p.column().equals("kind"))
                        .toList(),
                "rows of its kind have its kind");
        assertTrue(byKind.toString().contains("198 calibration rows by [kind] of"), byKind.toString());
    }

    private static List<String> words(Verdict of) {
        return of.reasons().stream().map(Verdict.Reason::words).toList();
    }

    @Test
    void anAlarmHasALevelOfItsOwn() {
        assertTrue(one.atLevel(0.02).judge(1, 0).isAlarm());
        assertFalse(one.atLevel(0).judge(0, 0).isAlarm());
        assertEquals(0.01, one.atLevel(0.02).rate());
        assertEquals(
                "alarm: the largest p-value of an alarm must be in [0, 1] but is 1.5; give a probability",
                assertThrows(IllegalArgumentException.class, () -> one.atLevel(1.5))
                        .getMessage());
    }

    /** One p-value of 1 % among ten rows is no discovery at 5 %, since 5 %/10 is less; among two rows it is. */
    @Test
    void discoveriesDependOnTheBatch() {
        double[][] ten = new double[10][];
        Arrays.setAll(ten, i -> new double[] {i == 0 ? 0 : 50, 0});
        assertFalse(one.discover(ten, 0.05).getFirst().isAlarm());
        List<Verdict> two = one.discover(Arrays.copyOf(ten, 2), 0.05);
        assertTrue(two.getFirst().isAlarm());
        assertFalse(two.getLast().isAlarm());
    }

    @Test
    void batchesHaveTheVerdictsOfTheirRows() {
        double[][] rows = {{0, 0}, {1, 1}, {50, Double.NaN}, {120, 2}};
        List<Verdict> alone = Arrays.stream(rows).map(one::judge).toList();
        assertEquals(alone, one.judge(rows));
        assertEquals(0.01, one.rate());
        assertEquals(99, one.calibrationRows());
    }

    @Test
    void ratesAreSharesOfOne() {
        double[][] rows = {{0, 0}};
        assertTrue(one.discover(rows, 0.5).getFirst().isAlarm());
        assertTrue(one.discover(rows, 0.01).getFirst().isAlarm(), "its p-value is the rate");
        assertFalse(one.discover(rows, 0.009).getFirst().isAlarm());
        for (double q : new double[] {0, 1, -0.1, Double.NaN}) {
            assertEquals(
                    "alarm: the false discovery rate must be in (0, 1) but is " + q
                            + "; 0.1 is one false alarm in ten alarms",
                    message(() -> one.discover(rows, q)));
            assertEquals(
                    "alarm: the rate of false alarms must be in (0, 1) but is " + q + "; 0.01 is one in a hundred",
                    message(() -> alarm(q)));
        }
    }

    /** 99 rows are enough for 1 % and too few for less, and for 1 % of both sides. */
    @Test
    void aRateNeedsRows() {
        assertEquals(
                "alarm: a rate of false alarms of 0.005 needs at least 199 calibration rows but there are 99; calibrate"
                        + " with more rows, or take a rate of at least 0.01",
                message(() -> alarm(0.005)));
        assertEquals(
                "alarm: a two-sided rate of false alarms of 0.01 needs at least 199 calibration rows but there are 99;"
                        + " calibrate with more rows, or take a rate of at least 0.02",
                message(one::twoSided));
        assertEquals(
                "alarm: the model has no calibration scores; give TableModel.calibrated at least 99 normal rows that did"
                        + " not train it, or run vflow calibrate",
                message(() -> Alarm.of(new FirstCell(COLUMNS), Optional.empty(), 0.01)));
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
