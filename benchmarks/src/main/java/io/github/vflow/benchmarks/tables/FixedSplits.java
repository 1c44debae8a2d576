package io.github.vflow.benchmarks.tables;

import io.github.vflow.benchmarks.command.BenchmarkCommand;
import io.github.vflow.benchmarks.tables.data.FixedSplit;
import io.github.vflow.benchmarks.tables.data.LabelledTable;
import io.github.vflow.benchmarks.tables.method.Detector;
import io.github.vflow.benchmarks.tables.method.MethodName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * Checks the protocol of OddBench and OvRBench: the AUROC of the isolation forest here beside that which each file states. Only development tables
 * are read, whose file names have a SHA-256 that begins with 0 to 7.
 */
@CommandLine.Command(name = "fixed-splits", mixinStandardHelpOptions = true)
final class FixedSplits implements Callable<Integer> {
    @CommandLine.Parameters(description = "A folder of .npz files.")
    private Path folder = Path.of("");

    @CommandLine.Option(names = "--seed", description = "Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    private FixedSplits() {}

    /** Runs the command. */
    public static void main(String... args) {
        BenchmarkCommand.run(new FixedSplits(), args);
    }

    @Override
    public Integer call() throws IOException {
        System.out.println("table,train,test,columns,published,here");
        List<double[]> both = new ArrayList<>();
        for (Path file : LabelledTable.files(folder)) {
            if (isForDevelopment(file)) {
                FixedSplit split = FixedSplit.read(file);
                double here = 100 * auroc(split);
                double published = 100 * split.published();
                both.add(new double[] {published, here});
                System.out.printf(
                        Locale.ROOT,
                        "%s,%d,%d,%d,%.2f,%.2f%n",
                        split.name(),
                        split.train().length,
                        split.test().length,
                        split.train()[0].length,
                        published,
                        here);
            }
        }
        double[] differences = both.stream().mapToDouble(b -> b[1] - b[0]).toArray();
        double mean = mean(differences);
        double variance = mean(
                Arrays.stream(differences).map(v -> (v - mean) * (v - mean)).toArray());
        System.out.printf(
                Locale.ROOT,
                "%d tables: published %.2f, here %.2f, difference %.2f ± %.2f (one standard error)%n",
                both.size(),
                mean(both.stream().mapToDouble(b -> b[0]).toArray()),
                mean(both.stream().mapToDouble(b -> b[1]).toArray()),
                mean,
                Math.sqrt(variance / Math.max(1, both.size() - 1)));
        return 0;
    }

    private double auroc(FixedSplit split) {
        Detector.Learned learned = MethodName.ISOLATION_FOREST.detector().fit(split.train(), seed);
        double[] scores =
                Arrays.stream(learned.normality(split.test())).map(v -> -v).toArray();
        return Detection.of(scores, split.anomaly()).auroc();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }

    /** Whether a table may be looked at while something is chosen; the others are kept for checking. */
    static boolean isForDevelopment(Path file) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.valueOf(file.getFileName()).getBytes(StandardCharsets.UTF_8));
            return hash[0] >= 0;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
