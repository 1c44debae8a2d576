package io.github.vflow.tensor.kernel;

/**
 * Sums y = Σ factor·x of runs of numbers, at each place of a grid: the runs of a place lie at offsets from its own.
 *
 * @param offsets of the terms
 * @param factors of the terms
 * @param rows of the grid
 * @param columns of the grid
 * @param n numbers of a run
 * @param xRow floats from row to row of what is summed
 * @param xColumn floats from column to column
 * @param yColumn floats from place to place of the sums, row after row
 */
public record Combination(
        int[] offsets, float[] factors, int rows, int columns, int n, int xRow, int xColumn, int yColumn) {}
