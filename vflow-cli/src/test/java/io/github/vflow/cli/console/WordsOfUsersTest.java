package io.github.vflow.cli.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Words of a command line, and lines that answer them. */
final class WordsOfUsersTest {
    private final StringWriter err = new StringWriter();

    enum Kind {
        PLAIN,
        AFFINE_TANH
    }

    @CommandLine.Command(name = "probe")
    @SuppressWarnings("UnusedVariable") // picocli sets the console
    private static final class Probe implements Runnable {
        @CommandLine.Mixin
        private final Console console = new Console();

        @CommandLine.Option(names = "--kind", description = "${COMPLETION-CANDIDATES}")
        private Kind kind = Kind.PLAIN;

        private Exception failure = new IOException("none");

        @Override
        public void run() {
            if (failure instanceof RuntimeException e) {
                throw e;
            }
            throw new UncheckedIOException((IOException) failure);
        }
    }

    private final Probe probe = new Probe();

    private int run(Exception failure, String... words) {
        probe.failure = failure;
        CommandLine line = new CommandLine(probe).setErr(new PrintWriter(err));
        EnumWords.install(line);
        Failure handler = new Failure();
        return line.setExecutionExceptionHandler(handler)
                .setParameterExceptionHandler(handler)
                .execute(words);
    }

    @Test
    void aFailureIsOneLine() {
        assertEquals(1, run(new IOException("  first\r\n  second \n")));
        assertEquals("vflow: first; second\n", err.toString());
    }

    @Test
    void debugAddsTheStack() {
        assertEquals(1, run(new IllegalArgumentException("odd; take Memory.CHECKPOINTED"), "--debug"));
        List<String> lines = err.toString().lines().toList();
        assertEquals("vflow: odd; take --memory checkpointed", lines.getFirst());
        assertEquals("java.lang.IllegalArgumentException: odd; take Memory.CHECKPOINTED", lines.get(1));
        assertTrue(lines.get(2).startsWith("\tat "), lines.get(2));
    }

    @Test
    void wrongUseNamesTheHelp() {
        assertEquals(2, run(new io.github.vflow.cli.usage.UsageException("--a needs\n--b")));
        assertEquals("vflow: --a needs; --b (see probe --help)\n", err.toString());
    }

    @Test
    void aWrongOptionHasASuggestion() {
        assertEquals(2, run(new IOException(), "--kidn=x"));
        assertEquals("vflow: Unknown option: '--kidn=x'; did you mean --kind? (see probe --help)\n", err.toString());
        err.getBuffer().setLength(0);
        assertEquals(2, run(new IOException(), "--kind=wide"));
        assertEquals(
                "vflow: Invalid value for option '--kind': expected one of plain, affine-tanh but was 'wide' (see probe"
                        + " --help)\n",
                err.toString());
    }

    @Test
    void constantsAreWords() {
        assertEquals(1, run(new IOException("x"), "--kind=Affine-Tanh"));
        assertEquals(Kind.AFFINE_TANH, probe.kind);
        CommandLine line = new CommandLine(probe);
        EnumWords.install(line);
        assertTrue(line.getUsageMessage().contains("plain, affine-tanh"), line.getUsageMessage());
    }

    /** Distances counted by hand. */
    @Test
    void typingErrorsAreCounted() {
        assertEquals(0, Spelling.errors("train", "train"));
        assertEquals(1, Spelling.errors("trian", "train"));
        assertEquals(1, Spelling.errors("rtain", "train"));
        assertEquals(1, Spelling.errors("trani", "train"));
        assertEquals(1, Spelling.errors("trn", "tran"));
        assertEquals(1, Spelling.errors("trrain", "train"));
        assertEquals(1, Spelling.errors("brain", "train"));
        assertEquals(3, Spelling.errors("", "abc"));
        assertEquals(2, Spelling.errors("ab", ""));
        assertEquals(3, Spelling.errors("ca", "abc"));
        assertEquals(3, Spelling.errors("kitten", "sitting"));
        assertEquals("score", Spelling.nearest("scoer", List.of("serve", "score", "scope")));
    }

    @Test
    void commandsAreAsAShellTakesThem() {
        assertEquals(
                "vflow train 'a b.csv' --within 5s", CommandLines.of(List.of("train", "a b.csv", "--within", "5s")));
        assertEquals("'it'\\''s'", CommandLines.quoted("it's"));
        assertEquals("a./+,:=@%-1", CommandLines.quoted("a./+,:=@%-1"));
        assertEquals("''", CommandLines.quoted(""));
    }

    @Test
    void aTrainingIsNamedWithoutOptionsThatDoNotChangeItsModel() {
        assertEquals(
                "vflow train t.csv --steps 5 --seed=3",
                CommandLines.ofTraining(List.of(
                        "train",
                        "t.csv",
                        "--out",
                        "m",
                        "--steps",
                        "5",
                        "--resume",
                        "--json",
                        "--seed=3",
                        "--checkpoint",
                        "c",
                        "--threads",
                        "2",
                        "--debug")));
    }

    @Test
    void numbersHaveTheirUnits() {
        assertEquals("1 row", Text.count(1, "row"));
        assertEquals("0 rows", Text.count(0, "row"));
        assertEquals("1,200 rows", Text.count(1_200, "row"));
        assertEquals("0.0 s", Text.duration(0));
        assertEquals("1:00 min", Text.duration(60));
        assertEquals("59:59 min", Text.duration(3_599.4));
        assertEquals("1:00 h", Text.duration(3_600));
        assertEquals("2:01 h", Text.duration(7_319));
        assertEquals("1000000.0000", Text.nats(1e6));
        assertEquals("1.0000e+06", Text.nats(1_000_000.01));
        assertEquals("100 %", Text.format("100 %"));
        assertFalse(Text.divergence(-1e6).isPresent());
        assertTrue(Text.divergence(1_000_001).isPresent());
    }

    @Test
    void afterAFailureNothingIsWritten() {
        int[] calls = {0};
        StandardOutput output = new StandardOutput(new Writer() {
            @Override
            public void write(char[] text, int from, int length) throws IOException {
                calls[0]++;
                throw new IOException("full");
            }

            @Override
            public void flush() {
                calls[0]++;
            }

            @Override
            public void close() {
                calls[0]++;
            }
        });
        char[] text = {'x'};
        assertEquals(
                "cannot write to standard output: full; the output is incomplete: make room, or let its reader read to the"
                        + " end",
                Failure.message(assertThrows(UncheckedIOException.class, () -> output.write(text, 0, 1))));
        output.write(text, 0, 1);
        output.flush();
        output.close();
        assertEquals(1, calls[0]);
    }
}
