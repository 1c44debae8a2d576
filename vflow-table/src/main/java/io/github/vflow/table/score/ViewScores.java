package io.github.vflow.table.score;

import io.github.vflow.table.marginal.Marginals;
import io.github.vflow.table.view.View;

/**
 * The scores of a row by its views. Lower is odder.
 *
 * @param combination ln p(x) − Σⱼ ln eⱼ(xⱼ), in nats
 * @param tails Σⱼ ln tⱼ(xⱼ), in nats, which is no view but has a part in explanations
 * @param column minⱼ ln tⱼ(xⱼ), in nats
 * @param neighbours minus the mean distance to the nearest rows of the training; zero where nobody asked
 */
public record ViewScores(double combination, double tails, double column, double neighbours) {
    /**
     * The scores of a row, but for its neighbours.
     *
     * @param logProb ln p of its known cells, in nats
     * @param row NaN is a missing cell, which has no part in them
     */
    public static ViewScores of(double logProb, double[] row, Marginals marginals) {
        double tails = 0;
        double least = 0;
        for (double tail : marginals.logTails(row)) {
            tails += tail;
            least = Math.min(least, tail);
        }
        return new ViewScores(logProb - marginals.logMajorant(row), tails, least, 0);
    }

    /** The same scores beside neighbours. */
    public ViewScores withNeighbours(double score) {
        return new ViewScores(combination, tails, column, score);
    }

    /** The score by a view; gaps have none. */
    double by(View view) {
        return switch (view) {
            case COMBINATION -> combination;
            case COLUMN -> column;
            case NEIGHBOURS -> neighbours;
            case GAPS -> throw new IllegalArgumentException("ViewScores: gaps have rules and no score of cells");
        };
    }

    /** How badly the cells fit together and how far out they are, in nats. It adds up over columns. */
    double sum() {
        return combination + tails;
    }

    /** The weighted mean of scores; weights sum to one. */
    public static ViewScores mean(ViewScores[] all, double[] weights) {
        double[] sums = new double[4];
        for (int i = 0; i < all.length; i++) {
            if (weights[i] > 0) {
                sums[0] += weights[i] * all[i].combination;
                sums[1] += weights[i] * all[i].tails;
                sums[2] += weights[i] * all[i].column;
                sums[3] += weights[i] * all[i].neighbours;
            }
        }
        return new ViewScores(sums[0], sums[1], sums[2], sums[3]);
    }
}
