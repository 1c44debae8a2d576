package io.github.vflow.cli.console;

import io.github.vflow.cli.usage.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Prints every failure as one clear line on standard error. */
public final class Failure implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private static final String LESS = "ask for less (--batch, --hidden, --filters, --rows) or use less data";

    /** The engine's name of a remedy that is an option here. */
    private static final String CHECKPOINTED = "Memory.CHECKPOINTED";

    /** The messages of {@link Math} when a product of sizes overflows. */
    private static final List<String> OVERFLOWS = List.of("integer overflow", "long overflow");

    @Override
    public int handleExecutionException(Exception e, CommandLine command, @Nullable ParseResult parsed) {
        if (e instanceof UsageException) {
            return handleParseException(new ParameterException(command, e.getMessage()), new String[0]);
        }
        PrintWriter err = command.getErr();
        err.println("vflow: " + oneLine(message(e)));
        if (command.getParseResult() != null && isDebug(command)) {
            e.printStackTrace(err);
        }
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static boolean isDebug(CommandLine command) {
        return command.getParseResult().hasMatchedOption("--debug");
    }

    @Override
    public int handleParseException(ParameterException e, String[] args) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        PrintWriter err = e.getCommandLine().getErr();
        err.println(
                "vflow: " + oneLine(e.getMessage()) + suggestion(e) + " (see " + command.qualifiedName() + " --help)");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String suggestion(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException u) || u.getSuggestions().isEmpty()) {
            return "";
        }
        Set<String> commands = u.getCommandLine().getSubcommands().keySet();
        Stream<String> words = commands.isEmpty() ? u.getSuggestions().stream() : commands.stream();
        return "; did you mean "
                + Spelling.nearest(
                        u.getUnmatched().getFirst(),
                        words.map(word -> word.replaceAll(" .*", "")).toList()) + "?";
    }

    public static String message(Throwable e) {
        Throwable t = unwrapped(e);
        String said = t.getMessage();
        return switch (t) {
            case NoSuchFileException f -> f.getReason() != null ? said(f) : "no such file: " + f.getFile();
            case AccessDeniedException f -> "no permission for " + f.getFile();
            case FileSystemException f -> said(f);
            case ArithmeticException _
            when OVERFLOWS.contains(said) -> "these are more numbers than an array has room for; " + LESS;
            case IllegalArgumentException _
            when said != null && said.contains(CHECKPOINTED) -> said.replace(CHECKPOINTED, "--memory checkpointed");
            case IOException _, IllegalArgumentException _, ArithmeticException _ when said != null -> said;
            case OutOfMemoryError _ ->
                Text.format(
                        "out of memory: this JVM has at most %.1f GB; give it more with JAVA_TOOL_OPTIONS=-Xmx8g, or %s",
                        1e-9 * Runtime.getRuntime().maxMemory(), LESS);
            default -> "internal error: " + t + "; please report it, with what --debug prints";
        };
    }

    /** The original exception: a fork/join pool rebuilds exceptions of other threads and can lose their messages. */
    private static Throwable unwrapped(Throwable e) {
        Throwable cause = e.getCause();
        if (cause == null) {
            return e;
        }
        boolean wraps = e instanceof UncheckedIOException
                || e instanceof ExecutionException
                || e instanceof CompletionException
                || e.getMessage() == null
                || e.getMessage().equals(cause.toString());
        return wraps ? unwrapped(cause) : e;
    }

    private static String said(FileSystemException e) {
        String reason = e.getReason();
        return e.getFile() + ": " + (reason == null ? e.getClass().getSimpleName() : reason);
    }

    private static String oneLine(@Nullable String text) {
        return text == null ? "" : text.strip().replaceAll("\\s*\\r?\\n\\s*", "; ");
    }
}
