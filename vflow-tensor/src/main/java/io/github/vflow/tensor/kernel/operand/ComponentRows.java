package io.github.vflow.tensor.kernel.operand;

/**
 * Mixtures one below the other: component k of mixture i of an array lies at its offset + i·row + k. Arguments are contiguous, cotangents
 * of g and ln g′ pairs of neighbours.
 *
 * @param mixtures how many
 * @param components of each, a multiple of {@link Limits#LANES}
 * @param row from one mixture's parameters to the next one's
 * @param yRow from result to result
 * @param mostLogRate larger ln ρ count as this, and log-scales that make them have no gradient
 */
public record ComponentRows(int mixtures, int components, int row, int yRow, float mostLogRate) {
    /** Mixtures whose sums are added up together. */
    public static final int BLOCK = Limits.LANES;

    /** Numbers kept for each component. */
    public static final int KEPT = 3;

    /** Some of them. */
    public ComponentRows mixtures(int count) {
        return new ComponentRows(count, components, row, yRow, mostLogRate);
    }

    /** Floats of working memory: some for each component of a block of mixtures, then five tables of running numbers and five rows. */
    public int work() {
        return KEPT * components * BLOCK + (5 * BLOCK + 5) * Limits.LANES;
    }
}
