import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Latent classes of a table: in each the columns are independent, with shares and normal distributions that sixty steps of EM fit. */
final class LatentClasses {
    private static final int STEPS = 60;

    private final int k;
    private final List<TableRivals.Column> columns;
    private final double[] logWeights;
    private final double[][][] logShares;
    private final double[][] means;
    private final double[][] variances;

    /** The best of 1 to 16 classes by the ln p of a tenth of the training rows. */
    static TableRivals.Densities best(List<TableRivals.Column> columns, int trained, int fresh) {
        double best = Double.NEGATIVE_INFINITY;
        TableRivals.Densities found = null;
        for (int k = 1; k <= 16; k *= 2) {
            for (int seed = 1; seed <= (k == 1 ? 1 : 2); seed++) {
                SplittableRandom random = new SplittableRandom(seed);
                boolean[] judges = new boolean[trained];
                for (int i = 0; i < trained; i++) {
                    judges[i] = random.nextInt(10) == 0;
                }
                double[][] parts = new double[trained][k];
                for (double[] p : parts) {
                    Arrays.setAll(p, _ -> Math.pow(random.nextGaussian(), 2));
                    divide(p, Arrays.stream(p).sum());
                }
                for (int step = 0; step < (k == 1 ? 1 : STEPS); step++) {
                    LatentClasses now = new LatentClasses(columns, parts, judges);
                    double sum = 0;
                    for (int i = 0; i < trained; i++) {
                        double log = now.logProb(parts[i], i, true);
                        sum += judges[i] ? log : 0;
                    }
                    if (sum > best || found == null) {
                        best = sum;
                        double[] parted = new double[k];
                        found = new TableRivals.Densities(IntStream.range(0, fresh).mapToDouble(i -> now.logProb(parted, i, false)).toArray(), k + " classes");
                    }
                }
            }
        }
        return found;
    }

    private LatentClasses(List<TableRivals.Column> columns, double[][] parts, boolean[] judges) {
        this.columns = columns;
        k = parts[0].length;
        int[] rows = IntStream.range(0, parts.length).filter(i -> !judges[i]).toArray();
        logWeights = new double[k];
        Arrays.setAll(logWeights, j -> Math.log((1 + Arrays.stream(rows).mapToDouble(i -> parts[i][j]).sum()) / (rows.length + k)));
        logShares = new double[columns.size()][][];
        means = new double[columns.size()][k];
        variances = new double[columns.size()][k];
        for (int c = 0; c < logShares.length; c++) {
            TableRivals.Column column = columns.get(c);
            logShares[c] = shares(column, parts, rows);
            if (column.isDensity()) {
                normals(c, column, parts, rows);
            }
        }
    }

    private double[][] shares(TableRivals.Column column, double[][] parts, int[] rows) {
        double[][] p = new double[k][column.cells()];
        double[] all = new double[column.cells()];
        Arrays.fill(all, 0.5 / column.cells());
        for (int i : rows) {
            for (int j = 0; column.a()[i] >= 0 && j < k; j++) {
                p[j][column.a()[i]] += parts[i][j];
                all[column.a()[i]] += parts[i][j];
            }
        }
        double n = Arrays.stream(all).sum();
        for (double[] q : p) {
            double sum = Arrays.stream(q).sum();
            Arrays.setAll(q, l -> Math.log((q[l] + 2 * all[l] / n) / (sum + 2)));
            q[column.cells() - 1] -= Math.log(column.others());
        }
        return p;
    }

    private void normals(int c, TableRivals.Column column, double[][] parts, int[] rows) {
        int[] some = Arrays.stream(rows).filter(i -> column.a()[i] == column.cells() - 1).toArray();
        double mean = Arrays.stream(some).mapToDouble(i -> column.x()[i]).average().orElse(0);
        double variance = 1e-12 + Arrays.stream(some).mapToDouble(i -> Math.pow(column.x()[i] - mean, 2)).average().orElse(1);
        for (int j = 0; j < k; j++) {
            int l = j;
            double n = 1 + Arrays.stream(some).mapToDouble(i -> parts[i][l]).sum();
            double m = Arrays.stream(some).mapToDouble(i -> parts[i][l] * (column.x()[i] - mean)).sum() / n;
            double v = (variance + Arrays.stream(some).mapToDouble(i -> parts[i][l] * Math.pow(column.x()[i] - mean, 2)).sum()) / n - m * m;
            means[c][j] = mean + m;
            variances[c][j] = Math.max(v, 1e-3 * variance);
        }
    }

    /** ln p of a row; the parts become those of its classes. */
    private double logProb(double[] parts, int row, boolean isTrained) {
        System.arraycopy(logWeights, 0, parts, 0, k);
        for (int c = 0; c < logShares.length; c++) {
            TableRivals.Column column = columns.get(c);
            int cell = (isTrained ? column.a() : column.b())[row];
            for (int j = 0; cell >= 0 && j < k; j++) {
                parts[j] += logShares[c][j][cell];
                if (column.isDensity() && cell == column.cells() - 1) {
                    double z = (isTrained ? column.x() : column.y())[row] - means[c][j];
                    parts[j] -= 0.5 * (Math.log(2 * Math.PI * variances[c][j]) + z * z / variances[c][j]);
                }
            }
        }
        double max = Arrays.stream(parts).max().orElseThrow();
        double sum = Arrays.stream(parts).map(l -> Math.exp(l - max)).sum();
        Arrays.setAll(parts, j -> Math.exp(parts[j] - max) / sum);
        return max + Math.log(sum);
    }

    private static void divide(double[] p, double by) {
        for (int j = 0; j < p.length; j++) {
            p[j] /= by;
        }
    }
}
