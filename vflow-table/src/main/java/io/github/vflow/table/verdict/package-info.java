/**
 * Verdicts on rows: whether a row is normal, the p-value, the columns to blame and their expected values.
 *
 * <p>Start with {@link Alarm}, which {@code TableModel.alarm} makes; it returns a {@link Verdict}. This package knows models by the interface
 * {@link io.github.vflow.table.score.Scorer} alone, so it may use {@code io.github.vflow.flow} but not the package of tables, which uses it.
 */
package io.github.vflow.table.verdict;
