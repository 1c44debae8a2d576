package io.github.vflow.benchmarks.tables.method;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * Isolation forest: rows that few random cuts isolate are anomalies (Liu, Ting and Zhou 2008). The normality is −2^(−h/c(ψ)) with the mean
 * path length h.
 *
 * @param trees their number
 * @param sample ψ, the rows of a tree
 */
record IsolationForest(int trees, int sample) implements Detector {
    private static final double EULER = 0.5772156649015329;

    @Override
    public Learned fit(double[][] rows, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int size = Math.min(sample, rows.length);
        int limit = (int) Math.ceil(Math.log(size) / Math.log(2));
        Node[] grown = IntStream.range(0, trees)
                .mapToObj(_ -> grown(sampled(rows, size, random), 0, limit, random))
                .toArray(Node[]::new);
        return new Forest(grown, averagePath(size));
    }

    private static double[][] sampled(double[][] rows, int size, RandomGenerator random) {
        double[][] mixed = rows.clone();
        for (int i = 0; i < size; i++) {
            int j = i + random.nextInt(mixed.length - i);
            double[] row = mixed[i];
            mixed[i] = mixed[j];
            mixed[j] = row;
        }
        return Arrays.copyOf(mixed, size);
    }

    /** c(n), the mean path length of an unsuccessful search in a binary search tree (Eq. 1 of the paper). */
    static double averagePath(int n) {
        return switch (n) {
            case 0, 1 -> 0;
            case 2 -> 1;
            default -> 2 * (Math.log(n - 1) + EULER) - 2.0 * (n - 1) / n;
        };
    }

    private static Node grown(double[][] rows, int depth, int limit, RandomGenerator random) {
        int[] open = IntStream.range(0, rows[0].length)
                .filter(j -> Arrays.stream(rows).anyMatch(row -> row[j] != rows[0][j]))
                .toArray();
        if (depth == limit || open.length == 0) {
            return new Leaf(depth + averagePath(rows.length));
        }
        int column = open[random.nextInt(open.length)];
        double low = Arrays.stream(rows).mapToDouble(row -> row[column]).min().orElseThrow();
        double high = Arrays.stream(rows).mapToDouble(row -> row[column]).max().orElseThrow();
        // rounding must not reach the highest value, else no row is above
        double cut = Math.min(low + (high - low) * random.nextDouble(), Math.nextDown(high));
        double[][] below = Arrays.stream(rows).filter(row -> row[column] <= cut).toArray(double[][]::new);
        double[][] above = Arrays.stream(rows).filter(row -> row[column] > cut).toArray(double[][]::new);
        return new Cut(column, cut, grown(below, depth + 1, limit, random), grown(above, depth + 1, limit, random));
    }

    private sealed interface Node {}

    private record Leaf(double path) implements Node {}

    private record Cut(int column, double at, Node below, Node above) implements Node {}

    private record Forest(Node[] trees, double averagePath) implements Learned {
        @Override
        public double[] normality(double[][] rows) {
            return Arrays.stream(rows)
                    .mapToDouble(row -> {
                        double mean = Arrays.stream(trees)
                                .mapToDouble(tree -> path(tree, row))
                                .average()
                                .orElseThrow();
                        return -Math.pow(2, -mean / averagePath);
                    })
                    .toArray();
        }

        private static double path(Node tree, double[] row) {
            Node node = tree;
            while (node instanceof Cut(int column, double at, Node below, Node above)) {
                node = row[column] <= at ? below : above;
            }
            return ((Leaf) node).path;
        }

        @Override
        public boolean isDensity() {
            return false;
        }

        @Override
        public String about() {
            return trees.length + " trees";
        }
    }
}
