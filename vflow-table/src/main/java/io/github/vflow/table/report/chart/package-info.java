/**
 * Charts as SVG: scales with round ticks, a frame with axes, and one class for each kind of chart.
 *
 * <p>Uses {@code report.html} alone; numbers come as arrays. Colours are classes of the page's style sheet, so that a chart follows the theme.
 * Every chart has a text alternative. Start with {@link io.github.vflow.table.report.chart.Frame}.
 */
package io.github.vflow.table.report.chart;
