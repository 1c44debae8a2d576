/**
 * Scores of the rows of a partition, by the library's {@link io.github.vflow.table.apply.RecordScorer}. Start with
 * {@link io.github.vflow.spark.internal.scoring.Scoring}. Uses {@code params} and {@code dataset}.
 *
 * <p>Internal: this package may change in every version.
 */
@NullMarked
package io.github.vflow.spark.internal.scoring;

import org.jspecify.annotations.NullMarked;
