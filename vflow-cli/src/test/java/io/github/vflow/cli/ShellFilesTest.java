package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Completion and manual pages know every command and every option. */
final class ShellFilesTest {
    @TempDir
    static Path dir;

    @BeforeAll
    static void write() throws IOException {
        ShellFiles.main(new String[] {dir.toString()});
    }

    private static List<CommandLine> commands() {
        return List.copyOf(Main.commandLine().getSubcommands().values());
    }

    @Test
    void everyCommandHasAPageWithAllItsOptions() throws IOException {
        assertTrue(commands().size() > 10);
        String all = Files.readString(dir.resolve("man/man1/vflow.1"));
        for (CommandLine command : commands()) {
            String name = command.getCommandName();
            assertTrue(all.contains("vflow\\-" + name.replace("-", "\\-") + "\\fR(1)"), name);
            String page = Files.readString(dir.resolve("man/man1/vflow-" + name + ".1"));
            assertTrue(page.startsWith(".TH VFLOW-"), page);
            command.getCommandSpec().options().stream()
                    .filter(o -> !o.hidden())
                    .flatMap(o -> Arrays.stream(o.names()))
                    .forEach(o -> assertTrue(page.contains("\\fB" + o.replace("-", "\\-") + "\\fR"), name + " " + o));
        }
    }

    /** A line of text that begins with a dot would be left out by man. */
    @Test
    void linesThatBeginWithADotAreRequests() throws IOException {
        try (var pages = Files.list(dir.resolve("man/man1"))) {
            for (Path page : pages.toList()) {
                Files.readAllLines(page).stream()
                        .filter(line -> line.startsWith(".") || line.startsWith("'"))
                        .forEach(line -> assertTrue(line.matches("\\.(TH .+|SH .+|TP|PP|nf|fi)"), page + ": " + line));
            }
        }
    }

    /** The function of the completion, as bash calls it when a key is pressed. */
    @Test
    void bashCompletesCommandsAndOptions() throws IOException, InterruptedException {
        assertTrue(completed("vflow", "sc").contains("score"));
        assertTrue(completed("vflow", "score", "--al").contains("--alarms"));
        assertTrue(completed("vflow", "train", "--valid").contains("--validation"));
    }

    private static List<String> completed(String... words) throws IOException, InterruptedException {
        String script =
                "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; _complete_vflow; printf '%%s\\n' \"${COMPREPLY[@]}\""
                        .formatted(dir.resolve("completion/vflow"), String.join(" ", words), words.length - 1);
        Process bash = new ProcessBuilder("bash", "--norc", "-c", script)
                .redirectErrorStream(true)
                .start();
        List<String> lines = bash.inputReader().lines().map(String::strip).toList();
        assertEquals(0, bash.waitFor(), lines.toString());
        return lines;
    }
}
