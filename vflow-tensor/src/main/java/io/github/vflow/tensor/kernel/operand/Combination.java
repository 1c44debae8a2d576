package io.github.vflow.tensor.kernel.operand;

/**
 * A sum y = Σ factor·x of runs of numbers.
 *
 * @param offsets of the terms
 * @param factors of the terms
 * @param n numbers of a run
 */
public record Combination(int[] offsets, float[] factors, int n) {}
