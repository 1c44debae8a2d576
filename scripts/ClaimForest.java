import java.util.SplittableRandom;

/** An isolation forest (Liu, Ting and Zhou, 2008): 100 trees of at most 256 rows. A score is minus the anomaly score, so lower is odder. */
final class ClaimForest {
    private static final int TREES = 100;
    private static final int ROWS = 256;

    private final Node[] trees = new Node[TREES];
    private final double typical;

    /** A split of a column, or a leaf of some rows. */
    private record Node(int column, double at, Node low, Node high, int rows) {}

    ClaimForest(double[][] train, SplittableRandom random) {
        int n = Math.min(ROWS, train.length);
        int depth = (int) Math.ceil(Math.log(n) / Math.log(2));
        for (int t = 0; t < TREES; t++) {
            double[][] part = train.clone();
            for (int i = 0; i < n; i++) {
                int j = i + random.nextInt(part.length - i);
                double[] row = part[i];
                part[i] = part[j];
                part[j] = row;
            }
            trees[t] = grow(java.util.Arrays.copyOf(part, n), depth, random);
        }
        typical = length(n);
    }

    double score(double[] row) {
        double sum = 0;
        for (Node tree : trees) {
            Node node = tree;
            int depth = 0;
            while (node.low() != null) {
                node = row[node.column()] < node.at() ? node.low() : node.high();
                depth++;
            }
            sum += depth + length(node.rows());
        }
        return -Math.pow(2, -sum / TREES / typical);
    }

    private static Node grow(double[][] rows, int depth, SplittableRandom random) {
        if (depth == 0 || rows.length <= 1) {
            return new Node(0, 0, null, null, rows.length);
        }
        int column = random.nextInt(rows[0].length);
        double least = java.util.Arrays.stream(rows).mapToDouble(r -> r[column]).min().orElseThrow();
        double most = java.util.Arrays.stream(rows).mapToDouble(r -> r[column]).max().orElseThrow();
        if (least == most) {
            return new Node(0, 0, null, null, rows.length);
        }
        double at = least + random.nextDouble() * (most - least);
        double[][] low = java.util.Arrays.stream(rows).filter(r -> r[column] < at).toArray(double[][]::new);
        double[][] high = java.util.Arrays.stream(rows).filter(r -> r[column] >= at).toArray(double[][]::new);
        return new Node(column, at, grow(low, depth - 1, random), grow(high, depth - 1, random), rows.length);
    }

    /** The mean depth of an unsuccessful search in a binary tree of n rows. */
    private static double length(int n) {
        return n <= 1 ? 0 : n == 2 ? 1 : 2 * (Math.log(n - 1) + 0.5772156649) - 2.0 * (n - 1) / n;
    }
}
