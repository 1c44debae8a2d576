package io.github.vflow.flow.train.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The worst failure of kernels on a JVM is silent: one that the compiler gives up on stays right, but slow by a factor of
 * fifty for the life of the JVM, and which ones it gives up on depends on the program. So each family of models trains in
 * a fresh JVM, with default flags and with the command's, until it allocates nothing, and no compilation may have been skipped.
 *
 * <p>What C2 inlines depends on what it has compiled before, in the background, so a JVM that allocates has two more chances; a kernel that
 * is too large fails in every one.
 */
final class JitGuardTest {
    private static final int SECONDS = 240;
    private static final String KERNELS = "io.github.vflow.tensor.vector.*::*";

    /** What the command {@code ./vflow} gives its JVM. */
    private static final List<String> SOON = List.of(
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=BackgroundCompilation," + KERNELS + ",false",
            "-XX:CompileCommand=CompileThresholdScaling," + KERNELS + ",0.02");

    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @ParameterizedTest
    @CsvSource({"vflow, 500", "glow, 500", "mixtures, 500", "images, 100"})
    void trainingIsCompiledWhole(String family, String block, @TempDir Path directory)
            throws IOException, InterruptedException {
        train(List.of(), family, block, SECONDS, directory);
    }

    /** Tiles are chosen by shape, so that models of the sizes that people train use kernels that small ones do not. */
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @ParameterizedTest
    @CsvSource({"digits, 50", "photographs, 10"})
    void trainingAtSizeIsCompiledWhole(String family, String block, @TempDir Path directory)
            throws IOException, InterruptedException {
        train(List.of(), family, block, 8 * SECONDS, directory);
    }

    /** As {@link #trainingIsCompiledWhole}, where methods of half the size are too large to be put into others once they are compiled. */
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @ParameterizedTest
    @CsvSource({"vflow, 500", "mixtures, 500", "images, 100"})
    void littleInliningIsEnough(String family, String block, @TempDir Path directory)
            throws IOException, InterruptedException {
        train(List.of("-XX:InlineSmallCode=1250"), family, block, SECONDS / 2, directory);
    }

    /** The one fresh JVM of the everyday tests: the flags of most users, and the family that is trained most. */
    @Test
    void kernelsThatAreCompiledSoonAreCompiledWhole(@TempDir Path directory) throws IOException, InterruptedException {
        train(SOON, "vflow", "500", SECONDS, directory);
    }

    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @Test
    void kernelsOfImagesThatAreCompiledSoonAreCompiledWhole(@TempDir Path directory)
            throws IOException, InterruptedException {
        train(SOON, "images", "100", SECONDS, directory);
    }

    /** As {@link #trainingAtSizeIsCompiledWhole}, with the command's flags. */
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @ParameterizedTest
    @CsvSource({"digits, 50", "photographs, 10"})
    void kernelsAtSizeThatAreCompiledSoonAreCompiledWhole(String family, String block, @TempDir Path directory)
            throws IOException, InterruptedException {
        train(SOON, family, block, 2 * SECONDS, directory);
    }

    private static void train(List<String> flags, String family, String block, int seconds, Path directory)
            throws IOException, InterruptedException {
        String bytes = "";
        // one that does not allocate ends in seconds, so the first chance is short
        for (int most : new int[] {seconds / 8, seconds, seconds}) {
            bytes = bytesPerStep(flags, family, block, most, directory);
            if (bytes.equals("0")) {
                break;
            }
        }
        assertEquals("0", bytes, "bytes allocated per step at the end, in three JVMs");
    }

    /** What a step allocates at the end, in a new JVM. */
    private static String bytesPerStep(List<String> flags, String family, String block, int seconds, Path directory)
            throws IOException, InterruptedException {
        Path result = directory.resolve("bytes-per-step");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+PrintCompilation"));
        command.addAll(flags);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                TrainingProcess.class.getName(),
                family,
                block,
                Integer.toString(seconds),
                result.toString()));
        Process jvm = new ProcessBuilder(command).redirectErrorStream(true).start();
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
        return Files.readString(result);
    }

    /** A method that is skipped because classes are being loaded is compiled later. */
    private static boolean isGivenUp(String line) {
        return line.contains("COMPILE SKIPPED") && !line.contains("concurrent class loading");
    }
}
