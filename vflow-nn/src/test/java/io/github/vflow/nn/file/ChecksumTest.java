package io.github.vflow.nn.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.tensor.shape.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ChecksumTest {
    @TempDir
    Path directory;

    private static SafeTensors.Builder example() {
        return SafeTensors.builder()
                .metadata("k", "grün")
                .i64("step", Shape.of(), new long[] {7})
                .f32("a", Shape.of(2, 1), new float[] {1.5f, -2});
    }

    private SafeTensors read(byte[] bytes) throws IOException {
        return SafeTensors.read(Files.write(directory.resolve("m.safetensors"), bytes));
    }

    /** As {@link SafeTensors#withChecksum} says it, so that others can compute it. */
    @Test
    void isTheOneThatIsDocumented() {
        CRC32C crc = new CRC32C();
        number(crc, 1);
        text(crc, "k");
        text(crc, "grün");
        number(crc, 2);
        text(crc, "a");
        text(crc, "F32");
        number(crc, 2);
        number(crc, 2);
        number(crc, 1);
        crc.update(ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putFloat(1.5f)
                .putFloat(-2)
                .flip());
        text(crc, "step");
        text(crc, "I64");
        number(crc, 0);
        number(crc, 7);
        assertEquals(
                "%08x".formatted(crc.getValue()),
                example().build().withChecksum().metadata().get(SafeTensors.CHECKSUM));
    }

    private static void text(CRC32C crc, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        number(crc, bytes.length);
        crc.update(bytes);
    }

    private static void number(CRC32C crc, long n) {
        crc.update(
                ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(n).flip());
    }

    /** Each bit of a file with a checksum: what can be read has the same content, or another checksum. */
    @Test
    void everyBitIsCovered() throws IOException {
        SafeTensors whole = example().build().withChecksum();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        whole.write(out);
        byte[] bytes = out.toByteArray();
        for (int bit = 0; bit < 8 * bytes.length; bit++) {
            byte[] damaged = bytes.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                SafeTensors read = read(damaged);
                read.verifyChecksum();
                if (read.metadata().containsKey(SafeTensors.CHECKSUM)) {
                    assertEquals(whole, read, "bit " + bit);
                }
            } catch (FileFormatException refused) {
                assertNotEquals(0, refused.getMessage().length());
            }
        }
    }

    @Test
    void saysWhatItShouldBeAndWhatItIs() throws IOException {
        String right = example().build().withChecksum().metadata().get(SafeTensors.CHECKSUM);
        Path file = directory.resolve("m.safetensors");
        example().metadata(SafeTensors.CHECKSUM, "0123abcd").build().write(file);
        assertEquals(
                file + ": the content must have the CRC-32C 0123abcd, which the file was written with, but has " + right
                        + "; the file is damaged, so fetch it or write it again",
                assertThrows(
                                FileFormatException.class,
                                () -> SafeTensors.read(file).verifyChecksum())
                        .getMessage());
    }

    /** Another program may write the same content in another order. */
    @Test
    void doesNotDependOnHowTheHeaderIsWritten() throws IOException {
        SafeTensors whole = example().build().withChecksum();
        String json = "{ \"a\": {\"shape\":[2,1], \"dtype\":\"F32\", \"data_offsets\":[0,8]},"
                + " \"step\": {\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[8,16]},"
                + " \"__metadata__\": {\"crc32c\":\"" + whole.metadata().get(SafeTensors.CHECKSUM)
                + "\", \"k\":\"gr\\u00fcn\"}}";
        byte[] header = json.getBytes(StandardCharsets.UTF_8);
        byte[] bytes = ByteBuffer.allocate(8 + header.length + 16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(header.length)
                .put(header)
                .putFloat(1.5f)
                .putFloat(-2)
                .putLong(7)
                .array();
        SafeTensors read = read(bytes);
        read.verifyChecksum();
        assertArrayEquals(whole.tensor("a").floats(), read.tensor("a").floats());
    }

    @Test
    void filesWithoutOneAreGood() throws IOException {
        example().build().verifyChecksum();
        assertEquals(
                example().build().withChecksum().metadata(),
                example().build().withChecksum().withChecksum().metadata());
    }
}
