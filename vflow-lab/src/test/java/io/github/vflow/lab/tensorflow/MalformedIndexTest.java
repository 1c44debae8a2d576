package io.github.vflow.lab.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Indices whose checksums are right and whose content is not, as a hostile program may write them. */
final class MalformedIndexTest {
    private static final String NO_RESTARTS = "00000000";

    @TempDir
    Path dir;

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** A block with its compression and a right checksum. */
    private static byte[] block(String hex, int compression) {
        byte[] content = bytes(hex + "%02x".formatted(compression));
        return ByteBuffer.allocate(content.length + Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(content)
                .putInt(MaskedCrc.of(ByteBuffer.wrap(content)))
                .array();
    }

    private static void assertRefused(String why, Executable reading) {
        FileFormatException e = assertThrows(FileFormatException.class, reading);
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "05016100, a key shares 5 bytes with the key \"\" before it",
        "0009017a, the next part has 9 bytes but only 1 follow",
        "ffffffffff7f, a size must be in 0 … 2147483647 but is 4398046511103",
        "ffffffffffffffffffffff, a number has more than ten bytes"
    })
    void refusesEntries(String entries, String why) {
        byte[] file = block(entries + NO_RESTARTS, 0);
        assertRefused(
                why,
                () -> Block.read(ByteBuffer.wrap(file), new Block.Handle(0, file.length - 5), "block")
                        .forEach((_, _) -> {}));
    }

    @Test
    void refusesBlocks() {
        byte[] unknown = block(NO_RESTARTS, 7);
        Block.Handle whole = new Block.Handle(0, unknown.length - 5);
        assertRefused(
                "has the compression 7 but only 0, none, and 1, Snappy, are known",
                () -> Block.read(ByteBuffer.wrap(unknown), whole, "block"));
        assertRefused(
                "must have 99 bytes within the 9 of the file",
                () -> Block.read(ByteBuffer.wrap(unknown), new Block.Handle(0, 99), "block"));
        byte[] restarts = block("05000000", 0);
        assertRefused(
                "it names 5 restarts but has 4 bytes",
                () -> Block.read(ByteBuffer.wrap(restarts), whole, "block").forEach((_, _) -> {}));
    }

    @ParameterizedTest
    @CsvSource({"0d00000000, field 1 must have the kind 0 but has 5", "4b, field 9 has the unknown kind 3"})
    void refusesFields(String message, String why) {
        assertRefused(why, () -> BundleEntry.read("entry", ByteBuffer.wrap(bytes(message))));
    }

    @Test
    void skipsFieldsThatItDoesNotKnow() throws FileFormatException {
        // field 1: float32; 8: a number; 9: eight bytes; 10: text; 11: four bytes
        BundleEntry e = BundleEntry.read(
                "entry", ByteBuffer.wrap(bytes("0801" + "4005" + "490000000000000000" + "520141" + "5d00000000")));
        assertEquals(BundleEntry.FLOAT, e.type());
    }

    @ParameterizedTest
    @CsvSource({
        "08011001, 'numbers must be little-endian, the order 0, but have the order 1'",
        "0800, there must be 1 … 99999 data files but there are 0"
    })
    void refusesHeaders(String header, String why) throws IOException {
        Path prefix = dir.resolve("model");
        try (TensorBundleWriter writer = new TensorBundleWriter(prefix)) {
            writer.entry("", bytes(header));
        }
        assertRefused(why, () -> TensorBundle.open(prefix));
    }

    @Test
    void refusesIndices() throws IOException {
        Path prefix = dir.resolve("model");
        try (TensorBundleWriter writer = new TensorBundleWriter(prefix)) {
            writer.entry("x", bytes("08011801"));
        }
        assertRefused("variable \"x\" is in data file 1 but there are only 1", () -> TensorBundle.open(prefix));
        index(prefix, block("00010061" + NO_RESTARTS, 0), 1);
        assertRefused("the header of a TensorFlow checkpoint is missing", () -> TensorBundle.open(prefix));
        index(prefix, block("00010061" + "00010061" + NO_RESTARTS, 0), 1);
        assertRefused("the key \"a\" is there twice", () -> TensorBundle.open(prefix));
        index(prefix, block("00010061" + NO_RESTARTS, 0), 2);
        assertRefused("it begins at byte 0 but the block before it ends at 13", () -> TensorBundle.open(prefix));
        try (RandomAccessFile large = new RandomAccessFile(prefix + ".index", "rw")) {
            large.setLength((1 << 25) + 1);
        }
        assertRefused("an index may have at most 33554432 bytes", () -> TensorBundle.open(prefix));
    }

    /** A key of 16,000 letters, and then 3,000 that share all of it: a file of 28 kB that would take 48 MB. */
    @Test
    void refusesSmallFilesWithLargeKeys() throws IOException {
        StringBuilder entries = new StringBuilder("00807d00" + "61".repeat(16_000));
        for (int i = 0; i < 3_000; i++) {
            entries.append("807d0200").append("%02x%02x".formatted('0' + i / 60, '0' + i % 60));
        }
        Path prefix = dir.resolve("model");
        index(prefix, block(entries + NO_RESTARTS, 0), 1);
        assertRefused("all keys together may have at most 33554432 characters", () -> TensorBundle.open(prefix));
    }

    /** An index whose block of blocks names the one block so many times. */
    private static void index(Path prefix, byte[] block, int times) throws IOException {
        ByteArrayOutputStream blocks = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            blocks.writeBytes(new byte[] {0, 1});
            byte[] handle = varints(0, block.length - 5);
            blocks.write(handle.length);
            blocks.write('a' + i);
            blocks.writeBytes(handle);
        }
        byte[] top = block(HexFormat.of().formatHex(blocks.toByteArray()) + NO_RESTARTS, 0);
        byte[] handles = varints(0, 0, block.length, top.length - 5);
        ByteBuffer file = ByteBuffer.allocate(block.length + top.length + 48)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(block)
                .put(top)
                .put(handles);
        Files.write(
                Path.of(prefix + ".index"),
                file.putLong(file.limit() - 8, 0xDB4775248B80FB57L).array());
    }

    private static byte[] varints(int... values) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int value : values) {
            int rest = value;
            for (; rest >= 0x80; rest >>>= 7) {
                out.write((rest & 0x7F) | 0x80);
            }
            out.write(rest);
        }
        return out.toByteArray();
    }
}
