package io.github.vflow.table;

/** What a user may want a column to be. */
public enum ColumnKind {
    /** Real numbers. */
    REAL,
    /** Whole numbers. */
    WHOLE,
    /** Categories. */
    CATEGORY,
    /** Left out. */
    IGNORED
}
