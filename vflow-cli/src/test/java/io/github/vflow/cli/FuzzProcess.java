package io.github.vflow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What {@link FuzzTest} runs in a JVM of its own: damage to files of one kind, until time is up. */
final class FuzzProcess {
    private static final String SUMMARY = "nightly fuzz ";
    private static final String FAULT = "fault: ";

    private FuzzProcess() {}

    /**
     * How it ended.
     *
     * @param lines for a person
     * @param faults that were found
     */
    record Outcome(List<String> lines, List<String> faults) {}

    /** Starts a program with the arguments of {@link #main} and waits for its end. */
    static Outcome start(Class<?> program, String name, long seed, double minutes, Path kept)
            throws IOException, InterruptedException {
        List<String> words = List.of(
                name,
                Long.toString(seed),
                Double.toString(minutes),
                kept.toAbsolutePath().toString());
        Process jvm = new ProcessBuilder(Processes.command(program, words, "-Xmx512m"))
                .redirectErrorStream(true)
                .start();
        List<String> output;
        try (var lines = jvm.inputReader()) {
            output = lines.lines().toList();
        }
        int code = jvm.waitFor();
        List<String> faults = output.stream()
                .filter(line -> line.startsWith(FAULT))
                .map(line -> name + ": " + line.substring(FAULT.length()))
                .toList();
        if (code == 0) {
            return new Outcome(
                    output.stream().filter(line -> line.startsWith(SUMMARY)).toList(), faults);
        }
        List<String> end = output.subList(Math.max(0, output.size() - 10), output.size());
        String died = name + ": the JVM ended with " + code + " after " + String.join("; ", end);
        return new Outcome(
                List.of(SUMMARY + died),
                Stream.concat(faults.stream(), Stream.of(died)).toList());
    }

    /** Arguments: the name of a reader, a seed, minutes, and the folder for what shows a fault. */
    public static void main(String[] args) throws IOException {
        run(dir -> new FuzzTargets(dir).named(args[0]), args);
    }

    /** A reader whose files are in a folder. */
    @FunctionalInterface
    interface Target {
        FuzzTarget in(Path dir) throws IOException;
    }

    /** The whole program, for one reader. */
    static void run(Target reader, String... args) throws IOException {
        Path dir = Files.createTempDirectory("vflow-fuzz");
        FuzzTarget target = reader.in(dir);
        long end = System.nanoTime() + (long) (Double.parseDouble(args[2]) * 60e9);
        Fuzzing fuzzing =
                new Fuzzing(target, Long.parseLong(args[1]), Path.of(args[3])).during(_ -> System.nanoTime() < end);
        fuzzing.findings().forEach(f -> System.out.println(FAULT + f.replaceAll("\\R", "; ")));
        System.out.println(SUMMARY + fuzzing);
        try (Stream<Path> files = Files.walk(dir)) {
            files.sorted(java.util.Comparator.reverseOrder())
                    .forEach(f -> f.toFile().delete());
        }
        // what hangs is a daemon
        System.exit(0);
    }
}
