package io.github.vflow.table.gap;

/**
 * A cell about whose gap another column tells.
 *
 * @param column its place
 * @param beside the place of the other column, the one that tells most
 * @param isEmpty whether the cell is empty
 * @param expected the probability that it is empty beside the cell of the other column
 */
public record ToldGap(int column, int beside, boolean isEmpty, double expected) {
    /** The probability of the cell as it is, empty or known. */
    public double probability() {
        return isEmpty ? expected : 1 - expected;
    }
}
