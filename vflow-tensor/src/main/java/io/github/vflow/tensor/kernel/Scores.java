package io.github.vflow.tensor.kernel;

/** Attention scores [rows, columns], contiguous. */
public record Scores(int rows, int columns) {}
