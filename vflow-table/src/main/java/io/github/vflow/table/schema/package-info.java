/** The columns of a table: their names, kinds and values, and what a reader is told of them. Start with {@code Schema}. */
package io.github.vflow.table.schema;
