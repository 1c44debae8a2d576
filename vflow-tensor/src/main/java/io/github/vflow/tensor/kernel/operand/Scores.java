package io.github.vflow.tensor.kernel.operand;

/**
 * A block of attention scores.
 *
 * @param rows queries, or keys
 * @param columns the others
 * @param stride from row to row
 */
public record Scores(int rows, int columns, int stride) {}
