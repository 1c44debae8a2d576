package io.github.vflow.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code vflow} command: where every subcommand is listed. */
@Command(
        name = "vflow",
        description = "Normalizing flows with variational data augmentation.",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        subcommands = CommandLine.HelpCommand.class)
public final class Main {

    private Main() {}

    /**
     * Runs one command and exits with its status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
