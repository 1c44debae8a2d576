package io.github.vflow.table.report.section;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;

/**
 * A part of the page with a title.
 *
 * @param id to which the contents of the page lead
 * @param title above it
 * @param body to which content is added
 */
public record Section(String id, String title, Element body) {
    /**
     * A section.
     *
     * @param lead what is seen, in a sentence or two
     */
    static Section of(String id, String title, String lead) {
        return new Section(
                id,
                title,
                Element.of("section")
                        .with("id", id)
                        .add(
                                Element.saying("h2", title),
                                Element.styled("p", "lead").say(lead)));
    }

    /** This section with more content. */
    Section add(Node... more) {
        body.add(more);
        return this;
    }
}
