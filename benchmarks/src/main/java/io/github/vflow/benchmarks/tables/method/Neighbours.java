package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;

/**
 * Distances to some rows, by plain comparison with all of them. Rows are kept column by column in blocks, so that loops over them vectorise.
 * Not safe for several threads, since rows share a scratch array.
 */
final class Neighbours {
    private static final int BLOCK = 512;

    private final int n;
    private final double[][] blocks;
    private final double[] squares = new double[BLOCK];

    /** Indices and distances, nearest first. */
    record Found(int[] rows, double[] distances) {}

    Neighbours(double[][] rows) {
        n = rows.length;
        int d = rows[0].length;
        blocks = new double[(n + BLOCK - 1) / BLOCK][d * BLOCK];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < d; j++) {
                blocks[i / BLOCK][j * BLOCK + i % BLOCK] = rows[i][j];
            }
        }
    }

    /**
     * The k nearest rows in Euclidean distance, or all where there are fewer.
     *
     * @param left the index of a row that does not count; −1 for none
     */
    Found of(double[] row, int k, int left) {
        int[] rows = new int[Math.min(k, left < 0 ? n : n - 1)];
        double[] distances = new double[rows.length];
        Arrays.fill(distances, Double.POSITIVE_INFINITY);
        for (int b = 0; b < blocks.length; b++) {
            fillSquares(row, blocks[b]);
            int size = Math.min(BLOCK, n - b * BLOCK);
            for (int i = 0; i < size; i++) {
                if (squares[i] < distances[distances.length - 1] && b * BLOCK + i != left) {
                    insert(rows, distances, b * BLOCK + i, squares[i]);
                }
            }
        }
        for (int i = 0; i < distances.length; i++) {
            distances[i] = Math.sqrt(distances[i]);
        }
        return new Found(rows, distances);
    }

    /** The squared distances of all rows: [n]. */
    double[] squares(double[] row) {
        double[] all = new double[n];
        for (int b = 0; b < blocks.length; b++) {
            fillSquares(row, blocks[b]);
            System.arraycopy(squares, 0, all, b * BLOCK, Math.min(BLOCK, n - b * BLOCK));
        }
        return all;
    }

    private void fillSquares(double[] row, double[] block) {
        Arrays.fill(squares, 0);
        for (int j = 0; j < row.length; j++) {
            double x = row[j];
            int from = j * BLOCK;
            for (int i = 0; i < BLOCK; i++) {
                double difference = x - block[from + i];
                squares[i] += difference * difference;
            }
        }
    }

    private static void insert(int[] rows, double[] distances, int row, double square) {
        int at = distances.length - 1;
        while (at > 0 && distances[at - 1] > square) {
            distances[at] = distances[at - 1];
            rows[at] = rows[at - 1];
            at--;
        }
        distances[at] = square;
        rows[at] = row;
    }
}
