package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * A method that judges the rows it is given in folds: each row by what was learned from the other folds.
 *
 * @param method to learn with
 * @param folds their number, at least 2
 */
record Folded(Detector method, int folds) implements Detector {
    @Override
    public Learned fit(double[][] rows, long seed) {
        long[] order = new SplittableRandom(seed).longs(rows.length).toArray();
        int[] shuffled = IntStream.range(0, rows.length)
                .boxed()
                .sorted((a, b) -> Long.compare(order[a], order[b]))
                .mapToInt(i -> i)
                .toArray();
        double[] scores = new double[rows.length];
        for (int fold = 0; fold < folds; fold++) {
            int mine = fold;
            int[] judged = IntStream.range(0, rows.length)
                    .filter(i -> i % folds == mine)
                    .map(i -> shuffled[i])
                    .toArray();
            double[][] others = IntStream.range(0, rows.length)
                    .filter(i -> i % folds != mine)
                    .mapToObj(i -> rows[shuffled[i]])
                    .toArray(double[][]::new);
            double[] normality = method.fit(others, seed)
                    .normality(Arrays.stream(judged).mapToObj(i -> rows[i]).toArray(double[][]::new));
            for (int i = 0; i < judged.length; i++) {
                scores[judged[i]] = normality[i];
            }
        }
        return new OwnRows(rows, scores, folds + " folds");
    }
}
