package io.github.vflow.table.report.section;

/**
 * Limits that keep the file of a report small.
 *
 * @param dots the number of points in each panel of a pair
 * @param listed the number of rows in each list
 * @param described the number of columns in the schema
 */
public record Detail(int dots, int listed, int described) {
    /** Limits that leave out nothing useful. */
    public static final Detail FULL = new Detail(1_200, 60, 250);

    /** Limits for a page that is too large with {@link #FULL}. */
    public static final Detail LESS = new Detail(500, 20, 60);

    /** Limits for tables with very long names. */
    public static final Detail LEAST = new Detail(200, 10, 20);
}
