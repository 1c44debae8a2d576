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
