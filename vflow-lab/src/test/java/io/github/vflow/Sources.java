package io.github.vflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The main sources of all modules as text, for rules that no compiler checks. */
final class Sources {
    /**
     * One file.
     *
     * @param file its path from the root of the project
     */
    record Source(Path file, List<String> lines) {
        /** The folder of the module, such as {@code vflow-tensor}. */
        String module() {
            return file.getName(0).toString();
        }

        /** The name of the package, such as {@code io.github.vflow.tensor.ir}; a module descriptor has none. */
        String packageName() {
            Path folder = file.getParent();
            return folder.subpath(4, folder.getNameCount()).toString().replace('/', '.');
        }

        /** Whether the file describes a package or a module, and has no type. */
        boolean isDescriptor() {
            return file.endsWith("module-info.java") || file.endsWith("package-info.java");
        }
    }

    private Sources() {}

    /** All main sources, sorted by path. */
    static List<Source> main() {
        try (var modules = Files.newDirectoryStream(root())) {
            List<Source> all = new ArrayList<>();
            for (Path module : modules) {
                Path sources = module.resolve(Path.of("src", "main", "java"));
                if (Files.isDirectory(sources)) {
                    all.addAll(below(sources));
                }
            }
            all.sort(Comparator.comparing(Source::file));
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Source> below(Path sources) throws IOException {
        List<Source> found = new ArrayList<>();
        try (var files = Files.walk(sources)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                found.add(new Source(root().relativize(file), Files.readAllLines(file)));
            }
        }
        return found;
    }

    /** The root of the project. */
    static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no directory above this one has a .mvn");
        }
        return directory;
    }
}
