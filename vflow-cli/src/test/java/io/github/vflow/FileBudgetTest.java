package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files stay small enough to be read in one sitting. Kernels of the vector engine get more room: they unroll by hand. */
final class FileBudgetTest {

    private static final int CAP = 400;
    private static final int VECTOR_CAP = 700;
    private static final int MEDIAN = 120;
    private static final Path VECTOR_PACKAGE = Path.of("io", "github", "vflow", "tensor", "vector");

    private static final Map<Path, Integer> LINES = mainSources();

    @Test
    void findsTheSources() {
        assertFalse(LINES.isEmpty(), "no file found under */src/main/java of " + root());
    }

    @Test
    void noFileIsOverItsCap() {
        List<String> over = LINES.entrySet().stream()
                .filter(file -> file.getValue() > cap(file.getKey()))
                .map(file -> "%s: %d lines, at most %d".formatted(file.getKey(), file.getValue(), cap(file.getKey())))
                .toList();
        assertEquals(List.of(), over, "split these files by what they know");
    }

    @Test
    void theMedianFileIsShort() {
        List<Integer> sorted = LINES.values().stream().sorted().toList();
        int median = sorted.get(sorted.size() / 2);
        assertTrue(median <= MEDIAN, "the median main file has %d lines, at most %d".formatted(median, MEDIAN));
    }

    private static int cap(Path file) {
        Path folder = file.getParent();
        boolean isKernel = folder.endsWith(VECTOR_PACKAGE) || folder.getParent().endsWith(VECTOR_PACKAGE);
        return isKernel ? VECTOR_CAP : CAP;
    }

    private static Map<Path, Integer> mainSources() {
        try (var modules = Files.newDirectoryStream(root())) {
            var lines = new TreeMap<Path, Integer>();
            for (Path module : modules) {
                Path sources = module.resolve(Path.of("src", "main", "java"));
                if (Files.isDirectory(sources)) {
                    lines.putAll(linesOfEachFile(sources));
                }
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<Path, Integer> linesOfEachFile(Path sources) throws IOException {
        try (var files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    // Descriptors are short by nature and would flatter the median.
                    .filter(file -> !file.endsWith("module-info.java") && !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(file -> root().relativize(file), FileBudgetTest::lineCount));
        }
    }

    private static int lineCount(Path file) {
        try {
            return Files.readAllLines(file).size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(directory.resolve(".mvn"))) {
            directory = Objects.requireNonNull(directory.getParent(), "no directory above this one has a .mvn");
        }
        return directory;
    }
}
