package io.github.vflow.table.view;

/**
 * A way to look at a row, which says how odd it is by itself. No view depends on the unit of a column: a column gives the same scores as its
 * logarithm, up to the noise of a training.
 */
public enum View {
    /** How well the cells fit together: ln p(x) − Σⱼ ln pⱼ(xⱼ), the density of the row beside independent columns. */
    COMBINATION,
    /**
     * How far out all cells are together, Σⱼ ln tⱼ(xⱼ), and how badly they fit, if they do: a good fit does not excuse cells far out. tⱼ is the
     * probability of a cell at least as far out, or of a label at most as frequent.
     */
    ROW,
    /** The cell that is farthest out: minⱼ ln tⱼ(xⱼ). */
    COLUMN,
    /** Which cells are empty, beside the other cells. */
    GAPS
}
