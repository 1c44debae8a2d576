package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that cannot be printed are a failure, whatever was to be printed. */
final class OutputTest {
    private static final String REMEDY = "; the output is incomplete: make room, or let its reader read to the end";

    @TempDir
    static Path dir;

    private static Path model = Path.of("model");
    private static Path table = Path.of("table");

    @BeforeAll
    static void write() throws IOException {
        model = dir.resolve("model.safetensors");
        table = Tables.write(dir.resolve("in.csv"), 2_000, 3);
        new ModelFile(Models.of(RowSpec.of(3, 1, 1), 4), List.of(), Map.of()).save(model);
    }

    /** Has room for some characters. */
    private static final class Full extends Writer {
        private final StringWriter there = new StringWriter();
        private int room;

        Full(int room) {
            this.room = room;
        }

        @Override
        public void write(char[] text, int from, int n) throws IOException {
            if (n > room) {
                throw new IOException("No space left on device");
            }
            room -= n;
            there.write(text, from, n);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}

        @Override
        public String toString() {
            return there.toString();
        }
    }

    static List<List<Object>> commands() {
        return List.of(
                List.of("score", model, table, "--elbo"),
                List.of("sample", model, "-n", 2_000),
                List.of("info", model),
                List.of("info", model, "--json"),
                List.of("evaluate", model, table, "--samples", 1),
                List.of("experiment", "moons", "--steps", 1, "--augment", 0, "--out", dir.resolve("m")),
                List.of("--help"),
                List.of("train", "--help"),
                List.of("help", "score"),
                List.of("--version"));
    }

    @ParameterizedTest
    @org.junit.jupiter.params.provider.MethodSource("commands")
    void aFullStandardOutputIsAFailure(List<Object> command) {
        String message = Run.printingTo(new Full(3), command.toArray()).failure(1);
        assertEquals("vflow: cannot write to standard output: No space left on device" + REMEDY, message);
    }

    /** Where the last of the characters fits only just, and where it does not. */
    @Test
    void theLastCharacterCounts() {
        int all = Run.vflow("info", model, "--json").ok().out().length();
        Run.printingTo(new Full(all), "info", model, "--json").ok();
        Run.printingTo(new Full(all - 1), "info", model, "--json").failure(1);
    }

    @Test
    void noTableIsComputedForAReaderThatHasGone() {
        Run run = Run.printingTo(new Full(10_000), "sample", model, "-n", 2_000);
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.failure(1).contains("cannot write to standard output"), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {"score", "--help"})
    void aFullDeviceIsAFailure(String command) throws IOException, InterruptedException {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "no /dev/full here");
        List<String> words = switch (command) {
            case "score" -> List.of("score", model.toString(), table.toString(), "--elbo");
            case "sample" -> List.of("sample", model.toString());
            case "info" -> List.of("info", model.toString(), "--json");
            default -> List.of(command);
        };
        Process process = process(words).redirectOutput(full.toFile()).start();
        String err = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(1, process.waitFor(), err);
        assertTrue(
                err.lines()
                        .anyMatch(l -> l.startsWith("vflow: cannot write to standard output: ") && l.endsWith(REMEDY)),
                err);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sample", "info"})
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    void aFullDeviceIsOneForOtherCommands(String command) throws IOException, InterruptedException {
        aFullDeviceIsAFailure(command);
    }

    /** As of {@code vflow sample … | head -1}. */
    @Test
    void aReaderThatStopsEndsTheCommand() throws IOException, InterruptedException {
        Process process =
                process(List.of("sample", model.toString(), "-n", "200000")).start();
        int first = process.getInputStream().read();
        process.getInputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals('x', first);
        assertEquals(1, process.waitFor(), err);
        assertEquals(1, err.lines().filter(l -> l.startsWith("vflow: ")).count(), err);
    }

    private static ProcessBuilder process(List<String> words) {
        return new ProcessBuilder(Processes.command(Main.class, words)).directory(new File(dir.toString()));
    }
}
