package io.github.vflow.tensor.table;

import java.util.stream.Stream;

/**
 * Small programs for every operation there is: with and without a batch axis, with batches too narrow and wide enough
 * for the batch-last layout, with every kind of broadcasting and every axis. {@link OpTableTest} sees to it that none
 * is missing.
 */
public final class OpTable {
    /** Below, at and above the sixteen rows from which the batch-last layout is taken. */
    static final int[] BATCHES = {1, 3, 16, 64};

    private OpTable() {}

    /** All rows. */
    public static Stream<Example> examples() {
        return Stream.of(
                        SourceTable.examples(),
                        UnaryTable.examples(),
                        BinaryTable.examples(),
                        ReductionTable.examples(),
                        MovementTable.examples(),
                        LinearTable.examples(),
                        ImageTable.examples(),
                        MixtureTable.examples())
                .flatMap(s -> s);
    }

    /** Rows large enough for steps to be cut into chunks for several threads. */
    public static Stream<Example> large() {
        return Stream.of(LargeTable.examples(), ImageTable.large(), MixtureTable.large())
                .flatMap(s -> s);
    }
}
