package io.github.vflow.table.report.section;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;

/**
 * A part of the page with a title.
 *
 * @param id the target of links in the contents
 * @param title above it
 * @param brief the observation in a sentence
 * @param body to which content is added
 */
public record Section(String id, String title, String brief, Element body) {
    /**
     * Makes a section.
     *
     * @param brief the observation in a sentence
     * @param more sentences; empty for none
     */
    static Section of(String id, String title, String brief, String more) {
        String lead = more.isEmpty() ? brief : brief + " " + more;
        return new Section(
                id,
                title,
                brief,
                Element.of("section")
                        .with("id", id)
                        .add(
                                Element.saying("h2", title),
                                Element.styled("p", "lead").say(lead)));
    }

    /** Adds content and returns this section. */
    Section add(Node... more) {
        body.add(more);
        return this;
    }
}
