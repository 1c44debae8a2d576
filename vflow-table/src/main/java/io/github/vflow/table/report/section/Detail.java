package io.github.vflow.table.report.section;

/**
 * How much a report shows, so that its file stays small.
 *
 * @param dots points of each panel of a pair
 * @param listed rows of each list
 * @param described columns of the schema
 */
public record Detail(int dots, int listed, int described) {
    /** All that is useful. */
    public static final Detail FULL = new Detail(1_200, 60, 250);

    /** For files that would be too large otherwise. */
    public static final Detail LESS = new Detail(500, 20, 60);

    /** For tables with very long names. */
    public static final Detail LEAST = new Detail(200, 10, 20);
}
