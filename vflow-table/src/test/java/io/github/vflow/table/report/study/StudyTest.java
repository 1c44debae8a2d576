package io.github.vflow.table.report.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.evaluation.Calibration;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.report.study.Subject.Note;
import io.github.vflow.table.schema.Column;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which rows, samples and scores a report looks at. */
final class StudyTest {
    private static final double NONE = Double.NaN;

    /** Every third row lacks its first cell, and every seventh its second. */
    private static Table gaps(int n) {
        Random random = new Random(6);
        double[][] rows = new double[n][];
        for (int i = 0; i < n; i++) {
            rows[i] = new double[] {
                i % 3 == 0 ? NONE : random.nextGaussian(),
                i % 7 == 0 ? NONE : random.nextGaussian(),
                i % 21 == 0 ? NONE : random.nextInt(2)
            };
        }
        return Table.of(rows, "a", "b", "c").with(Column.category("c", List.of("no", "yes")));
    }

    private static final Table TABLE = gaps(50);
    private static final TableModel MODEL = Untrained.of(TABLE);
    private static final Study STUDY = Study.of(Subject.of(MODEL, TABLE));

    /** A row without any cell has no density, and a row with a gap only if the model takes gaps. */
    @Test
    void rowsThatTheModelCanScoreAreLookedAt() {
        int[] known = IntStream.range(0, 50).filter(i -> i % 21 != 0).toArray();
        assertArrayEquals(known, Chosen.of(TABLE, true, 47, 1).places());
        int[] complete =
                IntStream.range(0, 50).filter(i -> i % 3 != 0 && i % 7 != 0).toArray();
        Chosen chosen = Chosen.of(TABLE, false, 50, 1);
        assertArrayEquals(complete, chosen.places());
        double[][] copy = chosen.copy();
        assertEquals(complete.length, copy.length);
        assertArrayEquals(TABLE.rows().copyRow(complete[5]), copy[5]);
        Table whole = TABLE.select(complete);
        assertEquals(whole.rows(), Chosen.of(whole, false, complete.length, 1).rows());
        int[] some = Chosen.of(TABLE, true, 20, 1).places();
        assertEquals(20, Arrays.stream(some).distinct().count());
        assertArrayEquals(Arrays.stream(some).sorted().toArray(), some);
        assertTrue(Arrays.stream(some).allMatch(i -> i % 21 != 0) && some[19] > 30 && some[0] < 20);
        assertNotEquals(
                Arrays.toString(some),
                Arrays.toString(Chosen.of(TABLE, true, 20, 2).places()));
    }

    @Test
    void tablesWithoutSuchRowsAreRefused() {
        Table empty = Table.of(new double[][] {{NONE, NONE}, {NONE, NONE}}, "a", "b");
        assertEquals(
                "Report: the model can score none of the 2 rows, of which no cell is known; give rows with values",
                assertThrows(IllegalArgumentException.class, () -> Chosen.of(empty, true, 9, 1))
                        .getMessage());
        Table some = Table.of(new double[][] {{1, NONE}, {NONE, 2}}, "a", "b");
        assertEquals(
                "Report: the model can score none of the 2 rows, whose cells must all be known; give rows with values",
                assertThrows(IllegalArgumentException.class, () -> Chosen.of(some, false, 9, 1))
                        .getMessage());
    }

    /** Sample i lacks the cells of row i·47/1000. */
    @Test
    void samplesLackTheCellsOfRows() {
        Study study = Study.of(Subject.of(MODEL, TABLE));
        double[][] rows = study.chosen().copy();
        assertEquals(47, rows.length);
        assertTrue(study.isPart());
        double[][] samples = MODEL.sample(1_000, 1);
        for (int j = 0; j < 3; j++) {
            double[] seen = study.columns().get(j).samples();
            double gaps = Arrays.stream(seen).filter(Double::isNaN).count() / 1_000.0;
            assertEquals(List.of(17.0, 8.0, 3.0).get(j) / 50, gaps, 0.05, "as in the training rows");
            for (int i = 0; i < seen.length; i++) {
                assertTrue(Double.isNaN(seen[i]) || seen[i] == samples[i][j]);
            }
        }
        for (int i = 0; i < 1_000; i++) {
            double[] like = rows[i * 47 / 1_000];
            for (int j = 0; j < 3; j++) {
                samples[i][j] = Double.isNaN(like[j]) ? NONE : samples[i][j];
            }
        }
        assertArrayEquals(MODEL.logProb(samples), study.drawnScores());
        assertArrayEquals(MODEL.logProb(rows), study.scores());
        assertTrue(study.verdicts().isEmpty() && study.scorer().isEmpty());
        assertTrue(study.pValues().isEmpty());
        Table complete = TABLE.select(new int[] {1, 2, 4, 5, 8});
        assertFalse(Study.of(Subject.of(MODEL, complete)).isPart());
    }

    @Test
    void columnsHaveTextsOfTheirNumbers() {
        ColumnView kind = STUDY.columns().get(2);
        assertEquals(List.of("no", "yes", "–"), List.of(kind.text(0), kind.text(1), kind.text(NONE)));
        ColumnView size = STUDY.columns().getFirst();
        assertEquals(List.of("12.50", "–"), List.of(size.text(12.5), size.text(NONE)));
        ColumnView dated = ColumnView.of(
                Column.real("at"),
                Optional.of((row, number) -> row.length + " day " + number),
                new double[] {1, 2, 4},
                new double[] {1, 3});
        assertEquals(List.of("0 day 2.0", "–"), List.of(dated.text(2), dated.text(NONE)));
        assertEquals("2 day 2.0", dated.text(new double[2], 2));
        assertTrue(dated.scale() instanceof Scale.Written);
        assertArrayEquals(new double[] {2, 2}, dated.beside(new double[] {2, 2}).samples());
        assertEquals("at", dated.name());
        ColumnView empty =
                ColumnView.of(Column.real("x"), Optional.empty(), new double[] {NONE, NONE}, new double[] {3, 5});
        assertEquals(2, empty.missing());
        assertEquals(1, Arrays.stream(empty.drawnShares()).sum(), 1e-12, "the axis is the samples'");
        ColumnView labels = ColumnView.of(
                Column.category("l", List.of("a", "b")), Optional.empty(), new double[] {0, 0, 0, 1}, new double[] {
                    0, 1, 1, 1
                });
        assertEquals(0.5, labels.difference().size(), 1e-12);
        assertArrayEquals(new double[] {0.75, 0.25}, labels.shares(), 1e-12);
        assertArrayEquals(new double[] {0.25, 0.75}, labels.drawnShares(), 1e-12);
    }

    private static Verdict verdict(double score) {
        return new Verdict(score, 0, score < 0 ? 0.5 : 0.1, 0.01, Optional.empty(), List.of(), Optional.empty());
    }

    /** Calibration rows are known if the table has at least five of them, and more than half. */
    private static boolean known(int calibration, int found, double... last) {
        double[] scores = IntStream.range(0, calibration).asDoubleStream().toArray();
        System.arraycopy(last, 0, scores, calibration - last.length, last.length);
        List<Verdict> verdicts = new ArrayList<>();
        for (int i = 0; i < 47; i++) {
            verdicts.add(verdict(i < found ? i : -1 - i));
        }
        Study judged = new Study(
                STUDY.subject(),
                STUDY.flow(),
                STUDY.chosen(),
                STUDY.columns(),
                STUDY.scores(),
                STUDY.drawnScores(),
                verdicts);
        PValues values = PValues.of(judged, Calibration.of(scores, new double[0], new double[0]));
        assertEquals(values.known() ? 47 - found : 47, values.rows().length);
        assertEquals(1.0 / (calibration + 1), values.leastRate());
        assertEquals(values.known() || found == 0 ? 0 : found / 47.0, values.alarms(0.1), 1e-12);
        return values.known();
    }

    /** The study has 47 of 50 rows, so half of the calibration rows are 0.47 of them. */
    @Test
    void aTableWithTheCalibrationRowsIsKnown() {
        assertTrue(known(8, 5));
        assertFalse(known(4, 4), "fewer than five");
        assertFalse(known(40, 18), "18 of 40 are less than 47 %");
        assertTrue(known(40, 19));
        assertFalse(known(100, 47), "47 of 100 are no more than 47 %");
        assertTrue(known(20, 12, 7));
        assertFalse(known(20, 12, 7, 8), "a tenth of the scores are equal");
    }

    @Test
    void tablesOfOtherColumnsAreRefused() {
        Table other = Table.of(new double[][] {{1, 2}, {3, 4}}, "a", "b");
        for (Subject subject :
                List.of(Subject.of(MODEL, other), Subject.of(MODEL, TABLE).withLater(other, "later"))) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> Study.of(subject))
                    .getMessage()
                    .endsWith("; read the table with the schema of the model, Table.read(file, model.schema())"));
        }
    }

    @Test
    void aSubjectKeepsItsPartsApart() {
        Subject subject = Subject.of(MODEL, TABLE)
                .with(new Note.Fact("a", "b"))
                .with(new Note.Remark("c"))
                .with(new Note.Fact("d", "e"));
        assertEquals(List.of(new Note.Fact("a", "b"), new Note.Fact("d", "e")), subject.notes(Note.Fact.class));
        Subject other = subject.withNames("m", "t").withLater(TABLE, "l").withRows(7);
        assertEquals(subject.notes(), other.notes());
        assertEquals(
                List.of("m", "t", "l"),
                List.of(
                        other.model().name(),
                        other.table().name(),
                        other.later().orElseThrow().name()));
        assertEquals(7, other.mostRows());
        assertEquals(20_000, subject.mostRows());
    }
}
