import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How long the demo takes from nothing to the end of its first 1,000 iterations of both models. Run it from the root of the
 * repository with JDK 25: {@code java scripts/FirstSteps.java [RUNS [COMMAND...]]}; the command is {@code ./vflow} unless given. Prints
 * the wall clock and the processor time of each run, and the least and the median of them.
 */
final class FirstSteps {
    /** The line that both trainings print when they have ended. */
    private static final String END = "Training: 2,000 of 2,000 steps";

    private FirstSteps() {}

    record Run(double wall, double processor) {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        List<String> given = Arrays.asList(args).subList(Math.min(1, args.length), args.length);
        List<String> command = new ArrayList<>(given.isEmpty() ? List.of("./vflow") : given);
        Path out = Files.createTempDirectory("first-steps");
        command.addAll(List.of("demo", "--steps", "1000", "--out", out.toString()));
        List<Run> all = new ArrayList<>();
        for (int i = 0; i < runs; i++) {
            Run run = run(command);
            all.add(run);
            System.out.printf("%.2f s, %.2f s of processors%n", run.wall, run.processor);
        }
        double[] wall = all.stream().mapToDouble(Run::wall).sorted().toArray();
        double[] processor = all.stream().mapToDouble(Run::processor).sorted().toArray();
        System.out.printf(
                "least %.2f s, median %.2f s; of processors %.2f s and %.2f s%n",
                wall[0], wall[runs / 2], processor[0], processor[runs / 2]);
    }

    private static Run run(List<String> command) throws IOException, InterruptedException {
        long started = System.nanoTime();
        Process process = new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        Run run = null;
        try (BufferedReader lines = process.errorReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(END)) {
                    double wall = (System.nanoTime() - started) * 1e-9;
                    run = new Run(wall, process.info().totalCpuDuration().map(Duration::toNanos).orElse(0L) * 1e-9);
                }
            }
        }
        if (process.waitFor() != 0 || run == null) {
            throw new IllegalStateException(command + " ended with " + process.exitValue() + " and did not print \"" + END + "\"");
        }
        return run;
    }
}
