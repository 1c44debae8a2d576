import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Makes the bent tables of docs/lab/tables.md, "Broad components", and fits plain mixtures to them.
 *
 * <pre>
 *   java scripts/BentTables.java ring 1 FOLDER                 # train.csv and new.csv, 2,000 rows each; also spiral, moons
 *   java scripts/BentTables.java mixture train.csv new.csv     # ln p of new rows by the best of 30 mixtures of normal distributions
 * </pre>
 *
 * Each file is a function of its arguments; the mixtures are those of {@link PlainMixture}.
 */
final class BentTables {
    private static final int ROWS = 2_000;

    private BentTables() {}

    public static void main(String[] args) throws IOException {
        if (args.length == 3 && args[0].equals("mixture")) {
            mixture(Rows.table(Path.of(args[1]), Double.NaN), Rows.table(Path.of(args[2]), Double.NaN));
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
        Rows.write(file, "x", 1, rows, v -> String.format(Locale.ROOT, "%.6f", v));
    }

    private static void mixture(double[][] train, double[][] fresh) {
        PlainMixture mixture = new PlainMixture(train);
        double mean = Arrays.stream(fresh).mapToDouble(mixture::logDensity).average().orElseThrow();
        System.out.printf(Locale.ROOT, "%.3f nats: %s%n", mean, mixture);
    }
}
