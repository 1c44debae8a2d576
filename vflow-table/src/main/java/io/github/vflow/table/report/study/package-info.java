/**
 * What a report looks at: rows of a table beside samples of a model, column by column, and their scores.
 *
 * <p>Uses the table package, {@code report.measure} and {@code report.chart}. Start with {@link io.github.vflow.table.report.study.Study}.
 */
package io.github.vflow.table.report.study;
