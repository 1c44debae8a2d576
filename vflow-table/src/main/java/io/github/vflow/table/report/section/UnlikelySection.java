package io.github.vflow.table.report.section;

import static io.github.vflow.table.report.section.Parts.Heading.number;
import static io.github.vflow.table.report.section.Parts.Heading.text;

import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.html.Words;
import io.github.vflow.table.report.study.ColumnView;
import io.github.vflow.table.report.study.Study;
import io.github.vflow.table.report.study.UnlikelyRow;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Attribution.Part;
import io.github.vflow.table.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rows that the model finds least likely, and why. */
final class UnlikelySection {
    private static final int SHOWN = 10;
    private static final int PARTS = 4;
    private static final int CELLS = 40;

    private UnlikelySection() {}

    static Section of(Study study) {
        List<UnlikelyRow> all = UnlikelyRow.lowest(study, SHOWN);
        Section section = Section.of("anomalies", "Least likely rows", brief(all), lead(study, all));
        Element cards = Element.styled("div", "rows");
        all.forEach(o -> cards.add(card(study, o)));
        return section.add(cards);
    }

    private static String brief(List<UnlikelyRow> all) {
        UnlikelyRow first = all.getFirst();
        String why = first.verdict()
                .map(Verdict::reason)
                .filter(r -> !r.isEmpty())
                .map(r -> ": " + Words.brief(r, 160))
                .orElse("");
        return "Row " + Figures.shown((long) first.place() + 1) + " is the least likely" + why + ".";
    }

    private static String lead(Study study, List<UnlikelyRow> all) {
        String rows = "Below are the " + Figures.count(all.size(), "row") + " with the lowest "
                + (study.verdicts().isEmpty() ? "log-density" : "p-values") + " of "
                + Figures.count(study.rows().size(), "row") + ".";
        return all.stream()
                        .anyMatch(o -> o.verdict().flatMap(Verdict::attribution).isPresent())
                ? rows + some(all)
                        + " A column's cost is how much odder its value makes the row than a usual one, given the other columns."
                        + " Expected values are the median and 90 % of what the model holds possible there."
                : rows
                        + " The model file has no calibration scores that could explain them; vflow calibrate adds these.";
    }

    private static String some(List<UnlikelyRow> all) {
        long explained = all.stream()
                .filter(o -> o.verdict().flatMap(Verdict::attribution).isPresent())
                .count();
        return explained == all.size() ? "" : " As the table is wide, only the first " + explained + " have reasons.";
    }

    private static Element card(Study study, UnlikelyRow oddity) {
        Element head = Element.styled("div", "rowhead")
                .add(Element.saying("b", "Row " + Figures.shown((long) oddity.place() + 1)))
                .add(Element.saying("span", "log-density " + Figures.nats(oddity.logProb())));
        oddity.verdict()
                .ifPresent(v -> head.add(
                        Element.saying("span", "p-value " + Figures.rounded(v.pValue())),
                        Parts.chip(v.isAlarm() ? "bad" : "good", v.isAlarm() ? "alarm" : "no alarm")));
        Element card = Element.styled("article", "row", head);
        oddity.verdict().ifPresent(v -> {
            notes(v).ifPresent(card::add);
            v.attribution().ifPresent(a -> card.add(table(a)));
        });
        return card.add(Parts.details("All cells", cells(study, oddity)));
    }

    /** The reasons that are not about parts. */
    private static Optional<Element> notes(Verdict verdict) {
        List<String> words = verdict.reasons().stream()
                .filter(Verdict.Reason::isOfOneValue)
                .map(reason -> Words.brief(reason.words(), 160))
                .toList();
        return words.isEmpty()
                ? Optional.empty()
                : Optional.of(Parts.paragraph("note", String.join("; ", words) + "."));
    }

    private static Element table(Attribution a) {
        List<Part> shown = a.parts().isEmpty() ? a.others() : a.parts();
        List<List<Node>> rows = new ArrayList<>();
        double told = 0;
        for (Part p : shown.subList(0, Math.min(PARTS, shown.size()))) {
            told += p.cost();
            rows.add(List.of(
                    Parts.name(p.column()),
                    Parts.name(p.text()),
                    Parts.name(p.expected().words()),
                    new Text(Figures.fixed(p.cost(), 1))));
        }
        if (!a.parts().isEmpty()) {
            rows.add(List.of(
                    new Text("all other columns"),
                    new Text(""),
                    new Text(""),
                    new Text(Figures.fixed(a.total() - told, 1))));
        }
        return Parts.table(List.of(text("Column"), text("Value"), text("Expected"), number("Cost")), rows);
    }

    private static Element cells(Study study, UnlikelyRow oddity) {
        Element list = Element.styled("p", "cells");
        List<ColumnView> columns = study.columns();
        double[] row = study.rows().copyRow(oddity.index());
        for (ColumnView c : columns.subList(0, Math.min(CELLS, columns.size()))) {
            list.add(Element.of(
                    "span", Parts.name(c.name()), new Text(" "), strong(c.text(row, c.data()[oddity.index()]))));
        }
        int more = columns.size() - CELLS;
        return more > 0 ? list.add(Element.saying("span", "… and " + more + " more")) : list;
    }

    private static Element strong(String value) {
        return Element.of("b", Parts.name(value));
    }
}
