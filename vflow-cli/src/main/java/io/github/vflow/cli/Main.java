package io.github.vflow.cli;

import io.github.vflow.cli.command.Calibrate;
import io.github.vflow.cli.command.Drift;
import io.github.vflow.cli.command.Evaluate;
import io.github.vflow.cli.command.Explain;
import io.github.vflow.cli.command.FindOutliers;
import io.github.vflow.cli.command.Impute;
import io.github.vflow.cli.command.Info;
import io.github.vflow.cli.command.Plan;
import io.github.vflow.cli.command.Report;
import io.github.vflow.cli.command.Sample;
import io.github.vflow.cli.command.Schema;
import io.github.vflow.cli.command.Score;
import io.github.vflow.cli.command.Serve;
import io.github.vflow.cli.command.Train;
import io.github.vflow.cli.command.paper.Demo;
import io.github.vflow.cli.command.paper.Experiment;
import io.github.vflow.cli.console.EnumWords;
import io.github.vflow.cli.console.Failure;
import io.github.vflow.cli.console.StandardOutput;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.cli.usage.Numbers;
import io.github.vflow.cli.usage.Ranges;
import io.github.vflow.cli.usage.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code vflow} command with all its subcommands. */
@Command(
        name = "vflow",
        description = "Normalizing flows with variational data augmentation.",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        synopsisSubcommandLabel = "COMMAND")
public final class Main {
    /** In the order of the help. */
    private static final List<Class<?>> COMMANDS = List.of(
            Demo.class,
            Schema.class,
            Plan.class,
            Train.class,
            Experiment.class,
            Evaluate.class,
            Score.class,
            FindOutliers.class,
            Calibrate.class,
            Explain.class,
            Sample.class,
            Impute.class,
            Report.class,
            Drift.class,
            Serve.class,
            Info.class,
            CommandLine.HelpCommand.class);

    private Main() {}

    /**
     * Runs one command and exits with its status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(execute(utf8(FileDescriptor.out), utf8(FileDescriptor.err), args));
    }

    /** A writer in UTF-8 for any locale: output has ± and −, and CSV is UTF-8. */
    private static Writer utf8(FileDescriptor to) {
        return new OutputStreamWriter(new FileOutputStream(to), StandardCharsets.UTF_8);
    }

    /**
     * Runs one command.
     *
     * @param out standard output
     * @param err standard error
     * @return the exit code
     */
    static int execute(Writer out, Writer err, String... args) {
        PrintWriter output = new PrintWriter(new StandardOutput(out));
        PrintWriter errors = new PrintWriter(new Printable(err), true);
        try {
            int code = commandLine(args).setOut(output).setErr(errors).execute(args);
            output.flush();
            return code;
        } catch (OutOfMemoryError | UncheckedIOException e) {
            errors.println("vflow: " + Failure.message(e));
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    static CommandLine commandLine() {
        return commandLine(COMMANDS);
    }

    /** Builds the one command that the first word names, which takes a third of a second less than all; else all of them. */
    private static CommandLine commandLine(String... args) {
        return commandLine(COMMANDS.stream()
                .filter(c -> c != CommandLine.HelpCommand.class)
                .filter(c ->
                        args.length > 0 && c.getAnnotation(Command.class).name().equals(args[0]))
                .findFirst()
                .<List<Class<?>>>map(List::of)
                .orElse(COMMANDS));
    }

    private static CommandLine commandLine(List<Class<?>> commands) {
        Failure failure = new Failure();
        CommandLine command = withSubcommands(new CommandLine(new Main()), commands);
        EnumWords.install(command);
        Numbers.install(command);
        return command.setExecutionStrategy(Main::run)
                .setExecutionExceptionHandler(failure)
                .setParameterExceptionHandler(failure)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28);
    }

    private static CommandLine withSubcommands(CommandLine command, List<Class<?>> commands) {
        for (Class<?> own : commands) {
            CommandLine sub = new CommandLine(own);
            sub.getCommandSpec()
                    .mixinStandardHelpOptions(own != CommandLine.HelpCommand.class)
                    .usageMessage()
                    .exitCodeListHeading("%nExit code:%n");
            command.addSubcommand(sub);
        }
        return command;
    }

    /**
     * Checks the ranges of options, then runs the command. picocli hands failures of a command to {@link Failure}, but not those of
     * printing its help.
     */
    private static int run(CommandLine.ParseResult parsed) {
        CommandLine.ParseResult last = parsed.hasSubcommand() ? parsed.subcommand() : parsed;
        try {
            if (!last.isUsageHelpRequested()) {
                Ranges.check(last);
            }
            return new CommandLine.RunLast().execute(parsed);
        } catch (UsageException e) {
            throw new CommandLine.ParameterException(last.commandSpec().commandLine(), e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new CommandLine.ExecutionException(parsed.commandSpec().commandLine(), "not printed", e);
        }
    }
}
