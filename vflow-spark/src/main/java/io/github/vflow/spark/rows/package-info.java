/**
 * Batches of rows that no single machine holds. The rows are numbered in the order of their cells; {@link RowOrder} gives each
 * epoch its order, and {@link FetchedBatches} fetches the rows of a batch.
 */
@NullMarked
package io.github.vflow.spark.rows;

import org.jspecify.annotations.NullMarked;
