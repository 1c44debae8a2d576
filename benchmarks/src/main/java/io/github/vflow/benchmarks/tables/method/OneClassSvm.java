package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * One-class support vector machine (Schölkopf et al. 2001) with the kernel e^(−‖x−y‖²/d): minimises ½αᵀKα over 0 ≤ α ≤ 1 with Σα = νn, by
 * steps on pairs (SMO, working sets of second order: Fan, Chen and Lin 2005). The normality is Σαᵢk(xᵢ, x).
 *
 * @param nu ν in (0, 1], an upper bound of the part of training rows that are outliers
 */
record OneClassSvm(double nu) implements Detector {
    /** Steps end when the gradient differs less between any pair. */
    private static final double TOLERANCE = 1e-3;

    /** Numbers of the kernel that are kept. */
    private static final long CACHED = 1L << 26;

    @Override
    public Learned fit(double[][] rows, long seed) {
        Solver solver = new Solver(rows, nu);
        int steps = solver.run();
        int[] support = solver.support();
        double[][] vectors = Arrays.stream(support).mapToObj(i -> rows[i]).toArray(double[][]::new);
        double[] alpha =
                Arrays.stream(support).mapToDouble(i -> solver.alpha[i]).toArray();
        return new Machine(new Kernel(vectors), alpha, steps);
    }

    /** α: [n]. */
    static double[] weights(double[][] rows, double nu) {
        Solver solver = new Solver(rows, nu);
        solver.run();
        return solver.alpha;
    }

    /** Rows of the kernel matrix. */
    private static final class Kernel {
        private final Neighbours rows;
        private final int d;

        Kernel(double[][] rows) {
            this.rows = new Neighbours(rows);
            this.d = rows[0].length;
        }

        double[] row(double[] x) {
            double[] row = rows.squares(x);
            for (int i = 0; i < row.length; i++) {
                row[i] = Math.exp(-row[i] / d);
            }
            return row;
        }
    }

    private static final class Solver {
        private final double[][] rows;
        private final Kernel kernel;
        private final double[][] cache;
        private final double[] alpha;
        private final double[] gradient;
        private long cached;

        Solver(double[][] rows, double nu) {
            int n = rows.length;
            this.rows = rows;
            this.kernel = new Kernel(rows);
            this.cache = new double[n][0];
            this.alpha = new double[n];
            this.gradient = new double[n];
            double left = nu * n;
            for (int i = 0; left > 0; i++) {
                alpha[i] = Math.min(1, left);
                left -= alpha[i];
                add(alpha[i], row(i));
            }
        }

        private double[] row(int i) {
            if (cache[i].length > 0) {
                return cache[i];
            }
            double[] row = kernel.row(rows[i]);
            if (cached + row.length <= CACHED) {
                cache[i] = row;
                cached += row.length;
            }
            return row;
        }

        private void add(double factor, double[] row) {
            for (int i = 0; i < row.length; i++) {
                gradient[i] += factor * row[i];
            }
        }

        /** The number of steps. */
        int run() {
            int most = Math.max(100_000, 10 * rows.length);
            for (int step = 0; step < most; step++) {
                int up = lowest();
                double[] k = row(up);
                int down = partner(up, k);
                if (down < 0) {
                    return step;
                }
                double curvature = Math.max(2 - 2 * k[down], 1e-12);
                double change =
                        Math.min((gradient[down] - gradient[up]) / curvature, Math.min(1 - alpha[up], alpha[down]));
                alpha[up] += change;
                alpha[down] = Math.max(0, alpha[down] - change);
                add(change, k);
                add(-change, row(down));
            }
            return most;
        }

        /** The row of the lowest gradient among those that can gain weight. */
        private int lowest() {
            int lowest = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < alpha.length; i++) {
                if (alpha[i] < 1 && gradient[i] < least) {
                    least = gradient[i];
                    lowest = i;
                }
            }
            return lowest;
        }

        /** The row that can lose weight to another with the largest gain; −1 where all differ by less than the tolerance. */
        private int partner(int up, double[] k) {
            double highest = Double.NEGATIVE_INFINITY;
            double best = 0;
            int partner = -1;
            for (int j = 0; j < alpha.length; j++) {
                double difference = gradient[j] - gradient[up];
                if (alpha[j] > 0 && difference > 0) {
                    highest = Math.max(highest, difference);
                    double gain = difference * difference / Math.max(2 - 2 * k[j], 1e-12);
                    if (gain > best) {
                        best = gain;
                        partner = j;
                    }
                }
            }
            return highest > TOLERANCE ? partner : -1;
        }

        int[] support() {
            return IntStream.range(0, alpha.length).filter(i -> alpha[i] > 0).toArray();
        }
    }

    private record Machine(Kernel kernel, double[] alpha, int steps) implements Learned {
        @Override
        public double[] normality(double[][] rows) {
            return Arrays.stream(rows)
                    .mapToDouble(x -> {
                        double[] k = kernel.row(x);
                        double sum = 0;
                        for (int i = 0; i < k.length; i++) {
                            sum += alpha[i] * k[i];
                        }
                        return sum;
                    })
                    .toArray();
        }

        @Override
        public boolean isDensity() {
            return false;
        }

        @Override
        public String about() {
            return alpha.length + " support vectors, " + steps + " steps";
        }
    }
}
