package io.github.vflow.table.schema;

/** What a user may want a column to be. */
public enum ColumnKind {
    /** Real numbers. */
    REAL,
    /** Real numbers inside of the range that the options give, seen through a logit. */
    BOUNDED,
    /** Real numbers with heavy tails, seen through an arcsinh. */
    HEAVY_TAILED,
    /** Whole numbers. */
    WHOLE,
    /** Categories. */
    CATEGORY,
    /** Left out. */
    IGNORED
}
