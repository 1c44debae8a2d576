/**
 * Rows of a body as records of a model, and the answers about them.
 *
 * <p>Start with {@link io.github.vflow.serve.rows.RowScoring}. Scores and verdicts are of {@code table.apply.RecordScorer}.
 */
package io.github.vflow.serve.rows;
