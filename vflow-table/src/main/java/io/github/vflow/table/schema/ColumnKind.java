package io.github.vflow.table.schema;

/** The kinds that a user may ask for. */
public enum ColumnKind {
    /** Real numbers. */
    REAL,
    /** Real numbers inside of the range that the options give, seen through a logit. */
    BOUNDED,
    /** Real numbers on a circle whose ends the options give. */
    CIRCULAR,
    /** Real numbers with heavy tails, seen through an arcsinh. */
    HEAVY_TAILED,
    /** Whole numbers. */
    WHOLE,
    /** Categories. */
    CATEGORY,
    /** Left out. */
    IGNORED
}
