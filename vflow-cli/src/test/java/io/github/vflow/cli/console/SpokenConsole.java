package io.github.vflow.cli.console;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/**
 * A console whose lines a test reads.
 *
 * @param console of a command with the words of a command line
 * @param err standard error
 */
public record SpokenConsole(Console console, StringWriter err) {
    @CommandLine.Command(name = "probe", version = "probe 7")
    @SuppressWarnings("UnusedVariable") // picocli sets the options
    private static final class Probe {
        @CommandLine.Mixin
        private final Console console = new Console();

        @CommandLine.Option(names = "--resume")
        private boolean resumes;

        @CommandLine.Option(names = "--rate")
        private double rate;
    }

    public static SpokenConsole of(String... words) {
        StringWriter err = new StringWriter();
        Probe probe = new Probe();
        new CommandLine(probe).setErr(new PrintWriter(err)).parseArgs(words);
        return new SpokenConsole(probe.console, err);
    }

    /** The lines on standard error. */
    public List<String> lines() {
        return err.toString().lines().toList();
    }
}
