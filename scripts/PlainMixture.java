import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * The best of 30 mixtures of normal distributions with full covariances: 1 to 32 components, to which a ridge from 10⁻² to 10⁻⁶ of the columns'
 * variances is added. A fifth of the training rows chooses. Columns are standardised; a constant column counts nothing.
 */
final class PlainMixture {
    private final double[] mean;
    private final double[] std;
    private final double logScales;
    private final Normals normals;
    private final int components;
    private final double ridge;

    PlainMixture(double[][] train) {
        int d = train[0].length;
        mean = new double[d];
        std = new double[d];
        double scales = 0;
        for (int c = 0; c < d; c++) {
            int j = c;
            mean[c] = Arrays.stream(train).mapToDouble(r -> r[j]).average().orElseThrow();
            std[c] = Math.sqrt(Arrays.stream(train).mapToDouble(r -> (r[j] - mean[j]) * (r[j] - mean[j])).average().orElseThrow());
            std[c] = std[c] > 0 ? std[c] : 1;
            scales += Math.log(std[c]);
        }
        logScales = scales;
        double[][] rows = Arrays.stream(train).map(this::standard).toArray(double[][]::new);
        int judges = rows.length / 5;
        double[][] judge = Arrays.copyOf(rows, judges);
        double[][] fit = Arrays.copyOfRange(rows, judges, rows.length);
        double best = Double.NEGATIVE_INFINITY;
        int number = 1;
        double added = 1e-2;
        for (int k = 1; k <= 32; k *= 2) {
            for (int e = 2; e <= 6; e++) {
                double now = new Normals(fit, k, Math.pow(10, -e)).mean(judge);
                if (now > best) {
                    best = now;
                    number = k;
                    added = Math.pow(10, -e);
                }
            }
        }
        components = number;
        ridge = added;
        normals = new Normals(rows, components, ridge);
    }

    private double[] standard(double[] row) {
        double[] z = new double[row.length];
        Arrays.setAll(z, j -> (row[j] - mean[j]) / std[j]);
        return z;
    }

    /** ln p of a row in nats. */
    double logDensity(double[] row) {
        return normals.mean(new double[][] {standard(row)}) - logScales;
    }

    /** The row with its missing cells, which are NaN, at their means given the known cells. */
    double[] filled(double[] row) {
        double[] z = normals.filled(standard(row));
        double[] all = row.clone();
        Arrays.setAll(all, j -> Double.isNaN(row[j]) ? mean[j] + std[j] * z[j] : row[j]);
        return all;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%d normal distributions, ridge %.0e", components, ridge);
    }

    /** A mixture of normal distributions by expectation maximisation from clusters. */
    private static final class Normals {
        private final int d;
        private final double[] logWeights;
        private final double[][] means;
        private final double[][][] factors;

        Normals(double[][] rows, int k, double ridge) {
            d = rows[0].length;
            logWeights = new double[k];
            means = new double[k][d];
            factors = new double[k][][];
            double[][] parts = clusters(rows, k);
            double before = Double.NEGATIVE_INFINITY;
            for (int step = 0; step < 100; step++) {
                maximise(rows, parts, ridge);
                double now = expect(rows, parts);
                if (now - before < 1e-3) {
                    break;
                }
                before = now;
            }
        }

        double mean(double[][] rows) {
            return expect(rows, new double[rows.length][logWeights.length]);
        }

        double[] filled(double[] row) {
            int[] known = IntStream.range(0, d).filter(j -> !Double.isNaN(row[j])).toArray();
            double[] logs = new double[logWeights.length];
            double[][] each = new double[logWeights.length][];
            for (int c = 0; c < logs.length; c++) {
                double[][] s = covariance(factors[c]);
                double[][] part = new double[known.length][known.length];
                for (int i = 0; i < known.length; i++) {
                    for (int j = 0; j < known.length; j++) {
                        part[i][j] = s[known[i]][known[j]];
                    }
                }
                factor(part);
                double[] centre = means[c];
                double[] z = Arrays.stream(known).mapToDouble(j -> row[j] - centre[j]).toArray();
                logs[c] = logWeights[c];
                for (int i = 0; i < z.length; i++) {
                    for (int j = 0; j < i; j++) {
                        z[i] -= part[i][j] * z[j];
                    }
                    z[i] /= part[i][i];
                    logs[c] -= Math.log(part[i][i]) + 0.5 * z[i] * z[i];
                }
                for (int i = z.length - 1; i >= 0; i--) {
                    for (int j = i + 1; j < z.length; j++) {
                        z[i] -= part[j][i] * z[j];
                    }
                    z[i] /= part[i][i];
                }
                double[] filled = centre.clone();
                for (int j = 0; j < d; j++) {
                    for (int i = 0; i < z.length; i++) {
                        filled[j] += s[j][known[i]] * z[i];
                    }
                }
                each[c] = filled;
            }
            double max = Arrays.stream(logs).max().orElseThrow();
            double sum = Arrays.stream(logs).map(l -> Math.exp(l - max)).sum();
            double[] all = new double[d];
            for (int c = 0; c < logs.length; c++) {
                for (int j = 0; j < d; j++) {
                    all[j] += Math.exp(logs[c] - max) / sum * each[c][j];
                }
            }
            return all;
        }

        private static double[][] covariance(double[][] factor) {
            double[][] s = new double[factor.length][factor.length];
            for (int i = 0; i < s.length; i++) {
                for (int j = 0; j < s.length; j++) {
                    for (int l = 0; l <= Math.min(i, j); l++) {
                        s[i][j] += factor[i][l] * factor[j][l];
                    }
                }
            }
            return s;
        }

        /** The Cholesky factor in place, in the lower triangle. */
        private static void factor(double[][] s) {
            for (int j = 0; j < s.length; j++) {
                for (int l = 0; l <= j; l++) {
                    for (int m = 0; m < l; m++) {
                        s[j][l] -= s[j][m] * s[l][m];
                    }
                    s[j][l] = j == l ? Math.sqrt(s[j][j]) : s[j][l] / s[l][l];
                }
            }
        }

        private static double[][] clusters(double[][] rows, int k) {
            SplittableRandom random = new SplittableRandom(k);
            double[][] centres = new double[k][];
            double[] least = new double[rows.length];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            centres[0] = rows[random.nextInt(rows.length)].clone();
            for (int c = 1; c < k; c++) {
                double[] last = centres[c - 1];
                Arrays.setAll(least, i -> Math.min(least[i], square(rows[i], last)));
                double left = random.nextDouble() * Arrays.stream(least).sum();
                int at = 0;
                while (at < rows.length - 1 && left >= least[at]) {
                    left -= least[at++];
                }
                centres[c] = rows[at].clone();
            }
            double[][] parts = new double[rows.length][k];
            for (int round = 0; round < 10; round++) {
                double[][] sums = new double[k][rows[0].length];
                int[] counts = new int[k];
                for (int i = 0; i < rows.length; i++) {
                    double[] row = rows[i];
                    int nearest = 0;
                    for (int c = 1; c < k; c++) {
                        nearest = square(row, centres[c]) < square(row, centres[nearest]) ? c : nearest;
                    }
                    Arrays.fill(parts[i], 0);
                    parts[i][nearest] = 1;
                    counts[nearest]++;
                    for (int j = 0; j < row.length; j++) {
                        sums[nearest][j] += row[j];
                    }
                }
                for (int c = 0; c < k; c++) {
                    int n = counts[c];
                    if (n > 0) {
                        centres[c] = Arrays.stream(sums[c]).map(s -> s / n).toArray();
                    }
                }
            }
            return parts;
        }

        private static double square(double[] a, double[] b) {
            double sum = 0;
            for (int j = 0; j < a.length; j++) {
                sum += (a[j] - b[j]) * (a[j] - b[j]);
            }
            return sum;
        }

        private void maximise(double[][] rows, double[][] parts, double ridge) {
            for (int c = 0; c < logWeights.length; c++) {
                double n = 1e-9;
                double[] mean = new double[d];
                for (int i = 0; i < rows.length; i++) {
                    n += parts[i][c];
                    for (int j = 0; j < d; j++) {
                        mean[j] += parts[i][c] * rows[i][j];
                    }
                }
                for (int j = 0; j < d; j++) {
                    mean[j] /= n;
                }
                double[][] s = new double[d][d];
                for (int i = 0; i < rows.length; i++) {
                    for (int j = 0; parts[i][c] > 1e-9 && j < d; j++) {
                        for (int l = 0; l <= j; l++) {
                            s[j][l] += parts[i][c] * (rows[i][j] - mean[j]) * (rows[i][l] - mean[l]) / n;
                        }
                    }
                }
                for (int j = 0; j < d; j++) {
                    s[j][j] += ridge;
                }
                factor(s);
                logWeights[c] = Math.log(n / rows.length);
                means[c] = mean;
                factors[c] = s;
            }
        }

        private double expect(double[][] rows, double[][] parts) {
            double total = 0;
            double[] z = new double[d];
            for (int i = 0; i < rows.length; i++) {
                double max = Double.NEGATIVE_INFINITY;
                for (int c = 0; c < logWeights.length; c++) {
                    double log = logWeights[c] - 0.5 * d * Math.log(2 * Math.PI);
                    for (int j = 0; j < d; j++) {
                        double v = rows[i][j] - means[c][j];
                        for (int l = 0; l < j; l++) {
                            v -= factors[c][j][l] * z[l];
                        }
                        z[j] = v / factors[c][j][j];
                        log -= Math.log(factors[c][j][j]) + 0.5 * z[j] * z[j];
                    }
                    parts[i][c] = log;
                    max = Math.max(max, log);
                }
                double sum = 0;
                for (double log : parts[i]) {
                    sum += Math.exp(log - max);
                }
                double log = max + Math.log(sum);
                for (int c = 0; c < logWeights.length; c++) {
                    parts[i][c] = Math.exp(parts[i][c] - log);
                }
                total += log;
            }
            return total / rows.length;
        }
    }
}
