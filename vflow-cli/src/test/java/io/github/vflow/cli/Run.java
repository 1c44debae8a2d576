package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What a command printed and returned. */
record Run(int code, String out, String err) {

    static Run vflow(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out));
        command.setErr(new PrintWriter(err));
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = String.valueOf(args[i]);
        }
        int code = command.execute(words);
        return new Run(code, out.toString(), err.toString());
    }

    /** Checks that it succeeded. */
    Run ok() {
        assertEquals(0, code, () -> "exit code; standard error was:\n" + err + "\nstandard output was:\n" + out);
        return this;
    }

    /** Checks that it failed with one line on standard error, which comes last, and no stack trace. */
    String failure(int expected) {
        assertEquals(expected, code, () -> "exit code; standard error was:\n" + err + "\nstandard output was:\n" + out);
        String last = err.strip().lines().reduce("", (_, line) -> line);
        assertEquals(true, last.startsWith("vflow: "), () -> "standard error was:\n" + err);
        assertEquals(false, err.contains("\tat "), () -> "a stack trace:\n" + err);
        return last;
    }

    /** Standard output as one JSON object. */
    JsonNode json() {
        assertEquals(1, out.strip().lines().count(), () -> "one line of JSON, but got:\n" + out);
        return new JsonMapper().readTree(out);
    }
}
