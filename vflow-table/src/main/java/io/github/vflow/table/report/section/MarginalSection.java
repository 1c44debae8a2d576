package io.github.vflow.table.report.section;

import static io.github.vflow.table.report.section.Parts.Heading.number;
import static io.github.vflow.table.report.section.Parts.Heading.text;

import io.github.vflow.flow.data.column.Sorted;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.chart.Histograms;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.html.Words;
import io.github.vflow.table.report.measure.Difference;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Study;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Each column of the data beside the same column of samples. */
final class MarginalSection {
    private static final int SHOWN = 9;
    private static final int MOST_CATEGORIES = 8;

    /**
     * The names of the two sides of a comparison.
     *
     * @param first the name of the bars
     * @param firstRows the rows that the bars count
     * @param second the name of the outline
     * @param secondRows the rows that the outline counts
     * @param secondUnit one row of the outline
     */
    record Sides(String first, String firstRows, String second, String secondRows, String secondUnit) {
        static final Sides SAMPLES = new Sides("data", "data", "samples", "samples", "sample");
        static final Sides LATER = new Sides("before", "rows before", "later", "later rows", "later row");
    }

    private MarginalSection() {}

    static Section of(Study study) {
        List<ColumnView> worst = study.columns().stream()
                .sorted(Comparator.comparingDouble(v -> -v.difference().size()))
                .toList();
        List<ColumnView> shown = worst.size() <= SHOWN ? study.columns() : worst.subList(0, SHOWN);
        Section section = Section.of("columns", "Columns: data and samples", brief(study, worst), which(worst));
        section.add(Parts.figures(
                shown.stream().map(v -> figure(v, Sides.SAMPLES)).toList(), "grid3"));
        if (worst.size() <= SHOWN) {
            return section;
        }
        List<ColumnView> others = worst.subList(SHOWN, worst.size());
        List<ColumnView> listed = others.subList(0, Math.min(others.size(), Parts.LISTED));
        Element list = Parts.more(Element.of("div", table(listed)), others.size() - listed.size(), "more column");
        return section.add(Parts.details(Figures.count(others.size(), "more column"), list));
    }

    private static String which(List<ColumnView> worst) {
        return worst.size() > SHOWN ? "The charts show the " + SHOWN + " columns with the largest differences." : "";
    }

    private static String brief(Study study, List<ColumnView> worst) {
        long seen = worst.stream().filter(v -> v.difference().isSeen()).count();
        String rows = Figures.count(study.columns().getFirst().samples().length, "sample");
        return seen == 0
                ? "In no column do " + rows + " of the model differ from the data by more than chance."
                : "In " + seen + " of " + Figures.count(worst.size(), "column") + ", " + rows
                        + " of the model differ from the data by more than chance.";
    }

    /** A column beside other values of it. */
    static Element figure(ColumnView view, Sides sides) {
        String seen = seen(view, sides);
        String alternative = Words.brief(view.name(), 60) + ", " + sides.first + " and " + sides.second + ". " + seen;
        Element chart = view.isCategory()
                ? categories(view, sides)
                : comparison(view, sides).draw(alternative);
        return Parts.figure(Parts.name(view.name()), seen + missing(view, sides) + outside(view, sides), chart);
    }

    /** The observation in a sentence. */
    private static String seen(ColumnView view, Sides sides) {
        Difference d = view.difference();
        if (view.known().size() == 0) {
            return "All cells are missing.";
        }
        if (!d.isSeen()) {
            return "No difference beyond chance (largest " + points(d.size()) + ").";
        }
        String of = view.isCategory()
                ? " have " + Words.brief(view.text(d.at()), 30) + "."
                : " are at most " + view.text(d.at()) + ".";
        return Figures.percent(d.first()) + " of the " + sides.firstRows + " but " + Figures.percent(d.second())
                + " of the " + sides.secondRows + of;
    }

    private static String missing(ColumnView view, Sides sides) {
        return sides.equals(Sides.LATER) || view.missing() == 0 || view.known().size() == 0
                ? ""
                : " " + Figures.percent(view.missing() / (double) view.data().length) + " of the cells are missing.";
    }

    private static String points(double share) {
        return Figures.fixed(100 * share, 1) + " points";
    }

    private static String outside(ColumnView view, Sides sides) {
        long data = outside(view.known(), view);
        long samples = outside(view.drawn(), view);
        String rows = data == 0 ? "" : Figures.count(data, "row");
        String both = rows.isEmpty() || samples == 0 ? rows : rows + " and ";
        return data + samples == 0
                ? ""
                : " Beyond the axis: " + both + (samples == 0 ? "" : Figures.count(samples, sides.secondUnit)) + ".";
    }

    private static long outside(Sorted numbers, ColumnView view) {
        return IntStream.range(0, numbers.size())
                .mapToDouble(i -> view.scale().position(numbers.get(i)))
                .filter(at -> at < 0 || at > 1)
                .count();
    }

    private static Histograms comparison(ColumnView view, Sides sides) {
        return new Histograms(
                view.scale(),
                view.name(),
                view.shares(),
                sides.first,
                view.drawnShares(),
                sides.second,
                Histograms.THIRD);
    }

    /** The shares of the most frequent categories, and of all others together. */
    private static Element categories(ColumnView view, Sides sides) {
        double[] data = view.shares();
        double[] samples = view.drawnShares();
        List<Integer> order = IntStream.range(0, data.length)
                .boxed()
                .sorted(Comparator.comparingDouble(k -> -Math.max(data[k], samples[k])))
                .toList();
        int most = data.length <= MOST_CATEGORIES ? data.length : MOST_CATEGORIES - 1;
        List<List<Node>> rows = new ArrayList<>();
        for (int k : order.subList(0, most)) {
            rows.add(shares(view.text(k), data[k], samples[k]));
        }
        if (most < data.length) {
            List<Integer> others = order.subList(most, data.length);
            rows.add(shares(
                    others.size() + " others",
                    others.stream().mapToDouble(k -> data[k]).sum(),
                    others.stream().mapToDouble(k -> samples[k]).sum()));
        }
        return Parts.table(List.of(text("Category"), number(sides.first), number(sides.second)), rows);
    }

    private static List<Node> shares(String category, double first, double second) {
        return List.of(Parts.name(category), new Text(Figures.percent(first)), new Text(Figures.percent(second)));
    }

    private static Element table(List<ColumnView> views) {
        List<List<Node>> rows = views.stream()
                .map(v -> List.<Node>of(
                        Parts.name(v.name()),
                        new Text(points(v.difference().size())),
                        new Text(v.difference().isSeen() ? "more than chance" : "")))
                .toList();
        return Parts.table(List.of(text("Column"), number("Largest difference"), text("")), rows);
    }
}
