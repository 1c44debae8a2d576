/**
 * SQL functions of a model in DuckDB. Start with {@link io.github.vflow.duckdb.VFlowFunctions}.
 *
 * <p>Scores and p-values are of {@code table.apply.RecordScorer}.
 */
@NullMarked
package io.github.vflow.duckdb;

import org.jspecify.annotations.NullMarked;
