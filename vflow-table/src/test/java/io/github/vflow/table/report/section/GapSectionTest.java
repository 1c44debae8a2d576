package io.github.vflow.table.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.Untrained;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.report.measure.Difference;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Study;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The words and numbers of missing cells. */
final class GapSectionTest {
    private static Table table(int n, int gaps) {
        Random random = new Random(5);
        double[][] rows = new double[n][2];
        for (int i = 0; i < n; i++) {
            rows[i][0] = random.nextGaussian();
            rows[i][1] = i % (n / gaps) == 0 && i / (n / gaps) < gaps ? Double.NaN : random.nextGaussian();
        }
        return Table.of(rows, "a", "b");
    }

    private static String certainty(TableModel model, Table table, int most) {
        long unknown = IntStream.range(0, table.size())
                .filter(i -> table.rows().hasMissing(i))
                .limit(most)
                .filter(i -> !model.estimate(table.rows().copyRow(i)).isKnown())
                .count();
        return unknown == 0 ? "Each" : String.valueOf(unknown);
    }

    @Test
    void rowsWithMissingCellsAreCounted() {
        Table table = table(40, 4);
        TableModel model = Untrained.of(table);
        Section section = GapSection.of(Studies.of(model, table)).orElseThrow();
        assertEquals("1 column of 2 have missing cells. They concern 10 % of the rows.", section.brief());
        String texts = Studies.texts(section);
        assertTrue(
                texts.contains("log-density of its known cells. " + certainty(model, table, 200)
                        + " of the 4 rows with missing cells ha"),
                texts);
        assertTrue(
                texts.endsWith(
                        "|Missing cells by column|All columns with missing cells.|share of rows without a value|b|10 %|"),
                texts);
        assertTrue(section.body().toString().contains("Bar chart of missing cells. Most are in b."));
    }

    @Test
    void estimatesOfTheFirstRowsAreLookedAt() {
        Table table = table(420, 210);
        TableModel model = Untrained.of(table);
        String texts = Studies.texts(GapSection.of(Studies.of(model, table)).orElseThrow());
        assertTrue(
                texts.contains(certainty(model, table, 200) + " of the first 200 rows with missing cells ha"), texts);
    }

    /** Column k of 14 lacks k cells of 40. */
    @Test
    void theColumnsWithMostAreShown() {
        Table table = table(40, 4);
        List<ColumnView> views = new ArrayList<>();
        for (int k = 0; k < 14; k++) {
            double[] data = Studies.upTo(40);
            Arrays.fill(data, 0, k, Double.NaN);
            views.add(Studies.numbers("c" + k, data, data, new Difference(0, 0, 0, 0, 1)));
        }
        Study study = Studies.of(table);
        Section section = GapSection.of(Studies.with(study, views)).orElseThrow();
        assertEquals("13 columns of 14 have missing cells. They concern 10 % of the rows.", section.brief());
        String texts = Studies.texts(section);
        assertTrue(
                texts.contains("|The 12 columns with most.|share of rows without a value|c13|33 %|c12|30 %|"), texts);
        assertTrue(texts.endsWith("|c2|5 %|"), texts);
        assertTrue(Studies.texts(
                        GapSection.of(Studies.with(study, views.subList(0, 13))).orElseThrow())
                .contains("|All columns with missing cells.|"));
        assertTrue(GapSection.of(Studies.with(study, views.subList(0, 1))).isEmpty());
        assertFalse(texts.contains("c1|"), texts);
    }
}
