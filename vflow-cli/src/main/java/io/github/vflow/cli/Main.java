package io.github.vflow.cli;

import io.github.vflow.flow.ImageSpec;
import io.github.vflow.flow.ModelSpec.CouplingKind;
import io.github.vflow.flow.ModelSpec.LinearKind;
import io.github.vflow.flow.ModelSpec.PosteriorKind;
import io.github.vflow.flow.train.PlanSpec;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.tensor.autodiff.Memory;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code vflow} command: where every subcommand is listed. */
@Command(
        name = "vflow",
        description = "Normalizing flows with variational data augmentation.",
        mixinStandardHelpOptions = true,
        versionProvider = ModuleVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Demo.class,
            Train.class,
            Evaluate.class,
            Score.class,
            Sample.class,
            Reconstruct.class,
            Info.class,
            Audit.class,
            Conformance.class,
            Devices.class,
            CommandLine.HelpCommand.class
        })
public final class Main {

    private Main() {}

    /**
     * Runs one command and exits with its status.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        CommandLine command = commandLine();
        // What is printed holds ± and −, and CSV is UTF-8: whatever the locale says.
        command.setOut(new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8)));
        command.setErr(new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true));
        int code = execute(command, args);
        command.getOut().flush();
        System.exit(code);
    }

    static CommandLine commandLine() {
        Failure failure = new Failure();
        return words(new CommandLine(new Main()))
                .setExecutionExceptionHandler(failure)
                .setParameterExceptionHandler(failure)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28);
    }

    private static CommandLine words(CommandLine command) {
        return command.registerConverter(Activation.class, new Words<>(Activation.class))
                .registerConverter(CouplingKind.class, new Words<>(CouplingKind.class))
                .registerConverter(LinearKind.class, new Words<>(LinearKind.class))
                .registerConverter(PosteriorKind.class, new Words<>(PosteriorKind.class))
                .registerConverter(ImageSpec.Dequantizer.class, new Words<>(ImageSpec.Dequantizer.class))
                .registerConverter(Memory.class, new Words<>(Memory.class))
                .registerConverter(PlanSpec.Decay.class, new Words<>(PlanSpec.Decay.class));
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
