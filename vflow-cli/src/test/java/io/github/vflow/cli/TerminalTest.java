package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.spec.RowSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a file or an argument holds cannot steer the terminal. */
final class TerminalTest {
    /** Clears the screen. */
    private static final String CLEAR = "\u001b[2J";

    private static final String SHOWN = "\\u001b[2J";

    @TempDir
    Path dir;

    private static void isHarmless(String text) {
        text.chars()
                .filter(c -> c != '\n' && c != '\t')
                .forEach(c -> assertFalse(
                        Character.isISOControl(c) || isOrder(c), () -> Text.format("U+%04X in %s", c, text)));
    }

    private static boolean isOrder(int c) {
        return c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 13, 0x1b, 0x7f, 0x85, 0x9b, 0x2028, 0x2029, 0x202a, 0x202e, 0x2066, 0x2069})
    void everySuchCharacterIsWrittenOut(int c) {
        String name = "a" + (char) c + "b";
        Run run = Run.vflow("train", name, "--nonsense" + (char) c);
        isHarmless(run.err());
        assertTrue(run.failure(2).contains(Text.format("--nonsense\\u%04x", c)), run.err());
        if (c != 0) { // no path holds it
            Run missing = Run.vflow("train", name);
            isHarmless(missing.err());
            assertTrue(missing.failure(1).contains(Text.format("a\\u%04xb", c)), missing.err());
        }
    }

    @Test
    void aPathCannotHoldNul() {
        String message = Run.vflow("evaluate", "model\0", "moons").failure(2);
        isHarmless(message);
        assertTrue(message.contains("model\\u0000"), message);
        message = Run.vflow("train", "data\0").failure(1);
        isHarmless(message);
        assertTrue(message.contains("data\\u0000") && !message.contains("internal error"), message);
    }

    @Test
    void cellsAndNamesOfATableAreWrittenOut() throws IOException {
        Path table = Files.writeString(dir.resolve("t.csv"), "a,b\n" + ("1," + CLEAR + "\n2,\"x\ny\"\n").repeat(3));
        Run schema = Run.vflow("schema", table).ok();
        isHarmless(schema.out());
        assertTrue(schema.out().contains(SHOWN + ", x\\u000ay"), schema.out());
        Files.writeString(table, "a,b\n" + "1,7\n2,4\n".repeat(9) + "3," + CLEAR + "\n");
        Run train = Run.vflow("train", table, "--steps", 0);
        isHarmless(train.err());
        Run score = Run.vflow("score", model(List.of("a", "b"), Map.of()), table);
        isHarmless(score.err());
        assertTrue(score.err().contains(SHOWN), score.err());
        isHarmless(score.out());
        Path raw = dir.resolve("raw.csv");
        Run.vflow("score", model(List.of("a", "b"), Map.of()), table, "--out", raw);
        assertTrue(Files.readString(raw).contains(CLEAR), "a file has the text as it is");
        Files.writeString(table, "a," + CLEAR + "\n1,x\n2,y\n3,z\n");
        String message = Run.vflow("train", table).failure(1);
        isHarmless(message);
        assertTrue(message.contains("u001b"), message);
    }

    private Path model(List<String> columns, Map<String, String> notes) throws IOException {
        Path file = dir.resolve("m.safetensors");
        new ModelFile(Models.of(RowSpec.of(2, 0, 1), 1), columns, notes).save(file);
        return file;
    }

    /** With a line end, a note could feign a line of its own. */
    @Test
    void notesOfAModelAreWrittenOut() throws IOException {
        Path model = model(List.of("a", "b"), Map.of("data" + CLEAR, CLEAR + "\nwrote m", "plan", "a\u2028b"));
        Run info = Run.vflow("info", model).ok();
        isHarmless(info.out());
        assertTrue(info.out().contains("data" + SHOWN + " " + SHOWN + "\\u000awrote m"), info.out());
        Run json = Run.vflow("info", model, "--json").ok();
        isHarmless(json.out());
        assertEquals("a\u2028b", json.json().path("notes").path("plan").stringValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\u001b[2J", "a\u009b", "a\nexit code 0", "a\u202e", "a\u2028b"})
    void namesOfColumnsAreRefusedOrWrittenOut(String name) throws IOException {
        Path model;
        try {
            model = model(List.of(name, "b"), Map.of());
        } catch (IllegalArgumentException e) {
            isHarmless(Printable.text(String.valueOf(e.getMessage())));
            return;
        }
        String written = Printable.line(name).substring(1);
        Path table = Files.writeString(dir.resolve("t.csv"), "c,d\n1,2\n");
        for (Run run : List.of(Run.vflow("info", model), Run.vflow("score", model, table))) {
            isHarmless(run.out());
            isHarmless(run.err());
            assertTrue((run.out() + run.err()).contains(written.substring(0, 6)), run.out() + run.err());
        }
        Run json = Run.vflow("info", model, "--json");
        isHarmless(json.out());
        assertTrue(
                json.code() == 1
                        || name.equals(json.json().path("columns").get(0).stringValue()),
                json.out());
    }

    @Test
    void whatIsPrintedOtherwiseStaysAsItIs() {
        assertEquals("é ± − \ud83d\ude00\t\n", Printable.text("é ± − \ud83d\ude00\t\n"));
        assertEquals("a\r\nb\\u000d", Printable.text("a\r\nb\r"));
        assertEquals("a\\u000ab", Printable.line("a\nb"));
    }
}
