/**
 * The house benchmark of tables: how well flows and other methods find anomalies, and what log-density held-out rows have. {@link
 * io.github.vflow.benchmarks.tables.TableDensities} is the command; start reading there. {@code data} has tables and their splits, {@code
 * method} the methods.
 */
package io.github.vflow.benchmarks.tables;
