package io.github.vflow.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** What every command has: results on standard output, everything else on standard error. */
final class Console {
    private static final JsonMapper JSON = new JsonMapper();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--json", description = "Print one JSON object on standard output and nothing else.")
    private boolean json;

    @Option(names = "--debug", description = "On failure print the stack trace too.")
    private boolean debug;

    boolean isJson() {
        return json;
    }

    boolean isDebug() {
        return debug;
    }

    /** A line of the result, for people; left out when the result is JSON. */
    void say(String format, Object... args) {
        if (!json) {
            spec.commandLine().getOut().println(Text.format(format, args));
            spec.commandLine().getOut().flush();
        }
    }

    /** The whole result, for programs; left out when it is text. */
    void result(Map<String, ?> object) {
        if (json) {
            spec.commandLine().getOut().println(JSON.writeValueAsString(Text.withoutNaN(object)));
            spec.commandLine().getOut().flush();
        }
    }

    /** A line about what happens meanwhile. */
    void note(String format, Object... args) {
        err().println(Text.format(format, args));
        err().flush();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** The command as the user typed its name. */
    CommandSpec command() {
        return spec;
    }
}
