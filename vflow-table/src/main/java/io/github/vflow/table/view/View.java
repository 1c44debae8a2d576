package io.github.vflow.table.view;

/**
 * A way to look at a row, which says how odd it is by itself. No view depends on the unit of a column: a column gives the same scores as its
 * logarithm; in the view of combinations up to the noise of a training.
 */
public enum View {
    /**
     * How well the cells fit together: ln p(x) − Σⱼ ln eⱼ(xⱼ), the density of the row beside independent columns. eⱼ is the density of a column,
     * or the lower of the modes around its valley, so a number in a valley does not fit.
     */
    COMBINATION,
    /**
     * The cell that is farthest out: minⱼ ln tⱼ(xⱼ). tⱼ is the probability of a cell at least as far out, or of a label at most as frequent.
     */
    COLUMN,
    /** How far the nearest rows of the training are, each cell by its rank. */
    NEIGHBOURS,
    /** Which cells are empty, beside the other cells. */
    GAPS
}
