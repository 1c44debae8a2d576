/**
 * The rows of a Dataset as records of a table: {@link io.github.vflow.spark.internal.dataset.Cells} says which columns are cells, and
 * {@link io.github.vflow.spark.internal.dataset.SortedRows} numbers the rows for training. Uses {@code params} and {@code rows}.
 *
 * <p>Internal: this package may change in every version.
 */
@NullMarked
package io.github.vflow.spark.internal.dataset;

import org.jspecify.annotations.NullMarked;
