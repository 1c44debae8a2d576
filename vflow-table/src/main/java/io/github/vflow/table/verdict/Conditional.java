package io.github.vflow.table.verdict;

import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.table.defaults.AnswerDefaults;
import io.github.vflow.table.score.Scorer;

/**
 * The distribution of one cell given the known other cells of a row.
 *
 * @param cell its values [k][1] with their weights; without limit of effective draws if all values were enumerated exactly
 * @param mean Σ w·score(others, value)
 * @param standardError of the mean, for draws; zero if all values were enumerated
 */
record Conditional(Imputation cell, double mean, double standardError) {
    /**
     * The numbers of draws.
     *
     * @param all of them
     * @param scored the draws that are scored
     */
    record Draws(int all, int scored) {
        static final Draws MANY = new Draws(AnswerDefaults.MANY_DRAWS, AnswerDefaults.MANY_SCORED);

        /** Enough to tell which columns may be odd. */
        static final Draws FEW = new Draws(AnswerDefaults.FEW_DRAWS, AnswerDefaults.FEW_SCORED);
    }

    /** The value that the model expects in the cell of a row, if enough draws are effective. */
    Attribution.Expected expected(Scorer.JudgedColumn column, double[] row) {
        if (!cell.isKnown()) {
            return new Attribution.Unknown(cell.effectiveSampleSize());
        }
        if (column.isCategory()) {
            double best = cell.mode(0);
            return new Attribution.Label(column.labels().get((int) best), cell.probability(0, best));
        }
        Imputation line = column.onLine(cell, 0);
        double median = line.quantile(0.5)[0];
        double low = line.quantile(AnswerDefaults.TAIL)[0];
        double high = line.quantile(1 - AnswerDefaults.TAIL)[0];
        if (column.text().isPresent()) {
            Scorer.Text text = column.text().get();
            return new Attribution.Written(text.of(row, median), text.of(row, low), text.of(row, high));
        }
        return column.isWhole()
                ? new Attribution.WholeQuantity((long) median, (long) low, (long) high)
                : new Attribution.Quantity(median, low, high);
    }
}
