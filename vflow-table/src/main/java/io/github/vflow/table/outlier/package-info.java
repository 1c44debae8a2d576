/**
 * The parts of a search for odd rows: folds of rows, densities of single columns, the score of a row, and the rule that says which scores are odd.
 *
 * <p>Start with {@code TableSearch}, which puts them together. A function trains its models.
 */
package io.github.vflow.table.outlier;
