package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.github.vflow.table.TableModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command starts a service with the alarms and the missing cells of {@code vflow score}, and ends it at a signal; its answers have tests beside it. */
final class ServeTest {
    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "0.1.0");
    private static final String RATE = "0.05";
    private static final int PATIENCE_MS = 240_000;

    @TempDir
    static Path dir;

    /** With a text of missing cells that the training had. */
    private static Path model() throws IOException {
        Path model = dir.resolve("trees.safetensors");
        TableModel.load(GOLDEN.resolve(Path.of("typed", "model.safetensors")))
                .withNotes(Map.of("missing", "[\"none\"]"))
                .save(model);
        return model;
    }

    @Test
    void itAnswersAsScoreDoes() throws Exception {
        Path model = model();
        Path table = dir.resolve("rows.csv");
        Files.write(
                table,
                List.of(
                        "kind,count,steps,net,gross,unit",
                        "oak,2,186,21.03,43.06,cm",
                        "none,3,none,20.78,42.56,cm",
                        "palm,3,189,20.78,none,cm"));
        Path out = dir.resolve("scored.csv");
        Run.vflow("score", model, table, "--alarms", RATE, "--strict", "--out", out)
                .ok();
        List<NamedCsvRecord> scored = records(Files.readString(out));
        try (Service service = Service.of(model, "--alarms", RATE)) {
            String said = service.out();
            assertTrue(said.matches("(?s).*a verdict takes \\S+ ms.*; with a missing cell takes \\S+ ms.*"), said);
            assertTrue(said.contains("alarms at a rate of " + RATE), said);
            List<NamedCsvRecord> answers =
                    records(service.post("/score", Files.readString(table), "Content-Type", "text/csv")
                            .body());
            assertEquals(3, answers.size());
            for (int i = 0; i < answers.size(); i++) {
                for (String name : List.of("log_prob", "alarm_score", "p_value", "alarm")) {
                    assertEquals(scored.get(i).getField(name), answers.get(i).getField(name), name);
                }
            }
            assertEquals("", answers.get(1).getField("error"));
            JsonNode row = service.ask(
                    "/score", "{\"kind\":\"none\",\"count\":3,\"net\":20.78,\"gross\":42.56,\"unit\":\"cm\"}");
            assertEquals(
                    Double.parseDouble(scored.get(1).getField("log_prob")),
                    row.path("log_prob").doubleValue());
            assertEquals("", service.err());
        }
    }

    private static List<NamedCsvRecord> records(String text) {
        return CsvReader.builder().ofNamedCsvRecord(text).stream().toList();
    }

    @Test
    void whatIsSensibleIsSaid() throws IOException {
        Path model = model();
        Path other = Files.createDirectories(dir.resolve("other")).resolve("trees.safetensors");
        assertEquals(
                "vflow: " + model + " and " + other
                        + " have the same name, trees; rename one of them (see vflow serve --help)",
                Run.vflow("serve", model, other).failure(2));
        Path lines = Files.writeString(dir.resolve("lines.txt"), "one\ntwo\n");
        assertEquals(
                "vflow: --token-file " + lines + " must have one line, the secret (see vflow serve --help)",
                Run.vflow("serve", model, "--token-file", lines).failure(2));
        String said = Run.vflow("serve", model, "--key-store", lines, "--password-file", lines)
                .failure(2);
        assertTrue(said.contains("--password-file"), said);
        Path word = Files.writeString(dir.resolve("word.txt"), "word\n");
        said = Run.vflow("serve", model, "--key-store", lines, "--password-file", word)
                .failure(1);
        assertTrue(said.contains(lines + ": it must be a key store with a key of the password but "), said);
    }

    @Test
    void aSignalEndsTheServiceWithZero() throws Exception {
        Path out = dir.resolve("signal.out");
        Process process = new ProcessBuilder(
                        Processes.command(Main.class, List.of("serve", model().toString(), "--port", "0")))
                .redirectOutput(out.toFile())
                .redirectError(dir.resolve("signal.err").toFile())
                .start();
        try {
            Processes.waitFor(out, "listening on");
            process.destroy();
            assertTrue(process.waitFor(PATIENCE_MS, TimeUnit.MILLISECONDS));
            assertEquals(0, process.exitValue(), () -> String.valueOf(dir));
        } finally {
            process.destroyForcibly();
        }
    }
}
