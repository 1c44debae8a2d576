package io.github.vflow.table.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.measure.Difference;
import io.github.vflow.table.report.section.MarginalSection.Sides;
import io.github.vflow.table.report.study.ColumnView;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The words and numbers of columns beside samples. */
final class MarginalSectionTest {
    private static final Difference UNSEEN = new Difference(0.25, 5, 0.75, 0.5, 0.3);
    private static final Difference SEEN = new Difference(0.5, 5, 0.75, 0.25, 0.3);

    private static String caption(ColumnView view, Sides sides) {
        return Studies.texts(MarginalSection.figure(view, sides)).split("\\|", -1)[2];
    }

    private static ColumnView numbers(double[] data, double[] samples, Difference difference) {
        return Studies.numbers("rent", data, samples, difference);
    }

    /** Numbers at the ends of an axis are on it. */
    @Test
    void numbersBeyondTheAxisAreCounted() {
        String none = "No difference beyond chance (largest 25.0 points).";
        double[] data = {-1, 0, 5, 10};
        double[] drawn = {0, 11, -2, 10};
        assertEquals(
                none + " Beyond the axis: 1 row and 2 samples.", caption(numbers(data, drawn, UNSEEN), Sides.SAMPLES));
        double[] within = {0, 5, 10};
        assertEquals(none, caption(numbers(within, within, UNSEEN), Sides.SAMPLES));
        assertEquals(
                none + " Beyond the axis: 1 row and 1 sample.", caption(numbers(data, data, UNSEEN), Sides.SAMPLES));
        assertEquals(none + " Beyond the axis: 2 samples.", caption(numbers(within, drawn, UNSEEN), Sides.SAMPLES));
        assertEquals(none + " Beyond the axis: 1 row.", caption(numbers(data, within, UNSEEN), Sides.SAMPLES));
        assertEquals(
                none + " Beyond the axis: 1 row and 2 later rows.", caption(numbers(data, drawn, UNSEEN), Sides.LATER));
    }

    @Test
    void missingCellsAreAShareOfTheRows() {
        double[] data = {Double.NaN, 0, 5, 10};
        double[] drawn = {0, 10};
        String none = "No difference beyond chance (largest 25.0 points).";
        assertEquals(none + " 25 % of the cells are missing.", caption(numbers(data, drawn, UNSEEN), Sides.SAMPLES));
        assertEquals(none, caption(numbers(data, drawn, UNSEEN), Sides.LATER));
    }

    @Test
    void aDifferenceIsTwoShares() {
        double[] within = {0, 5, 10};
        assertEquals(
                "75 % of the data but 25 % of the samples are at most 5.",
                caption(numbers(within, within, SEEN), Sides.SAMPLES));
        assertEquals(
                "75 % of the rows before but 25 % of the later rows are at most 5.",
                caption(numbers(within, within, SEEN), Sides.LATER));
        ColumnView districts = Studies.labels(
                "district",
                List.of("north", "south"),
                new double[] {0, 1, 1, 1},
                new double[] {0, 0, 1, 1},
                new Difference(0.5, 1, 0.75, 0.25, 0.3));
        Element figure = MarginalSection.figure(districts, Sides.SAMPLES);
        String words = "75 % of the data but 25 % of the samples have south.";
        assertEquals(
                "|district|" + words + "|Category|data|samples|south|75 %|50 %|north|25 %|50 %|",
                Studies.texts(figure),
                "the most frequent first");
        assertEquals(
                "All cells are missing.", caption(numbers(new double[] {Double.NaN}, within, UNSEEN), Sides.SAMPLES));
    }

    /** Nine labels: seven lines, and the others as one. */
    @Test
    void rareLabelsShareALine() {
        List<String> nine = IntStream.range(0, 9).mapToObj(k -> "l" + k).toList();
        double[] data = IntStream.range(0, 9)
                .flatMap(k -> IntStream.range(0, k + 1).map(_ -> k))
                .asDoubleStream()
                .toArray();
        double[] drawn = new double[20];
        drawn[19] = 1;
        String texts =
                Studies.texts(MarginalSection.figure(Studies.labels("l", nine, data, drawn, UNSEEN), Sides.SAMPLES));
        assertTrue(
                texts.endsWith("|l0|2.2 %|95 %|l8|20 %|0 %|l7|18 %|0 %|l6|16 %|0 %|l5|13 %|0 %"
                        + "|l4|11 %|0 %|l3|8.9 %|0 %|2 others|11 %|5 %|"),
                texts);
        double[] eight = IntStream.range(0, 8).asDoubleStream().toArray();
        String all = Studies.texts(
                MarginalSection.figure(Studies.labels("l", nine.subList(0, 8), eight, eight, UNSEEN), Sides.SAMPLES));
        assertTrue(all.contains("|l7|") && !all.contains("others"), all);
    }

    /** Column k of n has the difference k/20. */
    private static List<ColumnView> columns(int n, int fewestSeen) {
        List<ColumnView> views = new ArrayList<>();
        for (int k = 0; k < n; k++) {
            Difference difference = new Difference(k / 20.0, 5, 0.5, 0.4, k >= fewestSeen ? 0 : 1);
            views.add(
                    k == 1
                            ? Studies.labels("c1", List.of("x", "y"), new double[21], new double[41], difference)
                            : Studies.numbers("c" + k, Studies.upTo(21), Studies.upTo(41), difference));
        }
        return views;
    }

    @Test
    void theColumnsWithTheLargestDifferencesHaveCharts() {
        Section section = MarginalSection.of(Studies.with(Studies.STUDY, columns(12, 2)));
        assertEquals(
                "In 10 of 12 columns, 41 samples of the model differ from the data by more than chance.",
                section.brief());
        String texts = Studies.texts(section);
        assertTrue(texts.contains(section.brief() + " The charts show the 9 columns with the largest differences.|"));
        int last = -1;
        for (int k = 11; k > 2; k--) {
            int at = texts.indexOf("|c" + k + "|");
            assertTrue(at > last, "chart of c" + k);
            last = at;
        }
        assertTrue(
                texts.endsWith("|3 more columns|Column|Largest difference|c2|10.0 points|more than chance"
                        + "|c1|5.0 points|c0|0.0 points|"),
                texts);
        assertTrue(
                Studies.texts(MarginalSection.of(Studies.with(Studies.STUDY, columns(9 + 61, 2))))
                        .endsWith("|c1|5.0 points|… and 1 more column.|"),
                "sixty are listed");
    }

    @Test
    void fewColumnsAreShownInTheirOrder() {
        Section section = MarginalSection.of(Studies.with(Studies.STUDY, columns(9, 9)));
        assertEquals(
                "In no column do 41 samples of the model differ from the data by more than chance.", section.brief());
        String texts = Studies.texts(section);
        assertTrue(texts.contains(section.brief() + "|c0|"), texts);
        assertTrue(texts.indexOf("|c0|") < texts.indexOf("|c8|"), texts);
        assertFalse(texts.contains("more column"), texts);
    }
}
