package io.github.vflow.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code vflow} command: where every subcommand is listed. */
@Command(
        name = "vflow",
        description = "Normalizing flows with variational data augmentation.",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {Audit.class, Conformance.class, CommandLine.HelpCommand.class})
public final class Main {

    private Main() {}

    /**
     * Runs one command and exits with its status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(execute(commandLine(), args));
    }

    static CommandLine commandLine() {
        Failure failure = new Failure();
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(failure)
                .setParameterExceptionHandler(failure)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28);
    }

    private static int execute(CommandLine command, String[] args) {
        try {
            return command.execute(args);
        } catch (OutOfMemoryError e) {
            command.getErr()
                    .println("vflow: out of memory; give the JVM more with JAVA_TOOL_OPTIONS=-Xmx4g, or use less data");
            return CommandLine.ExitCode.SOFTWARE;
        }
    }
}
