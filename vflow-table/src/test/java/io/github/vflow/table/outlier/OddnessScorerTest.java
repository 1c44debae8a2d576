package io.github.vflow.table.outlier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Scoring;
import io.github.vflow.flow.spec.DefensiveSpec;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.table.density.ColumnMarginals;
import io.github.vflow.table.density.TableDensity;
import io.github.vflow.table.density.ViewScorer;
import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.schema.Schema;
import io.github.vflow.table.score.Neighbours;
import io.github.vflow.table.score.Score;
import io.github.vflow.table.score.Scorer;
import io.github.vflow.table.score.ViewPValues;
import io.github.vflow.table.view.View;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The oddness of rows of four columns by each view; the joint density has the second and the fourth column. */
final class OddnessScorerTest {
    private static final long SEED = 3;
    private static final int[] IN_JOINT = {1, 3};
    private static final List<Column> COLUMNS =
            IntStream.range(0, 4).<Column>mapToObj(j -> Column.real("x" + j)).toList();
    private static final Rows ROWS = rows();
    private static final Marginals MARGINALS = ColumnMarginals.of(ROWS, COLUMNS);
    private static final double[] ROW = {0.3, -0.2, 2.5, 0.4};

    private static Rows rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[200][];
        Arrays.setAll(
                rows,
                _ -> IntStream.range(0, 4)
                        .mapToDouble(_ -> random.nextGaussian())
                        .toArray());
        return Rows.of(rows);
    }

    private static OddnessScorer scorer(View... views) {
        RowSpec spec = RowSpec.of(2, 0, 1)
                .withConditioner(List.of(4), Activation.TANH)
                .withDefensive(DefensiveSpec.standard())
                .withFill(RowSpec.Fill.standard());
        TableDensity joint = new TableDensity(
                Models.of(spec, 1),
                new Scoring(30, 1),
                Schema.ofReals(List.of("x1", "x3")),
                TableDensity.About.nothing());
        Marginals inJoint = MARGINALS.select(IN_JOINT);
        Rows others = Rows.of(IntStream.range(0, ROWS.size())
                .mapToObj(i -> new double[] {ROWS.get(i, IN_JOINT[0]), ROWS.get(i, IN_JOINT[1])})
                .toArray(double[][]::new));
        ViewScorer scorer = ViewScorer.of(
                joint,
                inJoint,
                Optional.of(Neighbours.of(others, others.size(), inJoint).withoutDouble()));
        OddnessScorer bare = new OddnessScorer(
                scorer,
                IN_JOINT,
                COLUMNS.stream().map(c -> Scorer.JudgedColumn.ofReals(c.name())).toList(),
                MARGINALS,
                ViewPValues.ofMixed(Set.of(views), List.of()),
                false);
        double[][] all = IntStream.range(0, ROWS.size()).mapToObj(ROWS::copyRow).toArray(double[][]::new);
        return bare.by(ViewPValues.ofMixed(
                Set.of(views),
                bare.all(all).stream().map(ViewScorer.Scored::byView).toList()));
    }

    private static double tail(int j) {
        return MARGINALS.columns().get(j).logTail(ROW[j]);
    }

    @Test
    void columnsOutsideOfTheJointDensityCountByThemselves() {
        OddnessScorer scorer = scorer(View.COMBINATION, View.COLUMN, View.NEIGHBOURS);
        ViewScorer.Scored scored = scorer.all(new double[][] {ROW}).getFirst();
        double logProb = scorer.joint().density().logProb(new double[] {ROW[1], ROW[3]});
        double alone = MARGINALS.columns().get(1).logMajorant(ROW[1])
                + MARGINALS.columns().get(3).logMajorant(ROW[3]);
        assertEquals(logProb - alone, scored.byView().combination(), 1e-9);
        assertEquals(tail(0) + tail(1) + tail(2) + tail(3), scored.byView().tails(), 1e-9);
        assertEquals(tail(2), scored.byView().column(), 1e-9, "a column that the joint density does not have");
        assertEquals(
                scorer.joint().neighbours().orElseThrow().score(new double[] {ROW[1], ROW[3]}),
                scored.byView().neighbours());
        assertEquals(logProb, scorer.score(ROW).logProb(), 1e-9);
        assertEquals(
                logProb - alone + scored.byView().tails(),
                scorer.explaining().score(ROW).value()
                        - scorer.explaining().score(rowOf(0)).value()
                        + scorer.all(new double[][] {rowOf(0)})
                                .getFirst()
                                .byView()
                                .combination()
                        + scorer.all(new double[][] {rowOf(0)})
                                .getFirst()
                                .byView()
                                .tails(),
                1e-9);
    }

    private static double[] rowOf(int i) {
        return ROWS.copyRow(i);
    }

    @Test
    void aRowHasTheSameScoreInABatch() {
        double[][] rows = {ROW, {1, Double.NaN, 0, 0.1}, {-1, 0.5, Double.NaN, 2}};
        for (View view : List.of(View.COMBINATION, View.NEIGHBOURS, View.COLUMN)) {
            OddnessScorer scorer = scorer(view);
            List<Score> all = scorer.scores(rows);
            for (int i = 0; i < rows.length; i++) {
                assertEquals(scorer.score(rows[i]), all.get(i), view + ", row " + i);
            }
            if (view == View.NEIGHBOURS) {
                continue; // explanations ask for no neighbours
            }
            assertEquals(
                    all.getFirst().value(), scorer.compared(rows).getFirst().value(), 1e-4, "complete, " + view);
            assertEquals(
                    all.getFirst().value(),
                    scorer.comparedRoughly(rows).getFirst().value(),
                    1e-4,
                    "complete, " + view);
        }
    }

    /** A drawn cell stands in its own column; known cells stay, and a cell that the joint density does not have stays missing. */
    @Test
    void aDrawHasEachCellInItsColumn() {
        double[] row = {1, Double.NaN, Double.NaN, 0.5};
        for (double[] draw : scorer(View.COMBINATION).impute(row, 3, 1).values()) {
            assertEquals(1, draw[0]);
            assertFalse(Double.isNaN(draw[1]));
            assertTrue(Double.isNaN(draw[2]));
            assertEquals(0.5, draw[3]);
        }
        assertArrayEquals(
                scorer(View.COMBINATION)
                        .imputeRoughly(new double[][] {row}, 3, 1)
                        .getFirst()
                        .values(),
                scorer(View.COLUMN)
                        .imputeRoughly(new double[][] {row}, 3, 1)
                        .getFirst()
                        .values());
        assertTrue(scorer(View.COMBINATION).imputes());
    }

    @Test
    void aTailIsThatOfItsColumn() {
        assertEquals(0, scorer(View.COMBINATION).tail(3, 51).orElseThrow().share());
        assertEquals(0.5, scorer(View.COMBINATION).tail(2, 0).orElseThrow().share(), 0.1);
        assertEquals(List.of(), scorer(View.COMBINATION).numbers(1));
        assertEquals(List.of(), scorer(View.COMBINATION).frequent(0));
    }
}
