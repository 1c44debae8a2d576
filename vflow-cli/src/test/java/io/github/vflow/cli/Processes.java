package io.github.vflow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The command in a JVM of its own. */
final class Processes {
    private static final int PATIENCE_MS = 60_000;

    private Processes() {}

    /** Starts it; standard error goes to a file. */
    static Process vflow(List<String> args, Path err) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Djava.awt.headless=true",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(args);
        return new ProcessBuilder(command)
                .redirectError(err.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /**
     * Whether this process ignores a signal, where Linux says so. Processes that it starts ignore the signal too, and a JVM that
     * finds one ignored leaves it so.
     */
    static boolean ignores(int signal) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String words = "SigIgn:";
        String mask = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(words))
                .findFirst()
                .orElseThrow()
                .substring(words.length())
                .strip();
        return (Long.parseUnsignedLong(mask, 16) >>> (signal - 1) & 1) == 1;
    }

    /** Waits until a file holds some words. */
    static void waitFor(Path file, String words) throws IOException, InterruptedException {
        long until = System.currentTimeMillis() + PATIENCE_MS;
        while (!Files.readString(file).contains(words)) {
            if (System.currentTimeMillis() > until) {
                throw new AssertionError("no \"" + words + "\" in " + Files.readString(file));
            }
            Thread.sleep(20);
        }
    }
}
