/**
 * The larger results of commands, which build {@link io.github.vflow.cli.console.Facts} that are printed as text or as JSON.
 *
 * <p>Uses {@code model} and {@code console}. Start with {@link EvaluationResult}; {@code report.table} has the results of tables.
 */
package io.github.vflow.cli.report;
