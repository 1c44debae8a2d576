package io.github.vflow.table.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.study.Study;
import io.github.vflow.table.report.study.Subject;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The words and numbers of drift. */
final class DriftSectionTest {
    private static final Table BEFORE = table(300, 1, 0);
    private static final TableModel MODEL = Untrained.of(BEFORE);

    /** Five columns, of which column j is shifted by j times a number. */
    private static Table table(int n, long seed, double shift) {
        Random random = new Random(seed);
        double[][] rows = new double[n][5];
        for (double[] row : rows) {
            for (int j = 0; j < 5; j++) {
                row[j] = random.nextGaussian() + j * shift;
            }
        }
        return Table.of(rows, "a", "b", "c", "d", "e");
    }

    private static Section section(Table later) {
        Study study = Study.of(Subject.of(MODEL, BEFORE).withLater(later, "later.csv"));
        return DriftSection.of(study).orElseThrow();
    }

    private static String line(Comparison.Column c) {
        return c.column() + "|" + Figures.rounded(c.statistic()) + "|"
                + (c.adjusted() < 1e-12 ? "< 10⁻¹²" : Figures.rounded(c.adjusted())) + "|"
                + (c.adjusted() <= 0.001 ? "drift" : "no drift") + "|";
    }

    /** Columns by their p-values; charts of the first three. */
    @Test
    void theLeastPValuesComeFirst() {
        Table later = table(200, 2, 0.7);
        Comparison comparison = MODEL.compare(later);
        List<Comparison.Column> order = comparison.columns().stream()
                .sorted(Comparator.comparingDouble(Comparison.Column::adjusted))
                .toList();
        List<String> drifted = order.stream()
                .filter(c -> c.adjusted() <= 0.001)
                .map(Comparison.Column::column)
                .filter(BEFORE.columns()::contains)
                .toList();
        assertTrue(drifted.size() >= 4 && drifted.size() < 6, drifted::toString);
        Section section = section(later);
        assertEquals(
                "200 rows of later.csv differ from the training rows in "
                        + comparison.drifted(0.001).size()
                        + " of 6 columns and log-densities, at the level 0.001.",
                section.brief());
        String texts = Studies.texts(section);
        StringBuilder table = new StringBuilder("|Column|Statistic|p-value|");
        order.forEach(c -> table.append(line(c)));
        assertTrue(texts.contains(table), texts + "\n" + table);
        int last = 0;
        for (int k = 0; k < drifted.size(); k++) {
            int at = texts.indexOf("|" + drifted.get(k) + "|", texts.indexOf(table.toString()) + table.length() - 1);
            assertEquals(k < 3, at >= 0, drifted.get(k));
            assertTrue(k >= 3 || at > last, texts);
            last = at;
        }
        assertTrue(texts.contains("|■ before|■ later|"), texts);
        assertTrue(texts.contains(" of the rows before but "), texts);
    }

    @Test
    void likeRowsShowNoDrift() {
        Table other = table(100, 9, 3);
        Section section = DriftSection.of(Study.of(Subject.of(MODEL, other).withLater(table(200, 3, 0), "later.csv")))
                .orElseThrow();
        assertEquals("200 rows of later.csv show no drift from the training rows at the level 0.001.", section.brief());
        String page = section.body().toString();
        assertFalse(page.contains("<svg"), "no chart");
        assertFalse(page.contains("chip bad"), page);
        assertTrue(DriftSection.of(Study.of(Subject.of(MODEL, BEFORE))).isEmpty());
    }
}
