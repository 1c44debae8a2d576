package io.github.vflow.cli.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files that a command reads and writes, with the options that name them. */
public final class OutputFiles {
    private static final Pattern PICTURE = Pattern.compile("(?i).*\\.(png|jpe?g)");

    private record Named(String option, Path file) {}

    private final List<Named> read = new ArrayList<>();
    private final List<Named> written = new ArrayList<>();

    /** Adds an input; ignores names that are not files, such as those of toy densities. */
    public OutputFiles reads(String option, @Nullable Path file) {
        if (file != null && Files.exists(file)) {
            read.add(new Named(option, file));
        }
        return this;
    }

    /** Adds an output; ignores null. */
    public OutputFiles writes(String option, @Nullable Path file) {
        if (file != null) {
            written.add(new Named(option, file));
        }
        return this;
    }

    /**
     * Checks before the work that every output can be written, and that no output is another output or an input.
     *
     * @throws IllegalArgumentException if two options name the same file, or an output lies in a folder of images that is read
     * @throws IOException if a directory is missing or cannot be written
     */
    public void check() throws IOException {
        List<Named> others = new ArrayList<>(read);
        for (Named w : written) {
            requirePlace(w);
            for (Named other : others) {
                if (isSame(w.file, other.file)) {
                    throw new IllegalArgumentException(w.option + " and " + other.option + " are both " + w.file
                            + "; give " + w.option + " another name");
                }
            }
            for (Named r : read) {
                if (isAmongImages(w.file, r.file)) {
                    throw new IllegalArgumentException(w.option + " " + w.file + " is in " + r.option
                            + ", a folder of images, which must hold nothing else; write it elsewhere");
                }
            }
            others.add(w);
        }
    }

    /** Whether two paths are the same regular file; devices and pipes may serve several options. */
    private static boolean isSame(Path a, Path b) throws IOException {
        if (Files.exists(a) && Files.exists(b)) {
            return Files.isRegularFile(a) && Files.isSameFile(a, b);
        }
        return !Files.exists(a) && !Files.exists(b) && place(a).equals(place(b));
    }

    /** The real path of a file that does not exist yet. */
    private static Path place(Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        return Objects.requireNonNull(whole.getParent()).toRealPath().resolve(whole.getFileName());
    }

    private static boolean isAmongImages(Path file, Path folder) throws IOException {
        if (!Files.isDirectory(folder)
                || isHidden(file)
                || !folder.toRealPath().equals(place(file).getParent())) {
            return false;
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(f -> !isHidden(f) && !f.getFileName().equals(file.getFileName()))
                    .allMatch(f -> PICTURE.matcher(f.getFileName().toString()).matches());
        }
    }

    private static boolean isHidden(Path file) {
        return String.valueOf(file.getFileName()).startsWith(".");
    }

    /** The default model file of some data: the name of the data in the working directory. */
    public static Path defaultModel(String data) {
        return Path.of(stem(data) + ".safetensors");
    }

    /** A file beside another, with the same name and another ending. */
    public static Path beside(Path file, String ending) {
        return file.resolveSibling(stem(file.toString()) + ending);
    }

    /** The name of a file without folder and extension. */
    public static String stem(String file) {
        String name = String.valueOf(Path.of(file).getFileName());
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static void requirePlace(Named written) throws IOException {
        Path file = written.file;
        String what = "cannot write " + written.option + " " + file;
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(
                    file.toString(), null, "the directory " + directory + " does not exist; create it first");
        }
        if (Files.isDirectory(file)) {
            throw new IOException(what + ": it is a directory; give the name of a file");
        }
        if (!Files.exists(file) && !Files.isWritable(directory)) {
            throw new IOException(what + ": no permission for the directory " + directory);
        }
    }
}
