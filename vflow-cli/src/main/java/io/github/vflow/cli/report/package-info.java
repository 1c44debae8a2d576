/**
 * The results of the commands: one record each, which is printed as text or as JSON (see {@link io.github.vflow.cli.console.Result}), and the
 * HTML page of an audit.
 *
 * <p>Uses {@code conformance}, {@code model} and {@code console}. Start with {@link EvaluationResult}; {@code report.table} has the results of tables.
 */
package io.github.vflow.cli.report;
