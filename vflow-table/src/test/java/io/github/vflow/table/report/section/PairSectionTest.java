package io.github.vflow.table.report.section;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.measure.Difference;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Pair;
import io.github.vflow.table.report.study.Study;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The words and numbers of pairs of columns. */
final class PairSectionTest {
    private static final Difference NONE = new Difference(0, 0, 0, 0, 1);
    private static final Pattern DOT = Pattern.compile("M([\\d.]+) ([\\d.]+)h0");

    /** Columns with a common part that grows from column to column, and is smaller in the samples. */
    private static Study study(int columns) {
        Random random = new Random(4);
        List<ColumnView> views = new ArrayList<>();
        double[] common = random.doubles(400).toArray();
        for (int j = 0; j < columns; j++) {
            double share = (j + 1.0) / columns;
            views.add(Studies.numbers(
                    "c" + j,
                    Arrays.stream(common)
                            .map(x -> 5 * share * x + 2 * random.nextDouble())
                            .toArray(),
                    Arrays.stream(common)
                            .map(x -> 3 * share * x + 3 * random.nextDouble())
                            .toArray(),
                    NONE));
        }
        return Studies.with(Studies.STUDY, views);
    }

    private static String two(double number) {
        return Figures.fixed(number, 2);
    }

    @Test
    void pairsHaveTheirDependenceInTheOrderOfTheirChoice() {
        Study study = study(5);
        List<Pair> all = Pair.all(study);
        assertEquals(10, all.size());
        List<Pair> shown = Pair.chosen(all, 6, 2);
        Section section = PairSection.of(study, new Detail(50, 3, 9)).orElseThrow();
        Pair worst = Pair.byDifference(all).getFirst();
        assertEquals(
                "Samples differ most from the data in c" + worst.first() + " and c" + worst.second()
                        + ", whose dependence is " + two(worst.data()) + " in the data and " + two(worst.samples())
                        + " in the samples.",
                section.brief());
        String texts = Studies.texts(section);
        assertTrue(
                texts.contains(
                        section.brief()
                                + " The charts show the pairs that depend most, then the pairs that differ most. Dependence is 0"),
                texts);
        int last = 0;
        for (Pair p : shown) {
            int at = texts.indexOf("|c" + p.second() + "| against |c" + p.first() + "|Dependence " + two(p.data())
                    + " in the data, " + two(p.samples()) + " in the samples.|");
            assertTrue(at > last, p + " in " + texts);
            last = at;
        }
        StringBuilder others = new StringBuilder("|4 more pairs|Column|Column|Dependence in the data|In samples|");
        all.stream()
                .filter(p -> !shown.contains(p))
                .limit(3)
                .forEach(p -> others.append(
                        "c" + p.first() + "|c" + p.second() + "|" + two(p.data()) + "|" + two(p.samples()) + "|"));
        assertTrue(texts.endsWith(others + "… and 1 pair with less dependence.|"), texts);
        assertFalse(Studies.texts(PairSection.of(study, new Detail(50, 4, 9)).orElseThrow())
                .contains("less dependence"));
    }

    @Test
    void fewPairsAreAllShown() {
        String texts = Studies.texts(PairSection.of(study(3), Detail.FULL).orElseThrow());
        assertFalse(texts.contains("The charts show"), texts);
        assertFalse(texts.contains("more pair"), texts);
        assertTrue(PairSection.of(study(1), Detail.FULL).isEmpty());
    }

    private static List<double[]> dots(String svg, String style) {
        String path = svg.substring(svg.indexOf("<path class=\"" + style + "\""));
        Matcher dot = DOT.matcher(path.substring(0, path.indexOf('>')));
        List<double[]> dots = new ArrayList<>();
        while (dot.find()) {
            dots.add(new double[] {Double.parseDouble(dot.group(1)), Double.parseDouble(dot.group(2))});
        }
        return dots;
    }

    /** Rows with both numbers, evenly chosen; labels are shifted so that equal ones can be told apart. */
    @Test
    void dotsAreRows() {
        double[] xs = new double[400];
        double[] ys = new double[400];
        Arrays.setAll(xs, i -> i % 4 == 0 ? Double.NaN : i / 40.0);
        Arrays.setAll(ys, i -> i % 4 == 1 ? Double.NaN : i < 200 ? 0 : 1);
        Study study = Studies.with(
                Studies.STUDY,
                List.of(Studies.numbers("x", xs, xs, NONE), Studies.labels("y", List.of("no", "yes"), ys, ys, NONE)));
        String few = PairSection.of(study, new Detail(100, 9, 9))
                .orElseThrow()
                .body()
                .toString();
        List<double[]> some = dots(few, "data-dots");
        assertEquals(100, some.size());
        double spread = 0;
        for (int i = 0; i < 100; i++) {
            int row = 4 * i + 2;
            assertEquals(66 + 196 * xs[row] / 10, some.get(i)[0], 0.06, "dot " + i);
            double label = (238 - some.get(i)[1]) / 196 * 2 - 0.5;
            assertTrue(Math.abs(label - ys[row]) <= 0.301, label + " is not near " + ys[row]);
            spread = Math.max(spread, Math.abs(label - ys[row]));
        }
        assertTrue(spread > 0.25, "shifts up to " + spread);
        String all = PairSection.of(study, Detail.FULL).orElseThrow().body().toString();
        assertEquals(200, dots(all, "data-dots").size());
    }
}
