/**
 * The parts of a search for odd rows: folds of rows, densities of single columns, the score of a row, and the rule that says which scores are odd.
 *
 * <p>{@code io.github.vflow.table.OutlierSearch} puts them together. This package knows models by
 * {@link io.github.vflow.table.score.Scorer} alone.
 */
package io.github.vflow.table.outlier;
