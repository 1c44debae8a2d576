package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.cli.failing.FailingProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each call of the file system fails once: a command then leaves an old or a new file, no third, and says what happened in one line. By day some
 * calls of some commands fail, by night each call of each command.
 */
final class IoFailuresTest {
    private static final boolean NIGHTLY = Boolean.getBoolean("vflow.nightly");
    private static final long PATIENCE_MINUTES = NIGHTLY ? 120 : 8;

    @TempDir
    Path dir;

    @Test
    void noFailureLeavesAHalf() throws IOException, InterruptedException {
        String report = NIGHTLY ? reportOf("=1") : reportOf("calibrate=17", "drift=17");
        assertTrue(report.contains("calls: calibrate") && report.contains("calls: drift"), report);
        assertEquals("faults: 0", report.strip().lines().reduce("", (_, line) -> line), report);
    }

    private String reportOf(String... args) throws IOException, InterruptedException {
        Path folder = Files.createTempDirectory(dir, "io");
        Path out = folder.resolve("out");
        List<String> words = new ArrayList<>(List.of(folder.toString()));
        words.addAll(List.of(args));
        String provider = "-Djava.nio.file.spi.DefaultFileSystemProvider=" + FailingProvider.class.getName();
        Process process = new ProcessBuilder(Processes.command(FailingCommands.class, words, provider))
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve("err").toFile())
                .start();
        assertTrue(process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES), "it takes too long");
        assertEquals(0, process.exitValue(), Files.readString(folder.resolve("err")));
        return Files.readString(out);
    }
}
