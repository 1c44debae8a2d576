package io.github.vflow.benchmarks.command;

import java.util.concurrent.Callable;
import picocli.CommandLine;

/** Runs the commands of benchmarks. */
public final class BenchmarkCommand {
    private BenchmarkCommand() {}

    /** A command whose words may be in capitals or not, and which says an exception in a line. */
    public static CommandLine of(Callable<Integer> command) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, _, _) -> {
                    System.err.println(e.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    /** Runs a command, and ends the program with its exit code. */
    public static void run(Callable<Integer> command, String... args) {
        System.exit(of(command).execute(args));
    }
}
