package io.github.vflow.cli.console;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.usage.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Results are on standard output and lines about the work on standard error. */
final class ConsoleTest {
    private static final Facts FACTS = new Facts().put("n", 3).line("%d rows", 3);

    @TempDir
    private Path dir;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @CommandLine.Command(
            name = "probe",
            version = {"probe 7", "beta"})
    private static final class Probe {
        @CommandLine.Mixin
        private final Console console = new Console();

        @CommandLine.Option(names = {"-n", "--number"})
        private int number;
    }

    private Console console(String... words) {
        Probe probe = new Probe();
        CommandLine line = new CommandLine(probe).setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        line.parseArgs(words);
        assertEquals(List.of(words).contains("-n") ? 5 : 0, probe.number);
        return probe.console;
    }

    private void assertPrinted(String result, String note) {
        assertEquals(result, out.toString().replace("\r\n", "\n"));
        assertEquals(note, err.toString().replace("\r\n", "\n"));
    }

    @Test
    void aResultIsItsLines() throws IOException {
        Console console = console();
        assertFalse(console.isJson());
        console.say("%s is %d", "a\u001b", 1);
        console.report(FACTS);
        console.json(FACTS);
        console.report(dir, FACTS);
        assertPrinted("a\\u001b is 1\n3 rows\n3 rows\n", "");
        console.report(null, FACTS);
        console.note("%d %%", 5);
        assertPrinted("a\\u001b is 1\n3 rows\n3 rows\n", "3 rows\n5 %\n");
    }

    @Test
    void withJsonAResultIsOneObject() {
        Console console = console("--json");
        assertTrue(console.isJson());
        console.say("a line");
        console.report(FACTS);
        console.json(FACTS);
        console.note("a note");
        assertPrinted("{\"n\":3}\n{\"n\":3}\n", "a note\n");
    }

    @Test
    void aTableGoesToItsFileOrToStandardOutput() throws IOException {
        byte[] table = "a,b\u001b\nü,1\n".getBytes(StandardCharsets.UTF_8);
        Path file = dir.resolve("t.csv");
        console().write(file, to -> to.write(table));
        assertEquals("a,b\u001b\nü,1\n", Files.readString(file));
        assertPrinted("", "");
        console().write(null, to -> to.write(table));
        assertPrinted("a,b\\u001b\nü,1\n", "");
    }

    @Test
    void theCommandLineIsKnown() {
        Console console = console("-n", "5", "--json");
        assertEquals("probe 7 beta", console.version());
        assertEquals(List.of("-n", "5", "--json"), console.words());
        assertEquals(List.of("--number", "--json"), console.given());
    }

    @Test
    void aConditionThatFailsIsWrongUse() {
        Console console = console();
        assertDoesNotThrow(() -> console.require(true, "never"));
        assertEquals(
                "5 % of x",
                assertThrows(UsageException.class, () -> console.require(false, "%d %% of %s", 5, "x"))
                        .getMessage());
        assertEquals("100 %", console.usage("100 %").getMessage());
        assertEquals("x and 2", console.usage("%s and %d", "x", 2).getMessage());
    }

    @Test
    void moreMemoryThanThereIsIsRefusedWithTheSizeToAskFor() {
        Console console = console();
        double all = Runtime.getRuntime().maxMemory();
        assertDoesNotThrow(() -> console.requireMemory("--grid 9", all));
        assertEquals(
                Text.format(
                        "--grid 9: that takes 3000000.0 GB but this JVM has at most %.1f GB; ask for less, or give it more"
                                + " with JAVA_TOOL_OPTIONS=-Xmx4500000g",
                        all * 1e-9),
                assertThrows(UsageException.class, () -> console.requireMemory("--grid 9", 3e15))
                        .getMessage());
    }

    @Test
    void factsSayTheFilesThatWereWritten() {
        Facts facts = new Facts().wrote(null).wrote(Path.of("m")).lines(List.of("100 %", "x"));
        assertEquals("wrote m\n100 %\nx", facts.text());
    }

    @Test
    void aRecordIsWrittenToAFile() throws IOException {
        Path file = dir.resolve("r.json");
        Json.write(new Facts().put("ü", true), file);
        assertEquals("{\"ü\":true}", Files.readString(file));
    }

    @Test
    void eachStreamIsFlushedAndClosed() throws IOException {
        StringBuilder said = new StringBuilder();
        java.io.Writer to = new StringWriter() {
            @Override
            public void flush() {
                said.append("flush ");
            }

            @Override
            public void close() {
                said.append("close");
            }
        };
        new Utf8Stream(to).flush();
        StandardOutput output = new StandardOutput(to);
        output.flush();
        output.close();
        assertEquals("flush flush close", said.toString());
    }
}
