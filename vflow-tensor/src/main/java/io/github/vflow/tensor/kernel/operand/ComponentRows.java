package io.github.vflow.tensor.kernel.operand;

/**
 * Mixtures one below the other: component k of mixture i of an array lies at its offset + i·row + k. Arguments are contiguous;
 * cotangents of g and ln g′ are neighbours.
 *
 * @param mixtures how many
 * @param components of each, a multiple of {@link Limits#LANES}
 * @param row from the parameters of one mixture to those of the next
 * @param yRow from result to result
 * @param mostLogRate larger ln ρ count as this; the log-scales that cause them have no gradient
 */
public record ComponentRows(int mixtures, int components, int row, int yRow, float mostLogRate) {
    /** Mixtures whose sums are added up together, one in each lane. */
    public static final int BLOCK = Limits.LANES;

    /** Numbers stored for each component. */
    public static final int KEPT = 3;

    /** The same for fewer mixtures. */
    public ComponentRows mixtures(int count) {
        return new ComponentRows(count, components, row, yRow, mostLogRate);
    }

    /** Floats of working memory: some for each component of a block of mixtures, then five tables of running numbers and five rows. */
    public int work() {
        return KEPT * components * BLOCK + (5 * BLOCK + 5) * Limits.LANES;
    }
}
