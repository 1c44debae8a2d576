package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;

/**
 * Scores of the rows that a method learned from, each by a model that did not see it. It has none of other rows.
 *
 * @param rows [n][d]
 * @param scores [n], higher is more normal
 * @param about the method's choices
 */
record OwnRows(double[][] rows, double[] scores, String about) implements Detector.Learned {
    @Override
    public double[] normality(double[][] others) {
        if (!Arrays.deepEquals(rows, others)) {
            throw new IllegalArgumentException(
                    "OwnRows: only the rows that were learned from have scores; choose the protocol transductive");
        }
        return scores.clone();
    }

    @Override
    public boolean isDensity() {
        return false;
    }
}
