package io.github.vflow.cli.model;

import io.github.vflow.cli.console.Console;
import io.github.vflow.nn.file.AtomicFile;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.DriftMonitor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** The state of a monitor, from one run of the command to the next. */
public final class DriftState {
    private DriftState() {}

    /**
     * The monitor of a file, or a new one if there is no file.
     *
     * @param rate of a new one
     * @throws FileFormatException if the file is not its state
     */
    public static DriftMonitor read(Console console, @Nullable Path file, Baseline baseline, double rate)
            throws IOException {
        if (file == null || !isThere(file)) {
            return DriftMonitor.of(baseline, rate);
        }
        DriftMonitor monitor;
        try {
            monitor = DriftMonitor.restore(baseline, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw new FileFormatException(file + ": " + e.getMessage() + " by removing the file", e);
        }
        console.require(
                monitor.rate() == rate || !console.given().contains("--rate"),
                "--rate is " + rate + " but the monitor of --state " + file + " has " + monitor.rate()
                        + "; leave --rate out, or give another file");
        return monitor;
    }

    /** Whether a regular file is there. A failure to look is no absence: a new monitor would take the place of the old one. */
    private static boolean isThere(Path file) throws IOException {
        try {
            return Files.readAttributes(file, BasicFileAttributes.class).isRegularFile();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Writes the state; a monitor that has raised an alarm starts anew. */
    public static void write(Console console, @Nullable Path file, DriftMonitor monitor) throws IOException {
        if (file == null) {
            return;
        }
        if (monitor.alarm().isPresent()) {
            monitor.restart();
            console.note("%s: the monitor starts anew after its alarm", file);
        }
        AtomicFile.write(file, to -> to.write(monitor.toJson().getBytes(StandardCharsets.UTF_8)));
    }
}
