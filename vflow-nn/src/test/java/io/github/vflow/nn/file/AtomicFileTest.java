package io.github.vflow.nn.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AtomicFileTest {
    @TempDir
    Path directory;

    private static AtomicFile.Content text(String text) {
        return out -> out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(directory)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesAndReplaces() throws IOException {
        Path file = directory.resolve("a.txt");
        AtomicFile.write(file, text("old"));
        AtomicFile.write(file, text("new"));
        assertEquals("new", Files.readString(file));
        assertEquals(List.of("a.txt"), names());
    }

    @Test
    void aFailureLeavesTheOldContentAndNothingElse() throws IOException {
        Path file = directory.resolve("a.txt");
        AtomicFile.write(file, text("old"));
        AtomicFile.Content failing = out -> {
            out.write(new byte[1_000_000]);
            throw new IOException("disk full");
        };
        assertEquals(
                "cannot write " + file + ": disk full; make room there or choose another place",
                assertThrows(IOException.class, () -> AtomicFile.write(file, failing))
                        .getMessage());
        assertThrows(
                IllegalStateException.class,
                () -> AtomicFile.write(file, _ -> {
                    throw new IllegalStateException();
                }));
        assertEquals("old", Files.readString(file));
        assertThrows(IOException.class, () -> AtomicFile.write(directory.resolve("b.txt"), failing));
        assertEquals(List.of("a.txt"), names());
    }

    @Test
    void theNameIsNeverSeenHalfWritten() throws Exception {
        Path file = directory.resolve("a.txt");
        String zeros = "0".repeat(300_000);
        String ones = "1".repeat(300_000);
        AtomicFile.write(file, text(zeros));
        AtomicBoolean done = new AtomicBoolean();
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> {
            int halves = 0;
            while (!done.get()) {
                try {
                    String seen = Files.readString(file);
                    halves += seen.equals(zeros) || seen.equals(ones) ? 0 : 1;
                } catch (IOException e) {
                    halves++;
                }
            }
            return halves;
        });
        for (int i = 0; i < 20; i++) {
            AtomicFile.write(file, text(i % 2 == 0 ? ones : zeros));
        }
        done.set(true);
        assertEquals(0, reader.get());
    }

    @Test
    void aSymbolicLinkStaysOne() throws IOException {
        Path file = directory.resolve("a.txt");
        Path link = directory.resolve("link");
        AtomicFile.write(file, text("old"));
        Files.createSymbolicLink(link, file);
        AtomicFile.write(link, text("new"));
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("new", Files.readString(file));
    }

    @Test
    void othersMayReadTheFileAsTheyMayAnyNewFile() throws IOException {
        Path plain = Files.createFile(directory.resolve("plain"));
        Path file = directory.resolve("a.txt");
        AtomicFile.write(file, text("x"));
        assertEquals(Files.getPosixFilePermissions(plain), Files.getPosixFilePermissions(file));
    }

    @Test
    void aDeviceIsWrittenDirectly() throws IOException {
        Path device = Path.of("/dev/null");
        AtomicFile.write(device, text("x"));
        assertFalse(Files.isRegularFile(device));
    }

    @Test
    void aFullDiskIsNamed() {
        Path full = Path.of("/dev/full");
        assumeTrue(Files.exists(full), "Linux has one");
        String expected = "cannot write /dev/full: No space left on device; make room there or choose another place";
        assertEquals(expected, message(full, out -> out.write(1)));
        assertEquals(expected, message(full, out -> {
            try {
                out.write(1);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }));
        AtomicFile.Content silent = _ -> {
            throw new ClosedChannelException();
        };
        assertEquals(
                "cannot write /dev/full: ClosedChannelException; make room there or choose another place",
                message(full, silent));
    }

    private static String message(Path file, AtomicFile.Content content) {
        return assertThrows(IOException.class, () -> AtomicFile.write(file, content))
                .getMessage();
    }

    @Test
    void noPermissionIsForTheFileAndNotForATemporaryOne() throws IOException {
        Path locked = Files.createDirectory(
                directory.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        // root may write everywhere but there
        Path file = (Files.isWritable(locked) ? Path.of("/sys") : locked).resolve("a.txt");
        String message = message(file, text("x"));
        String expected = message.contains("Read-only")
                ? "cannot write " + file + ": Read-only file system; make room there or choose another place"
                : file + ": no permission to write it; choose another place, or ask its owner";
        assertEquals(expected, message);
    }

    @Test
    void saysWhatIsWrongWithTheName() {
        assertEquals(
                "cannot write " + directory + ": it is a directory; give the name of a file",
                assertThrows(IOException.class, () -> AtomicFile.write(directory, text("x")))
                        .getMessage());
        Path missing = directory.resolve("no/such");
        assertEquals(
                missing + ": the directory " + missing.getParent() + " does not exist; create it first",
                assertThrows(NoSuchFileException.class, () -> AtomicFile.write(missing, text("x")))
                        .getMessage());
    }
}
