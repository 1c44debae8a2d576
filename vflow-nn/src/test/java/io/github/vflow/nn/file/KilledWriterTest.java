package io.github.vflow.nn.file;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a writer that was killed goes away with the next write; what others are writing stays. */
final class KilledWriterTest {
    private static final String ID = "01234567-89ab-cdef-0123-456789abcdef";

    @TempDir
    Path directory;

    private Process halfWritten(Path file) throws IOException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SlowWriter.class.getName(),
                        file.toString())
                .redirectError(Redirect.INHERIT)
                .start();
        assertEquals("half", writer.inputReader().readLine());
        return writer;
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    private static void write(Path file) throws IOException {
        AtomicFile.write(file, out -> out.write("new".getBytes(StandardCharsets.UTF_8)));
    }

    private String left(String name, Instant modified) throws IOException {
        Path file = Files.createFile(directory.resolve(name));
        Files.setLastModifiedTime(file, FileTime.from(modified));
        return name;
    }

    @Test
    void whatAKilledWriterLeftGoesWithTheNextWrite() throws Exception {
        Path file = directory.resolve("a.txt");
        Process writer = halfWritten(file);
        writer.destroyForcibly().waitFor();
        assertEquals(1, names().size(), "it left a temporary file: " + names());
        write(file);
        assertEquals(List.of("a.txt"), names());
    }

    @Test
    void whatAnotherProcessIsWritingStays() throws Exception {
        Path file = directory.resolve("a.txt");
        Process writer = halfWritten(file);
        write(file);
        assertEquals(2, names().size(), "its temporary file stays: " + names());
        writer.getOutputStream().write('\n');
        writer.getOutputStream().flush();
        assertEquals(0, writer.waitFor());
        assertEquals(2_000_000, Files.size(file));
        assertEquals(List.of("a.txt"), names());
    }

    /** A container that starts again gives its process the same number. */
    @Test
    void aProcessOfTheSameNumberThatStartedLaterIsAnother() throws IOException {
        long self = ProcessHandle.current().pid();
        left(".a.txt." + self + "-" + ID + ".tmp", Instant.EPOCH);
        String own = left(".a.txt." + self + "-" + ID.replace('0', '1') + ".tmp", Instant.now());
        write(directory.resolve("a.txt"));
        assertEquals(List.of(own, "a.txt"), names());
    }

    /** No process has a number this large. */
    @Test
    void otherFilesStay() throws IOException {
        TreeSet<String> others = new TreeSet<>();
        for (String name : List.of(
                ".b.txt.999999999999-" + ID + ".tmp",
                ".a.txt.b.999999999999-" + ID + ".tmp",
                ".a_txt.999999999999-" + ID + ".tmp",
                ".a.txt.999999999999-" + ID + ".tmp.gz",
                ".a.txt.999999999999-x.tmp",
                ".a.txt." + ID + ".tmp",
                "a.txt.999999999999-" + ID + ".tmp")) {
            others.add(left(name, Instant.EPOCH));
        }
        left(".a.txt.999999999999-" + ID + ".tmp", Instant.EPOCH);
        write(directory.resolve("a.txt"));
        others.add("a.txt");
        assertEquals(List.copyOf(others), names());
    }

    @Test
    void whatCannotBeRemovedIsNoReasonNotToWrite() throws IOException {
        Path full = Files.createDirectory(directory.resolve(".a.txt.999999999998-" + ID + ".tmp"));
        Files.createFile(full.resolve("x"));
        left(".a.txt.999999999997-" + ID + ".tmp", Instant.EPOCH);
        left(".a.txt.999999999999-" + ID + ".tmp", Instant.EPOCH);
        write(directory.resolve("a.txt"));
        assertEquals(List.of(full.getFileName().toString(), "a.txt"), names());
    }
}
