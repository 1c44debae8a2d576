package io.github.vflow.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command {@code import}, on a checkpoint of the published model's true size with moving averages that are all zero. TensorFlow wrote
 * its index.
 */
final class ImportTest {
    private static final long BYTES = 39_700_096L * Float.BYTES;

    @TempDir
    Path dir;

    private Path checkpoint;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        checkpoint = dir.resolve("small");
        out = dir.resolve("cifar10.safetensors");
        try (InputStream index = new GZIPInputStream(
                Objects.requireNonNull(ImportTest.class.getResourceAsStream("cifar10-zeros.index.gz")))) {
            Files.copy(index, dir.resolve("small.index"));
        }
        write(BYTES);
    }

    private void write(long bytes) throws IOException {
        try (RandomAccessFile data =
                new RandomAccessFile(dir.resolve("small.data-00000-of-00001").toFile(), "rw")) {
            data.setLength(bytes);
        }
    }

    private Run vflow(String preset, Object... more) {
        return Run.vflow(
                Stream.concat(Stream.of("import", checkpoint, "--preset", preset, "--out", out), Stream.of(more))
                        .toArray());
    }

    @Test
    void writesAModelFile() {
        JsonNode json = vflow("vflow-cifar10", "--json").ok().json();
        assertEquals(1575, json.path("variables").intValue());
        assertEquals(39_700_096, json.path("parameters").intValue());
        assertEquals(0, json.path("training").intValue());
        String info = Run.vflow("info", out, "--batch", 1, "--samples", 1).ok().out();
        assertTrue(info.contains("39,700,096 parameters"), info);
        assertTrue(info.contains("weights     ema"), info);
    }

    @Test
    void refusesOtherWeightsAndWritesNothing() throws IOException {
        String said = vflow("vflow-cifar10", "--weights", "raw").failure(1);
        assertTrue(said.contains("1575 are missing: MixLogisticAttnCoupling/block0/attn/proj1/W, "), said);
        assertNothingIsWritten();
    }

    @Test
    void refusesWhatIsCutShortAndWritesNothing() throws IOException {
        write(BYTES - 1);
        String said = vflow("vflow-cifar10").failure(1);
        assertTrue(said.contains("variable \"context_proc_1/q_c2/c2/b/ExponentialMovingAverage\" has 256 bytes"), said);
        assertNothingIsWritten();
    }

    @Test
    void takesOnlyPresetsOfTheAuthorsProgram() throws IOException {
        assertTrue(vflow("digits").failure(1).contains("take vflow-cifar10"));
        assertTrue(vflow("none").failure(2).startsWith("vflow: --preset: no preset \"none\""));
        assertNothingIsWritten();
    }

    /** Also if its index stands where the model is to be written. */
    @Test
    void doesNotWriteOverTheCheckpoint() throws IOException {
        out = dir.resolve("small.index");
        byte[] before = Files.readAllBytes(out);
        assertTrue(vflow("vflow-cifar10").failure(1).contains("--out and CHECKPOINT are both " + out));
        assertArrayEquals(before, Files.readAllBytes(out));
    }

    private void assertNothingIsWritten() throws IOException {
        try (Stream<Path> files = Files.list(dir)) {
            assertEquals(
                    List.of("small.data-00000-of-00001", "small.index"),
                    files.map(f -> String.valueOf(f.getFileName())).sorted().toList());
        }
    }
}
