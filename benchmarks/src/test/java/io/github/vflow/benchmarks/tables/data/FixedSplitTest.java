package io.github.vflow.benchmarks.tables.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FixedSplitTest {
    @TempDir
    private Path directory;

    private final Map<String, byte[]> arrays = new TreeMap<>(Map.of(
            "train", Npz.npy("|u1", false, "(2, 2)", (byte) 1, (byte) 2, (byte) 3, (byte) 4),
            "test", Npz.npy("|u1", false, "(3, 2)", (byte) 5, (byte) 6, (byte) 7, (byte) 8, (byte) 9, (byte) 10),
            "test_labels", Npz.npy("|u1", false, "(3,)", (byte) 0, (byte) 1, (byte) 0),
            "ifor_auc", Npz.npy("<f8", false, "()", number(0.75))));

    private static byte[] number(double x) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putDouble(x)
                .array();
    }

    private FixedSplit read() throws IOException {
        Path file = directory.resolve("a.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (Map.Entry<String, byte[]> array : arrays.entrySet()) {
                zip.putNextEntry(new ZipEntry(array.getKey() + ".npy"));
                zip.write(array.getValue());
            }
        }
        return FixedSplit.read(file);
    }

    @Test
    void readsBothPartsLabelsAndTheStatedNumber() throws IOException {
        FixedSplit split = read();
        assertEquals("a", split.name());
        assertArrayEquals(new double[][] {{1, 2}, {3, 4}}, split.train());
        assertArrayEquals(new double[][] {{5, 6}, {7, 8}, {9, 10}}, split.test());
        assertArrayEquals(new boolean[] {false, true, false}, split.anomaly());
        assertEquals(0.75, split.published());
    }

    @Test
    void aTableHasTheRowsOfBothParts() throws IOException {
        read();
        LabelledTable table = LabelledTable.read(directory.resolve("a.npz"));
        assertArrayEquals(new double[][] {{1, 2}, {3, 4}, {5, 6}, {7, 8}, {9, 10}}, table.rows());
        assertArrayEquals(new boolean[] {false, false, false, true, false}, table.anomaly());
        assertEquals(2, table.trained());
    }

    @Test
    void saysWhatDoesNotFit() {
        arrays.put("test_labels", Npz.npy("|u1", false, "(2,)", (byte) 0, (byte) 1));
        assertEquals(
                directory.resolve("a.npz") + ": expected a label for each test row and the same columns in both parts"
                        + " but got 2 labels of 3 rows and 2 and 2 columns; fetch the file again",
                assertThrows(IllegalArgumentException.class, this::read).getMessage());
    }

    @Test
    void namesAnArrayThatIsAbsent() {
        arrays.remove("ifor_auc");
        String message = assertThrows(IOException.class, this::read).getMessage();
        assertTrue(
                message.contains("expected the array ifor_auc but found [test.npy, test_labels.npy, train.npy]"),
                message);
    }
}
