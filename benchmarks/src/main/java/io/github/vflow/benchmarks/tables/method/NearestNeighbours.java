package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;

/**
 * The distance to the k-th nearest training row (Ramaswamy, Rastogi and Shim 2000).
 *
 * @param k the number of neighbours
 */
record NearestNeighbours(int k) implements Detector {
    @Override
    public Learned fit(double[][] rows, long seed) {
        return new Kept(new Neighbours(rows), k);
    }

    private record Kept(Neighbours neighbours, int k) implements Learned {
        @Override
        public double[] normality(double[][] rows) {
            return Arrays.stream(rows)
                    .mapToDouble(row -> {
                        double[] distances = neighbours.of(row, k, -1).distances();
                        return -distances[distances.length - 1];
                    })
                    .toArray();
        }

        @Override
        public boolean isDensity() {
            return false;
        }

        @Override
        public String about() {
            return "k = " + k;
        }
    }
}
