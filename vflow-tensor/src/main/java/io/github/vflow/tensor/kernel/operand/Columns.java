package io.github.vflow.tensor.kernel.operand;

/**
 * Mixtures side by side: element i of row r of an array lies at its offset + r·step + i.
 *
 * @param mixtures how many
 * @param components of each
 * @param step from row to row
 * @param mostLogRate larger ln ρ count as this, and log-scales that make them have no gradient
 */
public record Columns(int mixtures, int components, int step, float mostLogRate) {
    /** Some of them. */
    public Columns mixtures(int count) {
        return new Columns(count, components, step, mostLogRate);
    }

    /** Floats of working memory: weights, rates and fifteen rows more for a vector of mixtures. */
    public int work() {
        return (2 * components + 15) * Limits.LANES;
    }
}
