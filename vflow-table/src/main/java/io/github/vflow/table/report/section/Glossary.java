package io.github.vflow.table.report.section;

import io.github.vflow.table.report.html.Element;
import java.util.List;

/** The terms of a report and their meanings. */
final class Glossary {
    private record Entry(String term, String meaning) {}

    private static final List<Entry> ENTRIES = List.of(
            new Entry(
                    "Log-density",
                    "The natural logarithm of the model's density at a row, in nats. A density is not a probability: it depends on"
                            + " the units of the columns and may exceed 1. Only differences between rows of the same known"
                            + " cells mean something: 2.3 nats lower is ten times rarer."),
            new Entry(
                    "Alarm score, p-value",
                    "The alarm score is the number by which a row is compared with normal rows; it is made of log-densities, but has an order"
                            + " of its own. The p-value is its rank: the share of normal rows that are as odd or odder."),
            new Entry(
                    "Samples",
                    "New rows that the model draws. If the model is right, no chart can tell them from the data."),
            new Entry(
                    "More than chance",
                    "The largest difference of the shares of data and samples exceeds what one of a hundred pairs of equal"
                            + " distributions would show. With many rows, small differences count."),
            new Entry(
                    "Dependence",
                    "√(1 − e^(−2I)) with the mutual information I of two columns on a grid of 8 × 8 groups. For jointly normal"
                            + " columns it is close to the size of the correlation; it also sees curves."),
            new Entry(
                    "What the page cannot show",
                    "Agreement of columns and pairs does not prove that the model knows how three or more columns go together."
                            + " A model can also give a high density to a row that people find odd."));

    private Glossary() {}

    static Section section() {
        Element list = Element.styled("dl", "glossary");
        ENTRIES.forEach(e -> list.add(Element.saying("dt", e.term), Element.saying("dd", e.meaning)));
        return Section.of("words", "How to read this page", "Plain words for the terms above.", "")
                .add(list);
    }
}
