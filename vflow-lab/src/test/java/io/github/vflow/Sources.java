package io.github.vflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** The sources of all modules as text, for rules that no compiler checks. */
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
        return modules().stream()
                .flatMap(module -> below(module.resolve(Path.of("src", "main", "java"))).stream())
                .sorted(Comparator.comparing(Source::file))
                .toList();
    }

    /** All sources of tests of a module, in no order. */
    static List<Source> tests(Path module) {
        return below(module.resolve(Path.of("src", "test", "java")));
    }

    /** The folders of the modules. */
    static List<Path> modules() {
        try (var folders = Files.list(root())) {
            return folders.filter(folder -> Files.isRegularFile(folder.resolve("pom.xml")))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Source> below(Path sources) {
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        try (var files = Files.walk(sources)) {
            List<Source> found = new ArrayList<>();
            for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
                found.add(new Source(root().relativize(file), Files.readAllLines(file)));
            }
            return found;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
