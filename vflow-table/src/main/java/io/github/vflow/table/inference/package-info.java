/** Infers the columns of a table from its cells, and finds what is wrong with them. Start with {@code SchemaInference}. */
package io.github.vflow.table.inference;
