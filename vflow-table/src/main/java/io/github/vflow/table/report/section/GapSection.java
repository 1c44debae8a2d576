package io.github.vflow.table.report.section;

import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.table.report.chart.Bars;
import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Study;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The columns with missing cells. */
final class GapSection {
    private static final int SHOWN = 12;

    /** Rows whose estimates are looked at. */
    private static final int ESTIMATED = 200;

    private static final String MEANING =
            "The model integrates them out: a row with missing cells has the log-density of its known cells.";

    private GapSection() {}

    static Optional<Section> of(Study study) {
        List<ColumnView> gaps = study.columns().stream()
                .filter(v -> v.missing() > 0)
                .sorted(Comparator.comparingInt(v -> -v.missing()))
                .toList();
        if (gaps.isEmpty()) {
            return Optional.empty();
        }
        double n = study.rows().size();
        long rows = IntStream.range(0, study.rows().size())
                .filter(i -> study.rows().hasMissing(i))
                .count();
        String brief =
                Figures.count(gaps.size(), "column") + " of " + study.columns().size()
                        + " have missing cells. They concern " + Figures.percent(rows / n)
                        + " of the rows.";
        List<Bars.Item> items = gaps.stream()
                .limit(SHOWN)
                .map(v -> new Bars.Item(v.name(), v.missing() / n, Optional.empty()))
                .toList();
        Bars bars = new Bars("share of rows without a value", items, List.of("missing"));
        String seen = gaps.size() > SHOWN ? "The " + SHOWN + " columns with most." : "All columns with missing cells.";
        Element figure = Parts.figure(
                new Text("Missing cells by column"),
                seen,
                bars.draw("Bar chart of missing cells. Most are in "
                        + gaps.getFirst().name() + "."));
        return Optional.of(Section.of("gaps", "Missing cells", brief, MEANING + " " + certainty(study))
                .add(Parts.figures(List.of(figure), "grid3")));
    }

    /** The certainty of the densities of rows with missing cells, which are estimates. */
    private static String certainty(Study study) {
        List<ImportanceEstimate> some = IntStream.range(0, study.rows().size())
                .filter(i -> study.rows().hasMissing(i))
                .limit(ESTIMATED)
                .mapToObj(i -> study.model().estimate(study.rows().copyRow(i)))
                .toList();
        long unknown = some.stream().filter(e -> !e.isKnown()).count();
        String rows = "of the " + (some.size() < ESTIMATED ? "" : "first ") + Figures.count(some.size(), "row")
                + " with missing cells";
        return unknown == 0
                ? "Each " + rows + " has enough effective samples for its estimate."
                : Figures.shown(unknown) + " " + rows
                        + " have too few effective samples: their log-density is not known.";
    }
}
