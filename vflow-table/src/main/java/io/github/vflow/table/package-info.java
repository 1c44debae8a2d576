/**
 * Densities of tables: read, fit, score, condition, sample, save and load in a few lines.
 *
 * <p>{@link Table#read(java.nio.file.Path)} reads a file. {@link TableReading} has what is wrong with it, a {@link Schema} what its columns
 * are, and {@code io.github.vflow.table.apply} scores records block by block. Where records come from is in {@code io.github.vflow.table.source}.
 *
 * <p>Start with {@link TableModel} for p(row) and {@link ConditionalModel} for p(y | x). A {@link Table} is what they learn from, a
 * {@link Recipe} says how, a {@link Watch} sees the progress and can stop it. Everything here is immutable and safe for any number of
 * threads; there is no engine to choose and nothing to close. The layers beneath are in {@code io.github.vflow.flow}.
 */
package io.github.vflow.table;
