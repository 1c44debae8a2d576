package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.StringWriter;
import java.io.Writer;

/** What a command printed and returned. */
record Run(int code, String out, String err) {

    static Run vflow(Object... args) {
        return printingTo(new StringWriter(), args);
    }

    /** With a standard output of the caller's, which may fail. */
    static Run printingTo(Writer out, Object... args) {
        StringWriter err = new StringWriter();
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = String.valueOf(args[i]);
        }
        int code = Main.execute(out, err, words);
        String said = out.toString();
        if (words.length > 0 && said.startsWith("{")) {
            PrintedNumbers.check(words[0], said);
            said = PrintedNumbers.withFault(words[0], said);
        }
        return new Run(code, said, err.toString());
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
        return JsonNode.of(out);
    }
}
