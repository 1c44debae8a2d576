/**
 * The route from a table to a trained mixture: the split of the rows, the members, the checkpoints. Only {@code TableTraining} and its
 * adapters use it. Start with {@code EnsembleTraining}.
 */
package io.github.vflow.table.training;
