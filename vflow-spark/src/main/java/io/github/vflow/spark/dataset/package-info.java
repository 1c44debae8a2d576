/**
 * The rows of a Dataset as records of a table: {@link io.github.vflow.spark.dataset.Cells} says which columns are cells, and
 * {@link io.github.vflow.spark.dataset.SortedRows} numbers the rows for training. Uses {@code params} and {@code cluster}.
 */
@NullMarked
package io.github.vflow.spark.dataset;

import org.jspecify.annotations.NullMarked;
