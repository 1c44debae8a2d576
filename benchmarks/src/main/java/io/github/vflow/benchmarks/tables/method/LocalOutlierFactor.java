package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;

/**
 * The mean local density of a row's neighbours over its own (Breunig, Kriegel, Ng and Sander 2000), for new rows: their neighbours are
 * training rows.
 *
 * @param k the number of neighbours
 */
record LocalOutlierFactor(int k) implements Detector {
    /** Or copies of a row would have an infinite density. */
    private static final double LEAST_REACH = 1e-10;

    @Override
    public Learned fit(double[][] rows, long seed) {
        Neighbours all = new Neighbours(rows);
        Neighbours.Found[] found = new Neighbours.Found[rows.length];
        double[] reach = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            found[i] = all.of(rows[i], k, i);
            reach[i] = found[i].distances()[found[i].distances().length - 1];
        }
        double[] densities =
                Arrays.stream(found).mapToDouble(f -> density(f, reach)).toArray();
        return new Kept(all, reach, densities, k);
    }

    /** One over the mean reachability distance. */
    private static double density(Neighbours.Found found, double[] reach) {
        double sum = 0;
        for (int i = 0; i < found.rows().length; i++) {
            sum += Math.max(found.distances()[i], reach[found.rows()[i]]);
        }
        return 1 / (sum / found.rows().length + LEAST_REACH);
    }

    private record Kept(Neighbours all, double[] reach, double[] densities, int k) implements Learned {
        @Override
        public double[] normality(double[][] rows) {
            return Arrays.stream(rows)
                    .mapToDouble(row -> {
                        Neighbours.Found found = all.of(row, k, -1);
                        double around = Arrays.stream(found.rows())
                                .mapToDouble(i -> densities[i])
                                .average()
                                .orElseThrow();
                        return -around / density(found, reach);
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
