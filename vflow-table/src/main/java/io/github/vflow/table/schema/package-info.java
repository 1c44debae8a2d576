/**
 * The columns of a table: their names, kinds and values, and how readers describe them. Start with {@code Schema}.
 *
 * <p>Each kind of column has a file, such as {@code Whole}, which says all that the kind does. Other packages ask a column, never for its kind.
 */
package io.github.vflow.table.schema;
