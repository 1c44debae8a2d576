package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The worst failure of kernels on a JVM is silent: one that the compiler gives up on stays right, but slow by a factor of
 * fifty for the life of the JVM, and which ones it gives up on depends on the program. So each family of models trains in
 * a fresh JVM with default flags until it allocates nothing, and no compilation may have been skipped.
 */
final class JitGuardTest {
    @ParameterizedTest
    @CsvSource({"vflow, 500", "glow, 500", "mixtures, 500", "images, 100"})
    void trainingIsCompiledWhole(String family, String block, @TempDir Path directory)
            throws IOException, InterruptedException {
        Path result = directory.resolve("bytes-per-step");
        Process jvm = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-modules",
                        "jdk.incubator.vector",
                        "-XX:+PrintCompilation",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingProcess.class.getName(),
                        family,
                        block,
                        result.toString())
                .redirectErrorStream(true)
                .start();
        List<String> output;
        try (var lines = jvm.inputReader()) {
            output = lines.lines().toList();
        }
        assertEquals(
                0,
                jvm.waitFor(),
                () -> String.join("\n", output.subList(Math.max(0, output.size() - 30), output.size())));
        assertTrue(output.size() > 100, "compilations are printed");
        assertEquals(List.of(), output.stream().filter(JitGuardTest::isGivenUp).toList());
        assertEquals("0", Files.readString(result), "bytes allocated per step at the end");
    }

    /** A method that is skipped because classes are being loaded is compiled later. */
    private static boolean isGivenUp(String line) {
        return line.contains("COMPILE SKIPPED") && !line.contains("concurrent class loading");
    }
}
