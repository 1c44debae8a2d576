/** Infers the columns of a table from its cells, and finds their faults. Start with {@code SchemaInference}. */
package io.github.vflow.table.inference;
