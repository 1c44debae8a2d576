/** The columns of a table: their names, kinds and values, and how readers describe them. Start with {@code Schema}. */
package io.github.vflow.table.schema;
