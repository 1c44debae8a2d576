package io.github.vflow.cli.option;

/** The base distributions that the command line names. */
public enum BaseKind {
    /** N(0, I). */
    NORMAL,
    /** A Student t in each dimension. */
    STUDENT,
    /** A mixture of normal distributions. */
    MIXTURE
}
