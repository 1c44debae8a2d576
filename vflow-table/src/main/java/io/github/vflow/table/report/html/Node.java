package io.github.vflow.table.report.html;

/** A part of a page. Its text cannot end the part of the page in which it stands. */
public sealed interface Node permits Element, Text, Css {
    /** Appends the text of the node, in HTML. */
    void writeTo(StringBuilder out);
}
