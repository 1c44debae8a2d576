package io.github.vflow.cli.console;

import io.github.vflow.cli.format.Printable;
import io.github.vflow.cli.usage.UsageException;
import io.github.vflow.nn.file.AtomicFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The output of every command: results on standard output, everything else on standard error. */
public final class Console {
    /** The exit code if the work is done, but some rows of a table could not take part. */
    public static final int SOME_ROWS = 3;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object on standard output and nothing else.")
    private boolean json;

    @Option(names = "--debug", description = "On failure print the stack trace too.")
    @SuppressWarnings("UnusedVariable") // Failure reads the option itself: it knows no command
    private boolean debug;

    public boolean isJson() {
        return json;
    }

    /** Prints text of the result, unless {@code --json} is given. */
    public void say(String format, Object... args) {
        if (!json) {
            out().println(Printable.text(Text.format(format, args)));
            out().flush();
        }
    }

    /** Prints a result: its text, or with {@code --json} its JSON object. */
    public void report(Facts result) {
        if (json) {
            json(result);
        } else {
            say("%s", result.text());
        }
    }

    /** Prints the JSON object of a record if {@code --json} is given, and nothing otherwise. */
    public void json(Object record) {
        if (json) {
            out().println(Printable.text(Json.of(record)));
            out().flush();
        }
    }

    /** Prints a line about the progress of the work to standard error. */
    public void note(String format, Object... args) {
        err().println(Text.format(format, args));
        err().flush();
    }

    /** Writes a result of bytes, such as a table, to standard output, with the control characters of its cells as escapes. */
    public void print(AtomicFile.Content content) throws IOException {
        try (Utf8Stream stream = new Utf8Stream(new Printable(out()))) {
            content.writeTo(stream);
            stream.flush();
        }
    }

    /** Writes a table to a file, or as {@link #print} if there is none. */
    public void write(@Nullable Path out, AtomicFile.Content content) throws IOException {
        if (out != null) {
            AtomicFile.write(out, content);
        } else {
            print(content);
        }
    }

    /** Reports what was written: on standard error if the table is on standard output. */
    public void report(@Nullable Path out, Facts result) {
        if (out == null) {
            note("%s", result.text());
        } else {
            report(result);
        }
    }

    /** The version of the command. */
    public String version() {
        return String.join(" ", spec.root().version());
    }

    /** The words of the command line. */
    public List<String> words() {
        return spec.root().commandLine().getParseResult().originalArgs();
    }

    public PrintWriter err() {
        return spec.commandLine().getErr();
    }

    public PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The exception for options that are wrong together. */
    public UsageException usage(String format, Object... args) {
        return new UsageException(Text.format(format, args));
    }

    /** Checks a condition on options; the message names the option and the remedy. */
    public void require(boolean holds, String format, Object... args) {
        UsageException.require(holds, format, args);
    }

    /**
     * Checks that a result fits into memory, before the work begins.
     *
     * @param what the result that needs the memory, with the option that asks for it
     */
    public void requireMemory(String what, double bytes) {
        double all = Runtime.getRuntime().maxMemory();
        require(
                bytes <= all,
                "%s: that takes %.1f GB but this JVM has at most %.1f GB; ask for less, or give it more with"
                        + " JAVA_TOOL_OPTIONS=-Xmx%.0fg",
                what,
                bytes * 1e-9,
                all * 1e-9,
                Math.ceil(1.5e-9 * bytes));
    }

    /** The long names of the options that the user gave. */
    public List<String> given() {
        return spec.commandLine().getParseResult().matchedOptions().stream()
                .map(OptionSpec::longestName)
                .toList();
    }

    /** The long names of the options that the user gave and that a mixin of the command has. */
    public List<String> given(String mixin) {
        List<String> given = given();
        return Objects.requireNonNull(spec.mixins().get(mixin), mixin).options().stream()
                .map(OptionSpec::longestName)
                .filter(given::contains)
                .toList();
    }
}
