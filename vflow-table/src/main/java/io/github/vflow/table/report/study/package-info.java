/**
 * The material of a report: rows of a table beside samples of a model, column by column, with scores and verdicts.
 *
 * <p>Uses the table package, {@code report.measure} and {@code report.chart}. Start with {@link io.github.vflow.table.report.study.Study}.
 */
package io.github.vflow.table.report.study;
