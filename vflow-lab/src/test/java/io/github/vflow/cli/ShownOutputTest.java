package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.Documents;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** README shows what its commands print: its console, with pipes and all steps, in a shell. */
@EnabledIfSystemProperty(named = "vflow.nightly", matches = "true", disabledReason = "trains with all steps")
final class ShownOutputTest {
    private static final String GAP = "…";

    @TempDir
    Path folder;

    @Test
    void readmeShowsWhatItsCommandsPrint() throws IOException, InterruptedException {
        DocumentedCommandsTest.copyExamples(folder);
        writeLauncher();
        List<Documents.Piece> consoles = Documents.pieces(List.of(Path.of("README.md"))).stream()
                .filter(p -> p.language().equals("console"))
                .toList();
        assertEquals(1, consoles.size());
        List<String> shown = consoles.getFirst().lines();
        for (int i = 0; i < shown.size(); ) {
            int next = i + 1;
            while (next < shown.size() && !shown.get(next).startsWith("$ ")) {
                next++;
            }
            String printed = printed(shown.get(i).substring(2));
            assertEquals(List.of(), absent(shown.subList(i + 1, next), printed), shown.get(i) + " prints:\n" + printed);
            i = next;
        }
    }

    /** Shown lines that were not printed in their order; all lines must be there between gaps. */
    private static List<String> absent(List<String> shown, String printed) {
        List<String> rest = new ArrayList<>(printed.lines().toList());
        List<String> absent = new ArrayList<>();
        for (String line : shown) {
            int at = rest.indexOf(line);
            if (at >= 0) {
                rest = rest.subList(at + 1, rest.size());
            } else if (!line.equals(GAP)) {
                absent.add(line);
            }
        }
        return absent;
    }

    private void writeLauncher() throws IOException {
        Path launcher = folder.resolve("vflow");
        Files.writeString(launcher, """
                #!/bin/sh
                exec '%s' --add-modules jdk.incubator.vector -cp '%s' %s "$@"
                """.formatted(
                        Path.of(System.getProperty("java.home"), "bin", "java"),
                        System.getProperty("java.class.path"),
                        Main.class.getName()));
        launcher.toFile().setExecutable(true);
    }

    private String printed(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), command + " printed:\n" + out);
        return out;
    }
}
