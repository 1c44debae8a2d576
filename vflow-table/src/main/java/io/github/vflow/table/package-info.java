/**
 * Densities of tables: read, fit, score, condition, sample, save and load in a few lines.
 *
 * <p>Start with {@link TableModel}. {@link TableTraining} trains one with checkpoints. A {@link Recipe} says how, a {@link Watch} sees the
 * progress. {@link Table#read(java.nio.file.Path)} reads a file, {@link Table.Reading} has its problems, and a {@link Schema} its columns.
 * {@link RecordScorer} applies a model to records, and {@code io.github.vflow.table.verdict} judges them.
 *
 * <p>Everything here is immutable and safe for any number of threads; there is no engine to choose and nothing to close. The layers beneath
 * are in {@code io.github.vflow.flow}.
 */
package io.github.vflow.table;

import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import io.github.vflow.table.schema.Schema;
