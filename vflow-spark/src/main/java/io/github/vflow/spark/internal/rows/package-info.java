/**
 * Batches of rows that no single machine holds. The rows are numbered in the order of their cells; {@link RowOrder} gives each
 * epoch its order, and {@link FetchedBatches} fetches the rows of a batch.
 *
 * <p>Internal: this package may change in every version.
 */
@NullMarked
package io.github.vflow.spark.internal.rows;

import org.jspecify.annotations.NullMarked;
