package io.github.vflow.table.score;

import io.github.vflow.table.marginal.Marginals;

/**
 * The scores of a row from which its views are made, in nats. Lower is odder. No strictly increasing function of a column changes one, up to the
 * noise of a training.
 *
 * @param combination ln p(x) − Σⱼ ln pⱼ(xⱼ)
 * @param tails Σⱼ ln tⱼ(xⱼ), see {@link io.github.vflow.table.view.View#ROW}
 * @param column minⱼ ln tⱼ(xⱼ)
 */
public record ViewScores(double combination, double tails, double column) {
    /**
     * The scores of a row.
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
        return new ViewScores(logProb - marginals.logProb(row), tails, least);
    }

    /** The weighted mean of scores; weights sum to one. */
    public static ViewScores mean(ViewScores[] all, double[] weights) {
        double[] sums = new double[3];
        for (int i = 0; i < all.length; i++) {
            if (weights[i] > 0) {
                sums[0] += weights[i] * all[i].combination;
                sums[1] += weights[i] * all[i].tails;
                sums[2] += weights[i] * all[i].column;
            }
        }
        return new ViewScores(sums[0], sums[1], sums[2]);
    }
}
