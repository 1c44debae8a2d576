/**
 * Verdicts on rows: is a row normal, how sure is that, which column is to blame, and what was expected there.
 *
 * <p>Start with {@link Alarm}, which {@code TableModel.alarm} makes; it returns a {@link Verdict}. This package knows models by the interface
 * {@link RowModel} alone, so it may use {@code io.github.vflow.flow} but not the package of tables, which uses it.
 */
package io.github.vflow.table.verdict;
