/**
 * The way from a record to a verdict: reading under the schema of a model, scoring, judging, explaining.
 *
 * <p>Start with {@link io.github.vflow.table.apply.RecordScorer}. Uses the door of {@code io.github.vflow.table} and
 * {@code io.github.vflow.table.verdict}. The command, Spark and the report apply models by this package alone.
 */
package io.github.vflow.table.apply;
