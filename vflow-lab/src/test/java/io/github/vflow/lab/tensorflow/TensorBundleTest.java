package io.github.vflow.lab.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.iq80.snappy.Snappy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoints are read to the last number, and damaged or foreign ones are refused with the variable or the block. */
final class TensorBundleTest {
    private static final int MANY = 300;
    private static final int INT32 = 3;

    @TempDir
    Path dir;

    private Path prefix;

    @BeforeEach
    void named() {
        prefix = dir.resolve("model-7");
    }

    @Test
    void readsWhatTensorFlowWrote() throws IOException {
        TensorBundle small = TensorBundle.open(SmallCheckpoint.in(dir));
        assertEquals(2366, small.entries().size());
        assertEquals(
                List.of(3L, 3L, 4L, 8L),
                small.entries().get("MixLogisticAttnCoupling/proj_out/W").shape());
        assertEquals(List.of(), small.entries().get("beta1_power").shape());
        assertArrayEquals(new float[] {0.5f}, small.floats("beta1_power"));
    }

    @Test
    void readsManyBlocks() throws IOException {
        try (TensorBundleWriter writer = new TensorBundleWriter(prefix)) {
            many(writer);
        }
        requireMany();
    }

    @Test
    void readsBlocksThatSnappyCompressed() throws IOException {
        TensorBundleWriter writer = new TensorBundleWriter(prefix);
        many(writer);
        writer.closeWithSnappy(Snappy::compress);
        requireMany();
    }

    private static void many(TensorBundleWriter writer) throws IOException {
        for (int i = 0; i < MANY; i++) {
            writer.floats("scope/layer_" + i + "/W", new int[] {2, 1}, new float[] {i, -i});
        }
    }

    private void requireMany() throws IOException {
        TensorBundle read = TensorBundle.open(prefix);
        assertEquals(MANY, read.entries().size());
        for (int i = 0; i < MANY; i++) {
            assertArrayEquals(new float[] {i, -i}, read.floats("scope/layer_" + i + "/W"));
        }
    }

    @Test
    void roundsDoubles() throws IOException {
        try (TensorBundleWriter writer = new TensorBundleWriter(prefix)) {
            writer.doubles("x", new int[] {2}, new double[] {1.0 / 3, -2});
        }
        assertArrayEquals(new float[] {1f / 3, -2}, TensorBundle.open(prefix).floats("x"));
    }

    @Test
    void refusesVariablesByName() throws IOException {
        try (TensorBundleWriter writer = new TensorBundleWriter(prefix)) {
            writer.put("counter", INT32, new int[] {1}, ByteBuffer.allocate(4));
            writer.put("shape", BundleEntry.FLOAT, new int[] {3}, ByteBuffer.allocate(8));
            writer.floats("nan", new int[] {2}, new float[] {1, Float.NaN});
            writer.floats("parts", new int[] {1}, new float[] {1});
            writer.slice("parts");
        }
        TensorBundle read = TensorBundle.open(prefix);
        assertRefused(
                "variable \"counter\" must be float32 or float64 but has the DataType 3", () -> read.floats("counter"));
        assertRefused("variable \"shape\" has the shape [3] but 8 bytes", () -> read.floats("shape"));
        assertRefused("variable \"nan\" must be finite but has NaN at index 1", () -> read.floats("nan"));
        assertRefused("variable \"parts\" is stored in parts", () -> read.floats("parts"));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> read.floats("none"))
                .getMessage()
                .contains("no variable \"none\"; it has 4"));
    }

    @Test
    void refusesADamagedVariable() throws IOException {
        try (TensorBundleWriter writer = new TensorBundleWriter(prefix)) {
            writer.floats("a", new int[] {1}, new float[] {1});
            writer.floats("b", new int[] {1}, new float[] {2});
        }
        Path data = Path.of(prefix + ".data-00000-of-00001");
        byte[] bytes = Files.readAllBytes(data);
        bytes[5] ^= 1;
        Files.write(data, bytes);
        TensorBundle read = TensorBundle.open(prefix);
        assertArrayEquals(new float[] {1}, read.floats("a"));
        assertRefused("variable \"b\" must have the masked CRC-32C ", () -> read.floats("b"));
    }

    @Test
    void refusesFilesThatAreMissingOrCutShort() throws IOException {
        try (TensorBundleWriter writer = new TensorBundleWriter(prefix)) {
            many(writer);
        }
        Path data = Path.of(prefix + ".data-00000-of-00001");
        byte[] bytes = Files.readAllBytes(data);
        Files.write(data, Arrays.copyOf(bytes, bytes.length - 1));
        assertRefused("it is cut short, fetch it again", () -> TensorBundle.open(prefix));
        Files.delete(data);
        assertEquals(
                "the index asks for this file but there is none; fetch it, too",
                assertThrows(NoSuchFileException.class, () -> TensorBundle.open(prefix))
                        .getReason());
        assertTrue(assertThrows(NoSuchFileException.class, () -> TensorBundle.open(dir.resolve("other")))
                .getMessage()
                .contains("a checkpoint is named by what its files .index and .data-… have in common"));
    }

    @Test
    void refusesOtherFiles() throws IOException {
        Files.writeString(Path.of(prefix + ".index"), "<html>not found</html>".repeat(10));
        assertRefused("ends with a footer of 48 bytes", () -> TensorBundle.open(prefix));
        Files.write(Path.of(prefix + ".index"), new byte[0]);
        assertRefused("these 0 bytes do not", () -> TensorBundle.open(prefix));
    }

    @Test
    void namesTheDamagedBlock() throws IOException {
        try (TensorBundleWriter writer = new TensorBundleWriter(prefix)) {
            many(writer);
        }
        Path index = Path.of(prefix + ".index");
        byte[] bytes = Files.readAllBytes(index);
        bytes[5000] ^= 1;
        Files.write(index, bytes);
        assertRefused(index + ": block 1, after \"scope/layer_", () -> TensorBundle.open(prefix));
    }

    private void assertRefused(String why, Executable reading) {
        FileFormatException e = assertThrows(FileFormatException.class, reading);
        assertTrue(e.getMessage().startsWith(prefix.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }
}
