package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The generated kernels of vflow-tensor are the output of {@code scripts/Kernels.java}: nobody has changed them by hand. */
final class GeneratedKernelsTest {
    @TempDir
    private Path dir;

    @Test
    void theFilesAreThoseOfTheTemplates() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        Sources.root().resolve("scripts/Kernels.java").toString(),
                        dir.toString())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        Map<String, String> written = texts(dir);
        assertFalse(written.isEmpty(), printed);
        assertEquals(
                written,
                texts(Sources.root().resolve("vflow-tensor/src/generated/java")),
                "java scripts/Kernels.java writes the kernels");
    }

    private static Map<String, String> texts(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (var files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return texts;
    }
}
