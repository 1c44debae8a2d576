/**
 * Surjections of the columns of a table: categories, whole numbers, and missing cells, with the density that fills them.
 *
 * <p>{@link io.github.vflow.flow.surjection.column.Parallel} puts those of all columns side by side.
 */
package io.github.vflow.flow.surjection.column;
