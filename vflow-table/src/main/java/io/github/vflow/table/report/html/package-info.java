/**
 * A tiny writer of HTML and SVG: a tree of {@link io.github.vflow.table.report.html.Element}s that escapes every text and every attribute.
 *
 * <p>Names and cells of tables are hostile until they went through {@link io.github.vflow.table.report.html.Words}. Uses nothing else of the
 * project but the list of control characters. Start with {@code Element}.
 */
package io.github.vflow.table.report.html;
