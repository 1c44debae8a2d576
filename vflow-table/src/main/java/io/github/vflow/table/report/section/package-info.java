/**
 * The sections of a report. Each makes an element of the page from a {@link io.github.vflow.table.report.study.Study}, or none if there is
 * nothing to show.
 *
 * <p>Uses {@code report.study}, {@code report.chart} and {@code report.html}. Start with
 * {@link io.github.vflow.table.report.section.Sections}.
 */
package io.github.vflow.table.report.section;
