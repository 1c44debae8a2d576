/**
 * The route from a table to a trained mixture: the split of the rows, the members, the folds, the checkpoints. Only the doors of
 * {@code io.github.vflow.table} and their adapters use it. Start with {@code TrainingRun}.
 */
package io.github.vflow.table.training;
