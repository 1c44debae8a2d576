package io.github.vflow.benchmarks.missing;

import java.util.Arrays;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/**
 * Fills with the mean over the k nearest training rows that know the column, as scikit-learn's {@code KNNImputer} does: the squared distance
 * of two rows is d/c · Σ(x−y)² over the c columns that both know. It has no density.
 *
 * @param k neighbours of a cell
 */
record NearestNeighbours(int k) implements Method {
    NearestNeighbours {
        if (k < 1) {
            throw new IllegalArgumentException("NearestNeighbours: k must be at least 1 but is " + k);
        }
    }

    @Override
    public String name() {
        return k + " neighbours";
    }

    @Override
    public Learned fit(double[][] rows, long seed) {
        return new Donors(rows, Cells.means(rows), k);
    }

    /** The squared distance of two rows; NaN if no column is known in both. */
    static double squaredDistance(double[] x, double[] y) {
        double sum = 0;
        int common = 0;
        for (int j = 0; j < x.length; j++) {
            double difference = x[j] - y[j];
            if (!Double.isNaN(difference)) {
                sum += difference * difference;
                common++;
            }
        }
        return common == 0 ? Double.NaN : sum * x.length / common;
    }

    private record Donors(double[][] rows, double[] means, int k) implements Learned {
        @Override
        public OptionalDouble logProb(double[] row) {
            return OptionalDouble.empty();
        }

        @Override
        public double[] impute(double[] row) {
            int[] nearest = nearestFirst(row);
            double[] fill = means.clone();
            for (int j = 0; j < row.length; j++) {
                int column = j;
                if (Cells.isMissing(row[j])) {
                    fill[j] = Arrays.stream(nearest)
                            .mapToDouble(i -> rows[i][column])
                            .filter(x -> !Cells.isMissing(x))
                            .limit(k)
                            .average()
                            .orElse(means[j]);
                }
            }
            return Cells.filled(row, fill);
        }

        /** The numbers of the rows that know a column of this row. */
        private int[] nearestFirst(double[] row) {
            double[] distance = Arrays.stream(rows)
                    .mapToDouble(r -> squaredDistance(row, r))
                    .toArray();
            return IntStream.range(0, rows.length)
                    .filter(i -> !Double.isNaN(distance[i]))
                    .boxed()
                    .sorted(Comparator.comparingDouble(i -> distance[i]))
                    .mapToInt(Integer::intValue)
                    .toArray();
        }

        @Override
        public String about() {
            return rows.length + " donors";
        }
    }
}
