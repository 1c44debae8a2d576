package io.github.vflow.nn.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file all at once or not at all: temporary file in the same directory, fsync, rename. A reader sees the old
 * content or the new one, even after a crash.
 */
public final class AtomicFile {
    private static final int BUFFER = 1 << 16;

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes the whole content to a buffered stream, which the caller closes.
         *
         * @throws IOException if that fails; the file then stays as it was
         */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes a file. Follows a symbolic link and writes its target. Writes directly to a special file, such as
     * {@code /dev/stdout}. First removes the temporary files that killed writers of the same file left.
     *
     * @throws AccessDeniedException if the directory is not writable; the exception names the file
     * @throws IOException if the directory is missing, the file is a directory, or the content cannot be written. The
     *     exception names the file, which stays as it was; no temporary file remains
     */
    public static void write(Path file, Content content) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("cannot write " + file + ": it is a directory; give the name of a file");
        }
        boolean exists = Files.exists(file);
        if (exists && !Files.isRegularFile(file)) {
            named(file, () -> writeThrough(file, content));
            return;
        }
        Path target = exists ? file.toRealPath() : file.toAbsolutePath();
        Path directory = target.getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(
                    file.toString(), null, "the directory " + directory + " does not exist; create it first");
        }
        named(file, () -> replace(directory, target, content));
    }

    private static void writeThrough(Path file, Content content) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
            content.writeTo(out);
        }
    }

    private static void replace(Path directory, Path target, Content content) throws IOException {
        Temporaries temporaries = Temporaries.of(directory, target);
        temporaries.removeOrphans();
        // Not Files.createTempFile: its files are readable by their owner only, and the rename would keep that.
        Path temporary = temporaries.next();
        try {
            writeAndForce(temporary, content);
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
        forceDirectory(directory);
    }

    private static void writeAndForce(Path file, Content content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW)) {
            OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
            content.writeTo(out);
            out.flush();
            channel.force(true);
        }
    }

    /** Forces the rename to disk. Windows cannot open a directory, and does not need this. */
    private static void forceDirectory(Path directory) {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            System.getLogger("io.github.vflow").log(System.Logger.Level.DEBUG, "no fsync of " + directory, e);
        }
    }

    private interface Attempt {
        void run() throws IOException;
    }

    /** Rethrows exceptions with the name of the file: those of the system name the temporary file or none. */
    private static void named(Path file, Attempt attempt) throws IOException {
        try {
            attempt.run();
        } catch (AccessDeniedException e) {
            AccessDeniedException denied = new AccessDeniedException(
                    file.toString(), null, "no permission to write it; choose another place, or ask its owner");
            denied.initCause(e);
            throw denied;
        } catch (IOException | UncheckedIOException e) {
            throw new IOException(
                    "cannot write " + file + ": " + reason(e) + "; make room there or choose another place", e);
        }
    }

    private static String reason(Exception e) {
        Throwable said = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        @Nullable String reason = said instanceof FileSystemException f ? f.getReason() : said.getMessage();
        return reason == null ? said.getClass().getSimpleName() : reason;
    }
}
