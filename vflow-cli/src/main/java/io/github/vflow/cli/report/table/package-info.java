/**
 * The results of the commands of tables: scores, samples, schemas, verdicts, drift.
 *
 * <p>Uses {@code data}, {@code format} and {@code console}. Start with {@link io.github.vflow.cli.report.table.JudgedTally}.
 */
package io.github.vflow.cli.report.table;
