package io.github.vflow.table.data;

import io.github.vflow.table.verdict.Verdict;

/** A cell of a record under a column of a schema. */
sealed interface Cell {
    /** A value of the column, and the number that stands for it in a row. */
    record Known(double number) implements Cell {}

    /** No number: the cell is missing, or the column is not modelled. */
    record Absent() implements Cell {
        static final Absent CELL = new Absent();
    }

    /** A value that contradicts all training rows, which counts as missing. */
    record Odd(Verdict.Reason.Breach why) implements Cell {}

    /** No value of the column: the reason why the record is not a row of the schema. */
    record Invalid(String why) implements Cell {}
}
