/**
 * Scores of the rows of a partition, by the library's {@link io.github.vflow.table.apply.RecordScorer}. Start with
 * {@link io.github.vflow.spark.scoring.Scoring}. Uses {@code params} and {@code dataset}.
 */
@NullMarked
package io.github.vflow.spark.scoring;

import org.jspecify.annotations.NullMarked;
