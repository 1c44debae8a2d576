package io.github.vflow.table.report.section;

import static io.github.vflow.table.report.section.Parts.Heading.number;
import static io.github.vflow.table.report.section.Parts.Heading.text;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.html.Words;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Study;
import io.github.vflow.table.report.study.Subject.Named;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The changes in later rows. */
final class DriftSection {
    private static final int CHARTS = 3;

    private static final String MEANING = "The p-value of a column is corrected for the number of columns.";

    private DriftSection() {}

    static Optional<Section> of(Study study) {
        return study.subject().later().map(later -> of(study, later));
    }

    private static Section of(Study study, Named<Table> later) {
        TableModel model = study.model();
        boolean hasBaseline = model.baseline().isPresent();
        TableModel compared =
                hasBaseline ? model : model.withBaseline(study.subject().table().it());
        Comparison comparison = compared.compare(later.it());
        String with = hasBaseline
                ? "the training rows"
                : "the rows of " + Words.brief(study.subject().table().name(), 60);
        Section section = Section.of("drift", "Drift", brief(comparison, later, with), MEANING);
        List<Comparison.Column> order = comparison.columns().stream()
                .sorted(Comparator.comparingDouble(Comparison.Column::adjusted))
                .toList();
        Element table = table(order.subList(0, Math.min(order.size(), Parts.LISTED)));
        section.add(Parts.more(table, order.size() - Parts.LISTED, "more column"));
        List<Element> charts = charts(study, later, order);
        return charts.isEmpty() ? section : section.add(Parts.figures(charts, "grid3"));
    }

    private static String brief(Comparison comparison, Named<Table> later, String with) {
        List<Comparison.Column> drifted = comparison.drifted(Comparison.LEVEL);
        String rows = Figures.count(comparison.rows(), "row") + " of " + Words.brief(later.name(), 60);
        return drifted.isEmpty()
                ? rows + " show no drift from " + with + " at the level " + Comparison.LEVEL + "."
                : rows + " differ from " + with + " in " + drifted.size() + " of "
                        + comparison.columns().size() + " columns and log-densities, at the level " + Comparison.LEVEL
                        + ".";
    }

    private static Element table(List<Comparison.Column> columns) {
        List<List<Node>> rows = new ArrayList<>();
        for (Comparison.Column c : columns) {
            boolean drifted = c.adjusted() <= Comparison.LEVEL;
            rows.add(List.of(
                    Parts.name(c.column()),
                    new Text(Figures.rounded(c.statistic())),
                    new Text(c.adjusted() < 1e-12 ? "< 10⁻¹²" : Figures.rounded(c.adjusted())),
                    Parts.chip(drifted ? "bad" : "good", drifted ? "drift" : "no drift")));
        }
        return Parts.table(List.of(text("Column"), number("Statistic"), number("p-value"), text("")), rows);
    }

    /** The drifted columns with the least p-values, as they were and as they are. */
    private static List<Element> charts(Study study, Named<Table> later, List<Comparison.Column> order) {
        List<String> names = study.columns().stream().map(ColumnView::name).toList();
        return order.stream()
                .filter(c -> c.adjusted() <= Comparison.LEVEL)
                .map(c -> names.indexOf(c.column()))
                .filter(j -> j >= 0)
                .limit(CHARTS)
                .map(j -> chart(study.columns().get(j), later.it().rows().copyColumn(j)))
                .toList();
    }

    private static Element chart(ColumnView view, double[] later) {
        ColumnView moved = view.beside(later);
        return MarginalSection.figure(moved, MarginalSection.Sides.LATER);
    }
}
