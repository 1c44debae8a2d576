package io.github.vflow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs command lines one after another, in a JVM whose folder is theirs; ends at the first that fails. */
final class CommandLines {
    static final String SEPARATOR = "\t";

    private CommandLines() {}

    /** Takes a file of lines, each with the words of a command, separated by tabs. */
    public static void main(String[] args) throws IOException {
        for (String line : Files.readAllLines(Path.of(args[0]))) {
            Run run = Run.vflow((Object[]) line.split(SEPARATOR, -1));
            System.out.println("$ vflow " + line.replace(SEPARATOR, " "));
            if (run.code() != 0) {
                System.out.println(run.out() + "\nexit code " + run.code() + "\n" + run.err());
                System.exit(1);
            }
        }
    }

    /** Starts the JVM. */
    static Process start(Path folder, List<List<String>> commands, Path out) throws IOException {
        Path file = folder.resolve("commands.txt");
        Files.write(file, commands.stream().map(c -> String.join(SEPARATOR, c)).toList());
        return new ProcessBuilder(Processes.command(CommandLines.class, List.of(file.toString())))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
    }
}
