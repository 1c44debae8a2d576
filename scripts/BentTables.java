import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes the bent tables of docs/lab/tables.md, "Broad components", and fits plain mixtures to them.
 *
 * <pre>
 *   java scripts/BentTables.java ring 1 FOLDER                 # train.csv and new.csv, 2,000 rows each; also spiral, moons
 *   java scripts/BentTables.java mixture train.csv new.csv     # ln p of new rows by the best of 30 mixtures of normal distributions
 * </pre>
 *
 * A mixture has 1 to 32 components with full covariances, to which a ridge from 10⁻² to 10⁻⁶ of the columns' variances is added. A fifth of the
 * training rows chooses. Each file is a function of its arguments.
 */
final class BentTables {
    private static final int ROWS = 2_000;

    private BentTables() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 3 && args[0].equals("mixture")) {
            mixture(read(Path.of(args[1])), read(Path.of(args[2])));
        } else if (args.length == 3) {
            Path folder = Path.of(args[2]);
            double[][] rows = rows(args[0], new SplittableRandom(Long.parseLong(args[1])));
            Files.createDirectories(folder);
            write(folder.resolve("train.csv"), Arrays.copyOf(rows, ROWS));
            write(folder.resolve("new.csv"), Arrays.copyOfRange(rows, ROWS, 2 * ROWS));
        } else {
            System.err.println("usage: ring|spiral|moons SEED FOLDER, or mixture TRAIN.csv NEW.csv");
            System.exit(2);
        }
    }

    private static double[][] rows(String name, SplittableRandom random) {
        return switch (name) {
            // a point of a ring and a sign, in 24 columns
            case "ring" -> {
                double[][] a = loadings(3, 24, random);
                yield table(() -> {
                    double angle = 2 * Math.PI * random.nextDouble();
                    return mixed(new double[] {Math.cos(angle), Math.sin(angle), random.nextBoolean() ? 1 : -1}, a, 0.05, random);
                });
            }
            // one and a half turns and a normal number, and three mixtures of them
            case "spiral" -> {
                double[][] a = loadings(3, 3, random);
                yield table(() -> {
                    double t = 3 * Math.PI * Math.sqrt(random.nextDouble());
                    double[] x = {
                        t * Math.cos(t) / 4 + 0.1 * random.nextGaussian(),
                        t * Math.sin(t) / 4 + 0.1 * random.nextGaussian(),
                        random.nextGaussian() / 2
                    };
                    return joined(x, mixed(x, a, 0.05, random));
                });
            }
            // three pairs of half circles, and four mixtures of the six columns
            case "moons" -> {
                double[][] a = loadings(6, 4, random);
                yield table(() -> {
                    double[] x = new double[6];
                    for (int k = 0; k < 3; k++) {
                        double angle = Math.PI * random.nextDouble();
                        boolean isUpper = random.nextBoolean();
                        x[2 * k] = (isUpper ? Math.cos(angle) : 1 - Math.cos(angle)) + 0.1 * random.nextGaussian();
                        x[2 * k + 1] = (isUpper ? Math.sin(angle) : 0.5 - Math.sin(angle)) + 0.1 * random.nextGaussian();
                    }
                    return joined(x, mixed(Arrays.stream(x).map(v -> v / 2).toArray(), a, 0.2, random));
                });
            }
            default -> throw new IllegalArgumentException("no table is called " + name + "; there are ring, spiral and moons");
        };
    }

    private interface Row {
        double[] next();
    }

    private static double[][] table(Row row) {
        return IntStream.range(0, 2 * ROWS).mapToObj(_ -> row.next()).toArray(double[][]::new);
    }

    private static double[][] loadings(int from, int to, SplittableRandom random) {
        return IntStream.range(0, from)
                .mapToObj(_ -> IntStream.range(0, to).mapToDouble(_ -> random.nextGaussian()).toArray())
                .toArray(double[][]::new);
    }

    private static double[] mixed(double[] x, double[][] a, double noise, SplittableRandom random) {
        return IntStream.range(0, a[0].length)
                .mapToDouble(j -> IntStream.range(0, x.length).mapToDouble(i -> x[i] * a[i][j]).sum() + noise * random.nextGaussian())
                .toArray();
    }

    private static double[] joined(double[] a, double[] b) {
        double[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }

    private static void write(Path file, double[][] rows) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(IntStream.rangeClosed(1, rows[0].length).mapToObj(j -> "x" + j).collect(Collectors.joining(",")));
        for (double[] row : rows) {
            lines.add(Arrays.stream(row).mapToObj(v -> String.format(Locale.ROOT, "%.6f", v)).collect(Collectors.joining(",")));
        }
        Files.write(file, lines);
    }

    private static double[][] read(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(1)
                .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
                .toArray(double[][]::new);
    }

    private static void mixture(double[][] train, double[][] fresh) {
        int d = train[0].length;
        double logScales = 0;
        for (int c = 0; c < d; c++) {
            int j = c;
            double mean = Arrays.stream(train).mapToDouble(r -> r[j]).average().orElseThrow();
            double std = Math.sqrt(Arrays.stream(train).mapToDouble(r -> (r[j] - mean) * (r[j] - mean)).average().orElseThrow());
            for (double[][] rows : new double[][][] {train, fresh}) {
                for (double[] r : rows) {
                    r[j] = (r[j] - mean) / std;
                }
            }
            logScales += Math.log(std);
        }
        int judges = train.length / 5;
        double[][] judge = Arrays.copyOf(train, judges);
        double[][] fit = Arrays.copyOfRange(train, judges, train.length);
        double best = Double.NEGATIVE_INFINITY;
        int components = 1;
        double ridge = 1e-2;
        for (int k = 1; k <= 32; k *= 2) {
            for (int e = 2; e <= 6; e++) {
                double mean = new Normals(fit, k, Math.pow(10, -e)).mean(judge);
                if (mean > best) {
                    best = mean;
                    components = k;
                    ridge = Math.pow(10, -e);
                }
            }
        }
        double mean = new Normals(train, components, ridge).mean(fresh) - logScales;
        System.out.printf(Locale.ROOT, "%.3f nats: %d normal distributions, ridge %.0e%n", mean, components, ridge);
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
                    for (int l = 0; l <= j; l++) {
                        for (int m = 0; m < l; m++) {
                            s[j][l] -= s[j][m] * s[l][m];
                        }
                        s[j][l] = j == l ? Math.sqrt(s[j][j]) : s[j][l] / s[l][l];
                    }
                }
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
