package io.github.vflow.tensor.kernel;

/**
 * What one row of planes takes from rows of pixels, as a row of Winograd's matrices says: a·(row i) + b·(row j).
 */
public record PlaneRow(int i, float a, int j, float b) {}
