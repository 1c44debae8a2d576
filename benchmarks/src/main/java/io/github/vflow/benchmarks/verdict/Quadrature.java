package io.github.vflow.benchmarks.verdict;

import java.util.Arrays;
import java.util.function.Function;

/** What a column costs by numerical integration over its values: no draws, no density of missing cells. Only for exact models. */
final class Quadrature {
    private static final int POINTS = 4_000;
    private static final int ZOOMS = 3;
    private static final double REACH = 12;

    private Quadrature() {}

    /** E[ln p(X | others)] − ln p(x | others) of a column in standard units, by the scores ln p of rows. */
    static double cost(Function<double[][], double[]> scores, double[] row, int column) {
        double low = -REACH;
        double high = REACH;
        double mean = Double.NaN;
        for (int zoom = 0; zoom < ZOOMS; zoom++) {
            double[] points = new double[POINTS];
            double from = low;
            double step = (high - low) / (POINTS - 1);
            Arrays.setAll(points, i -> from + i * step);
            double[][] rows = new double[POINTS][];
            Arrays.setAll(rows, i -> {
                double[] other = row.clone();
                other[column] = points[i];
                return other;
            });
            double[] logs = scores.apply(rows);
            double max = Arrays.stream(logs).max().orElseThrow();
            double mass = 0;
            double sum = 0;
            int first = POINTS;
            int last = 0;
            for (int i = 0; i < POINTS; i++) {
                double w = Math.exp(logs[i] - max);
                mass += w;
                sum += w * logs[i];
                if (logs[i] > max - 25) {
                    first = Math.min(first, i);
                    last = i;
                }
            }
            mean = sum / mass;
            low = points[Math.max(0, first - 1)];
            high = points[Math.min(POINTS - 1, last + 1)];
        }
        return mean - scores.apply(new double[][] {row})[0];
    }
}
