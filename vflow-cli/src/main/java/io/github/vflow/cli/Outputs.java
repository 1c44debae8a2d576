package io.github.vflow.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Files that a command will write. */
final class Outputs {
    private Outputs() {}

    /** A model file in the working directory, with the name of its data. */
    static Path besides(String data) {
        return Path.of(stem(data) + ".safetensors");
    }

    /** A file next to another, with its name and another ending. */
    static Path beside(Path file, String ending) {
        return file.resolveSibling(stem(file.toString()) + ending);
    }

    /** A file's name without its folder and its ending. */
    static String stem(String file) {
        String name = String.valueOf(Path.of(file).getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /**
     * Finds out before the work that its results can be written.
     *
     * @throws IOException if a directory is missing or cannot be written
     */
    static void check(@Nullable Path... files) throws IOException {
        for (Path file : files) {
            if (file == null) {
                continue;
            }
            Path directory = file.toAbsolutePath().getParent();
            if (directory == null || !Files.isDirectory(directory)) {
                throw new NoSuchFileException(
                        file.toString(), null, "the directory " + directory + " does not exist; create it first");
            }
            if (Files.isDirectory(file)) {
                throw new IOException("cannot write " + file + ": it is a directory; give the name of a file");
            }
            if (!Files.exists(file) && !Files.isWritable(directory)) {
                throw new IOException("cannot write " + file + ": no permission for the directory " + directory);
            }
        }
    }
}
