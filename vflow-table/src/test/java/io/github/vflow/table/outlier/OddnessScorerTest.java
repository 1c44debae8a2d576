package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.plan.Folds;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.score.AlarmScore;
import io.github.vflow.table.score.Oddness;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.verdict.Verdict.Found.View;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Four columns, of which the joint density has the second and the fourth. */
final class OddnessScorerTest {
    private static final int[] IN_JOINT = {1, 3};
    private static final double[] ROW = {1, 20, 3, 40};
    private static final MarginalTerms SINGLE = MarginalTerms.of(
            Rows.of(IntStream.range(0, 50)
                    .mapToObj(i -> new double[] {i % 5, 20 + i % 7, i % 3, 40 + i % 11})
                    .toArray(double[][]::new)),
            IntStream.range(0, 4).<Column>mapToObj(j -> Column.real("x" + j)).toList(),
            IN_JOINT);
    private static final OddnessScorer COMBINATION = scorer(Evidence.JOINT);
    private static final OddnessScorer DENSITY = scorer(Evidence.DENSITY);
    private static final OddnessScorer PLACE = scorer(Evidence.PLACE);

    private static OddnessScorer scorer(Evidence evidence) {
        return new OddnessScorer(new Joint(), Optional.empty(), columns(4), SINGLE, evidence);
    }

    private static List<Scorer.JudgedColumn> columns(int count) {
        return IntStream.range(0, count)
                .mapToObj(j -> Scorer.JudgedColumn.ofReals("x" + j))
                .toList();
    }

    /** The joint score is the first cell, with an error of a hundredth of the second; a missing cell is drawn as 100 and its place. */
    private record Joint() implements Scorer<AlarmScore> {
        @Override
        public List<JudgedColumn> columns() {
            return OddnessScorerTest.columns(2);
        }

        @Override
        public AlarmScore score(double[] row) {
            return new AlarmScore(row[0], row[1] / 100, 6);
        }

        @Override
        public List<AlarmScore> scores(double[][] rows) {
            return Arrays.stream(rows).map(this::score).toList();
        }

        /** A nat more, and two. */
        @Override
        public List<AlarmScore> compared(double[][] rows) {
            return Arrays.stream(rows).map(r -> new AlarmScore(r[0] + 1, 0, 6)).toList();
        }

        @Override
        public List<AlarmScore> comparedRoughly(double[][] rows) {
            return Arrays.stream(rows).map(r -> new AlarmScore(r[0] + 2, 0, 6)).toList();
        }

        @Override
        public boolean imputes() {
            return false;
        }

        @Override
        public List<Double> numbers(int column) {
            return List.of(10.0 + column);
        }

        @Override
        public List<Double> frequent(int column) {
            return List.of(20.0 + column);
        }

        @Override
        public Imputation impute(double[] row, int samples, long seed) {
            double[] filled = new double[row.length];
            for (int j = 0; j < row.length; j++) {
                filled[j] = Double.isNaN(row[j]) ? 100 + j : row[j];
            }
            return Imputation.equal(
                    IntStream.range(0, samples).mapToObj(_ -> filled.clone()).toArray(double[][]::new));
        }
    }

    /** The joint score has an error; single columns are exact. */
    @Test
    void aScoreIsOfItsEvidenceWithItsError() {
        Oddness e = COMBINATION.score(ROW);
        assertEquals(20, e.value());
        assertEquals(0.4, e.standardError(), 1e-12);
        assertEquals(6, e.effectiveSamples());
        assertEquals(SINGLE.density(ROW), DENSITY.score(ROW).value());
        assertEquals(SINGLE.place(ROW), PLACE.score(ROW).value());
        assertEquals(0, DENSITY.score(ROW).standardError());
        assertTrue(PLACE.score(ROW).isKnown());
        double[][] rows = {{1, 5, 3, 10}, ROW, {2, 8, 0, 70}, {2, Double.NaN, 0, 70}};
        for (OddnessScorer scorer : List.of(COMBINATION, DENSITY, PLACE)) {
            List<Oddness> all = scorer.scores(rows);
            for (int i = 0; i < rows.length; i++) {
                assertEquals(scorer.score(rows[i]), all.get(i), scorer.evidence() + ", row " + i);
            }
        }
    }

    /** The joint score of a row with a gap lacks the density of a cell: a typical one stands for it. */
    @Test
    void aGapCountsAsATypicalCell() {
        double[] gap = {1, 20, 3, Double.NaN};
        double mean = IntStream.range(0, 50)
                .mapToDouble(i -> SINGLE.marginals().columns().get(3).logProb(40 + i % 11))
                .average()
                .orElseThrow();
        assertEquals(20 + mean, COMBINATION.score(gap).value(), 1e-9);
    }

    /** A drawn cell stands in its own column, whichever columns the joint density leaves out; known cells stay. */
    @Test
    void aDrawHasEachCellInItsColumn() {
        for (int j = 0; j < ROW.length; j++) {
            double[] row = ROW.clone();
            row[j] = Double.NaN;
            double[] expected = ROW.clone();
            expected[j] = j == 1 ? 100 : j == 3 ? 101 : SINGLE.marginals().typical(j);
            for (double[] draw : COMBINATION.impute(row, 3, 1).values()) {
                assertArrayEquals(expected, draw, "column " + j);
            }
        }
    }

    @Test
    void rowsAreComparedByTheEvidence() {
        double[][] rows = {ROW, {2, 8, 0, 70}};
        assertEquals(
                List.of(21.0, 9.0),
                COMBINATION.compared(rows).stream().map(Oddness::value).toList());
        assertEquals(
                List.of(22.0, 10.0),
                COMBINATION.comparedRoughly(rows).stream().map(Oddness::value).toList());
        for (OddnessScorer scorer : List.of(DENSITY, PLACE)) {
            assertEquals(scorer.scores(rows), scorer.compared(rows));
            assertEquals(scorer.scores(rows), scorer.comparedRoughly(rows));
        }
    }

    @Test
    void cellsAreDrawnIfTheJointDensityDrawsThem() {
        for (OddnessScorer scorer : List.of(COMBINATION, DENSITY, PLACE)) {
            assertFalse(
                    scorer.imputes() || scorer.canExplain(), scorer.evidence().toString());
        }
        assertTrue(
                new OddnessScorer(new Joint(), Optional.empty(), columns(1), SINGLE, Evidence.DENSITY).canExplain(),
                "one column");
    }

    /** The joint density has the second and the fourth column as its first and second. */
    @Test
    void numbersAreThoseOfTheJointDensity() {
        assertEquals(List.of(10.0), COMBINATION.numbers(1));
        assertEquals(List.of(11.0), COMBINATION.numbers(3));
        assertEquals(List.of(21.0), COMBINATION.frequent(3));
        assertEquals(List.of(), COMBINATION.numbers(0));
        assertEquals(List.of(), COMBINATION.frequent(2));
        assertEquals(List.of(), PLACE.numbers(1), "a place in a column is no probability");
        assertEquals(List.of(), DENSITY.frequent(3));
    }

    /** The fourth column has the numbers 40 to 50. */
    @Test
    void aTailIsThatOfItsColumn() {
        assertEquals(0, COMBINATION.tail(3, 51).orElseThrow().share());
        assertEquals(1 / 3.0, COMBINATION.tail(2, 0).orElseThrow().share(), 0.02);
        assertEquals(1 / 5.0, COMBINATION.tail(0, 4).orElseThrow().share(), 0.02);
    }

    /** Two views share what they may find among normal rows, and the single columns share their half. */
    @Test
    void evidenceSharesThePartOfItsView() {
        assertEquals(0.5, Evidence.JOINT.part(2));
        assertEquals(0.25, Evidence.DENSITY.part(2));
        assertEquals(0.25, Evidence.PLACE.part(2));
        for (View view : List.of(View.COMBINATION, View.COLUMN)) {
            assertEquals(
                    1,
                    Arrays.stream(Evidence.values())
                            .filter(e -> e.view() == view)
                            .mapToDouble(e -> e.part(1))
                            .sum(),
                    "alone, " + view);
        }
    }

    /** Normal distributions judge combinations, by all columns of a row, and no single columns. */
    @Test
    void combinationsHaveTheLogDensityOfNormalDistributions() {
        SplittableRandom random = new SplittableRandom(4);
        Rows rows = Rows.of(IntStream.range(0, 100)
                .mapToObj(_ -> random.doubles(4, 0, 50).toArray())
                .toArray(double[][]::new));
        NumberNormals normals = NumberNormals.of(
                        rows,
                        IntStream.range(0, 4)
                                .<Column>mapToObj(j -> Column.real("x" + j))
                                .toList(),
                        Folds.of(rows, 4),
                        4)
                .getFirst();
        double[][] some = {ROW, {2, 8, 0, 70}};
        double[] logs = normals.logs(some);
        for (Evidence evidence : Evidence.values()) {
            OddnessScorer plain = scorer(evidence);
            OddnessScorer with = new OddnessScorer(new Joint(), Optional.of(normals), columns(4), SINGLE, evidence);
            for (int i = 0; i < some.length; i++) {
                double more = evidence == Evidence.JOINT ? logs[i] : 0;
                assertEquals(
                        plain.score(some[i]).value() + more, with.score(some[i]).value(), 1e-9, evidence + " " + i);
                assertEquals(with.score(some[i]), with.scores(some).get(i));
                assertEquals(
                        plain.compared(some).get(i).value() + more,
                        with.compared(some).get(i).value(),
                        1e-9,
                        evidence + " " + i);
                assertEquals(
                        plain.comparedRoughly(some).get(i).value() + more,
                        with.comparedRoughly(some).get(i).value(),
                        1e-9,
                        evidence + " " + i);
            }
        }
    }
}
