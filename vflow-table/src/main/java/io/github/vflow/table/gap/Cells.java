package io.github.vflow.table.gap;

/** The values of a column in cells, such as labels or intervals. The last cell has the missing values. */
public interface Cells {
    /** The name of the column. */
    String name();

    /** The number of cells, the one of missing values included. */
    int cells();

    /** The cell of a value; NaN is a missing one. */
    int cell(double value);

    /** The group of each cell, fewer and larger cells in the same order, the last one of missing values alone: [cells]. */
    int[] groups();

    /** The number of values, the missing ones included. */
    long size();

    /** The share of missing values. */
    double gaps();
}
