package io.github.vflow.tensor.kernel.operand;

/**
 * Mixtures side by side: element i of row r of an array lies at its offset + r·step + i.
 *
 * @param mixtures how many
 * @param components of each
 * @param step from row to row
 * @param mostLogRate larger ln ρ count as this; the log-scales that cause them have no gradient
 */
public record Columns(int mixtures, int components, int step, float mostLogRate) {
    /** The same for fewer mixtures. */
    public Columns mixtures(int count) {
        return new Columns(count, components, step, mostLogRate);
    }

    /** Floats of working memory: weights, rates and fifteen more rows for a vector of mixtures. */
    public int work() {
        return (2 * components + 15) * Limits.LANES;
    }
}
