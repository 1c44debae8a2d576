package io.github.vflow.tensor.kernel.operand;

/**
 * A block of attention scores, queries by keys or keys by queries.
 *
 * @param rows queries, or keys
 * @param columns keys, or queries
 * @param stride from row to row
 */
public record Scores(int rows, int columns, int stride) {}
