package io.github.vflow.table.marginal;

import java.util.Arrays;

/**
 * The frequencies of labels with one made-up row for each (Laplace).
 *
 * @param shares [labels], which sum to one
 */
record Labels(double[] shares) implements Marginal {
    static Labels of(double[] known, int labels) {
        double[] counts = new double[labels];
        Arrays.fill(counts, 1);
        for (double label : known) {
            counts[(int) label]++;
        }
        double sum = known.length + labels;
        return new Labels(Arrays.stream(counts).map(c -> c / sum).toArray());
    }

    @Override
    public double logProb(double label) {
        return Math.log(shares[(int) label]);
    }

    @Override
    public double logTail(double label) {
        double own = shares[(int) label];
        double sum = 0;
        for (double share : shares) {
            sum += share <= own ? share : 0;
        }
        return Math.log(Math.min(1, sum));
    }
}
