package io.github.vflow.flow.train.defensive;

import io.github.vflow.flow.defaults.MixtureDefaults;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Clusters of rows by k-means, from the start of k-means++ (Arthur and Vassilvitskii, 2007). */
final class KMeans {
    private KMeans() {}

    /** The part of each cluster in each row, zero or one: [k][n]. */
    static double[][] parts(double[][] rows, int k, RandomGenerator random) {
        double[][] centres = start(rows, k, random);
        int[] cluster = new int[rows.length];
        for (int round = 0; round < MixtureDefaults.CLUSTER_ROUNDS; round++) {
            Arrays.setAll(cluster, i -> nearest(rows[i], centres));
            move(centres, rows, cluster);
        }
        double[][] parts = new double[k][rows.length];
        for (int i = 0; i < cluster.length; i++) {
            parts[cluster[i]][i] = 1;
        }
        return parts;
    }

    private static double[][] start(double[][] rows, int k, RandomGenerator random) {
        double[][] centres = new double[k][];
        centres[0] = rows[random.nextInt(rows.length)].clone();
        double[] nearest = new double[rows.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int c = 1; c < k; c++) {
            double sum = 0;
            for (int i = 0; i < rows.length; i++) {
                nearest[i] = Math.min(nearest[i], square(rows[i], centres[c - 1]));
                sum += nearest[i];
            }
            double left = random.nextDouble() * sum;
            int chosen = 0;
            while (chosen < rows.length - 1 && left >= nearest[chosen]) {
                left -= nearest[chosen];
                chosen++;
            }
            centres[c] = rows[chosen].clone();
        }
        return centres;
    }

    private static int nearest(double[] row, double[][] centres) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < centres.length; c++) {
            double square = square(row, centres[c]);
            if (square < least) {
                least = square;
                best = c;
            }
        }
        return best;
    }

    /** A centre without rows stays. */
    private static void move(double[][] centres, double[][] rows, int[] cluster) {
        double[][] sums = new double[centres.length][rows[0].length];
        int[] counts = new int[centres.length];
        for (int i = 0; i < rows.length; i++) {
            counts[cluster[i]]++;
            for (int j = 0; j < rows[i].length; j++) {
                sums[cluster[i]][j] += rows[i][j];
            }
        }
        for (int c = 0; c < centres.length; c++) {
            for (int j = 0; counts[c] > 0 && j < centres[c].length; j++) {
                centres[c][j] = sums[c][j] / counts[c];
            }
        }
    }

    /** |a − b|². */
    static double square(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return sum;
    }
}
