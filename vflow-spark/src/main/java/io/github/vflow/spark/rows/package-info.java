/**
 * Batches of rows that no single machine holds. The rows are numbered in the order of their cells; {@link RowOrder} says which number stands
 * where in an epoch, and {@link FetchedBatches} asks whoever has the rows for them.
 */
@NullMarked
package io.github.vflow.spark.rows;

import org.jspecify.annotations.NullMarked;
