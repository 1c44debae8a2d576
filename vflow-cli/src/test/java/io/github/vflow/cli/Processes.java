package io.github.vflow.cli;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs in a JVM of their own. */
final class Processes {
    private static final int PATIENCE_MS = 240_000;

    private Processes() {}

    /** The command line of a class, with the class path of this JVM and its options of compilers and collectors. */
    static List<String> command(Class<?> main, List<String> args, String... options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(o -> o.matches("-XX:(CompileCommand=|Tier|.Use.*GC).*"))
                .forEach(command::add);
        command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Djava.awt.headless=true"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(args);
        return command;
    }

    /** Starts the command; standard error goes to a file. */
    static Process vflow(List<String> args, Path err) throws IOException {
        return new ProcessBuilder(command(Main.class, args))
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

    /** Sends a signal to a process as soon as its standard error holds some words, and waits for its end. */
    static void signalAfter(Process process, Path err, String words, String signal)
            throws IOException, InterruptedException {
        try {
            waitFor(err, words);
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("SIG" + signal + " does not end the process: " + Files.readString(err));
            }
        } finally {
            process.destroyForcibly();
        }
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
