package io.github.vflow.table.report.section;

import io.github.vflow.table.report.chart.Figures;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import io.github.vflow.table.report.html.Words;
import java.util.List;

/** Elements that several sections use. */
final class Parts {
    /** Characters of a name in a list. */
    private static final int NAME = 60;

    /** Rows of a list: a page with more would be too large. */
    static final int LISTED = 60;

    private Parts() {}

    /** A name or a cell of a table, isolated from the direction of the text around it. */
    static Element name(String text) {
        return Element.saying("bdi", Words.brief(text, NAME));
    }

    /** A chart with a title and an observation above it. */
    static Element figure(Node title, String seen, Element chart) {
        Element caption = Element.of("figcaption")
                .add(Element.of("b", title))
                .add(Element.styled("span", "seen").say(seen));
        return Element.of("figure", caption, chart);
    }

    static Element figures(List<? extends Node> all, String style) {
        return Element.styled("div", style).add(all);
    }

    /**
     * The heading of a column of a table.
     *
     * @param isNumeric whether the column has numbers, which are aligned to the right
     */
    record Heading(String text, boolean isNumeric) {
        static Heading text(String text) {
            return new Heading(text, false);
        }

        static Heading number(String text) {
            return new Heading(text, true);
        }

        private Element cell(String tag, Node content) {
            return isNumeric ? Element.styled(tag, "number", content) : Element.of(tag, content);
        }
    }

    /** A table with one line of headings. */
    static Element table(List<Heading> headings, List<List<Node>> rows) {
        Element head = Element.of("tr");
        headings.forEach(
                h -> head.add(h.cell("th", Element.saying("span", h.text)).with("scope", "col")));
        Element body = Element.of("tbody");
        for (List<Node> row : rows) {
            Element line = Element.of("tr");
            for (int j = 0; j < row.size(); j++) {
                line.add(headings.get(j).cell("td", row.get(j)));
            }
            body.add(line);
        }
        return Element.styled("div", "wide", Element.of("table", Element.of("thead", head), body));
    }

    /** A list that opens on demand. */
    static Element details(String summary, Node content) {
        return Element.of("details", Element.saying("summary", summary), content);
    }

    /** A word with the colour of a judgement. */
    static Element chip(String style, String word) {
        return Element.styled("span", "chip " + style).say(word);
    }

    /** Adds a note of things that a list leaves out; none leaves it as it is. */
    static Element more(Element list, int left, String thing) {
        return left > 0 ? list.add(paragraph("note", "… and " + Figures.count(left, thing) + ".")) : list;
    }

    static Element paragraph(String style, String text) {
        return Element.styled("p", style).say(text);
    }
}
