package io.github.vflow.table.report.section;

import static io.github.vflow.table.report.section.Parts.Heading.number;
import static io.github.vflow.table.report.section.Parts.Heading.text;

import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.chart.Panels;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.html.Words;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Pair;
import io.github.vflow.table.report.study.Study;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Pairs of columns that depend on each other, in the data and in samples. */
final class PairSection {
    private static final int SHOWN = 6;

    /** The number of pairs that are shown because data and samples differ most. */
    private static final int DIFFERENT = 2;

    /** The largest random shift of a value that shares its place with others. */
    private static final double JITTER = 0.3;

    private static final String WHICH = "The charts show the pairs that depend most, then the pairs that differ most. ";

    private static final String MEANING =
            "Dependence is 0 for columns that say nothing about each other, and near 1 for functions of each other.";

    private PairSection() {}

    static Optional<Section> of(Study study, Detail detail) {
        List<Pair> all = Pair.all(study);
        if (all.isEmpty()) {
            return Optional.empty();
        }
        List<Pair> shown = Pair.chosen(all, SHOWN, DIFFERENT);
        Pair worst = Pair.byDifference(all).getFirst();
        Section section = Section.of(
                "pairs",
                "Pairs of columns: data and samples",
                brief(worst, study),
                (shown.size() < all.size() ? WHICH : "") + MEANING);
        section.add(
                Parts.figures(shown.stream().map(p -> figure(p, study, detail)).toList(), "grid2"));
        List<Pair> others = all.stream().filter(p -> !shown.contains(p)).toList();
        if (others.isEmpty()) {
            return Optional.of(section);
        }
        List<Pair> listed = others.subList(0, Math.min(others.size(), detail.listed()));
        Element list = Element.of("div", table(listed, study));
        int left = others.size() - listed.size();
        if (left > 0) {
            list.add(Parts.paragraph("note", "… and " + Figures.count(left, "pair") + " with less dependence."));
        }
        return Optional.of(section.add(Parts.details(Figures.count(others.size(), "more pair"), list)));
    }

    private static String brief(Pair worst, Study study) {
        return "Samples differ most from the data in " + names(worst, study) + ", whose dependence is "
                + Figures.fixed(worst.data(), 2) + " in the data and " + Figures.fixed(worst.samples(), 2)
                + " in the samples.";
    }

    private static String names(Pair pair, Study study) {
        return Words.brief(study.columns().get(pair.first()).name(), 30) + " and "
                + Words.brief(study.columns().get(pair.second()).name(), 30);
    }

    private static Element figure(Pair pair, Study study, Detail detail) {
        ColumnView x = study.columns().get(pair.first());
        ColumnView y = study.columns().get(pair.second());
        Panels panels = new Panels(
                x.scale(),
                x.name(),
                y.scale(),
                y.name(),
                points(x, x.data(), y, y.data(), detail.dots()),
                "data",
                points(x, x.samples(), y, y.samples(), detail.dots()),
                "samples");
        String seen = "Dependence " + Figures.fixed(pair.data(), 2) + " in the data, "
                + Figures.fixed(pair.samples(), 2) + " in the samples.";
        Element title =
                Element.of("span", Parts.name(y.name())).say(" against ").add(Parts.name(x.name()));
        return Parts.figure(
                title, seen, panels.draw(names(pair, study) + ", scatter plots of data and samples. " + seen));
    }

    private static double[][] points(ColumnView x, double[] xs, ColumnView y, double[] ys, int most) {
        int[] known = IntStream.range(0, xs.length)
                .filter(i -> !Double.isNaN(xs[i]) && !Double.isNaN(ys[i]))
                .toArray();
        int n = Math.min(known.length, most);
        SplittableRandom random = new SplittableRandom(1);
        double[][] points = new double[n][];
        for (int i = 0; i < n; i++) {
            int row = known[(int) ((long) i * known.length / n)];
            points[i] = new double[] {xs[row] + jitter(x, random), ys[row] + jitter(y, random)};
        }
        return points;
    }

    private static double jitter(ColumnView view, SplittableRandom random) {
        return view.scale() instanceof Scale.Discrete ? random.nextDouble(-JITTER, JITTER) : 0;
    }

    private static Element table(List<Pair> pairs, Study study) {
        List<List<Node>> rows = new ArrayList<>();
        for (Pair p : pairs) {
            rows.add(List.of(
                    Parts.name(study.columns().get(p.first()).name()),
                    Parts.name(study.columns().get(p.second()).name()),
                    new Text(Figures.fixed(p.data(), 2)),
                    new Text(Figures.fixed(p.samples(), 2))));
        }
        return Parts.table(
                List.of(text("Column"), text("Column"), number("Dependence in the data"), number("In samples")), rows);
    }
}
