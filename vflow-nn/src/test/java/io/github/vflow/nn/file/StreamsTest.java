package io.github.vflow.nn.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.tensor.shape.Shape;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams hold what files hold, may end anywhere, and stay open. */
final class StreamsTest {
    /** More than reading a few bytes takes, and much less than the sizes that they lie about. */
    private static final long BYTES = 1_000_000;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static SafeTensors example() {
        return SafeTensors.builder()
                .metadata("note", "ü")
                .i64("numbers", Shape.of(3), new long[] {0, 127, -255})
                .f32("w", Shape.of(2, 2), new float[] {1.5f, -0f, Float.MIN_VALUE, Float.NaN})
                .f64("scalar", Shape.of(), new double[] {Math.PI})
                .build()
                .withChecksum();
    }

    private static byte[] bytes(SafeTensors content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        content.write(out);
        return out.toByteArray();
    }

    private static byte[] file(long length, String json, int data) {
        byte[] text = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + text.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(text)
                .array();
    }

    private static String refused(byte[] bytes) {
        return refused(new ByteArrayInputStream(bytes));
    }

    private static String refused(InputStream in) {
        String message = assertThrows(FileFormatException.class, () -> SafeTensors.read(in))
                .getMessage();
        assertTrue(message.startsWith("the stream: "), message);
        return message.substring("the stream: ".length());
    }

    @Test
    void whatIsWrittenIsReadAndIsWhatAFileHas(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("m.safetensors");
        example().write(file);
        assertArrayEquals(Files.readAllBytes(file), bytes(example()));
        SafeTensors read = SafeTensors.read(new ByteArrayInputStream(bytes(example())));
        assertArrayEquals(bytes(example()), bytes(read));
        assertEquals(
                List.copyOf(SafeTensors.read(file).tensors().keySet()),
                List.copyOf(read.tensors().keySet()));
        assertEquals("the stream", read.origin());
        read.verifyChecksum();
    }

    @Test
    void theCallerClosesThem() throws IOException {
        boolean[] closed = new boolean[1];
        example().write(new FilterOutputStream(new ByteArrayOutputStream()) {
            @Override
            public void close() throws IOException {
                closed[0] = true;
                super.close();
            }
        });
        assertFalse(closed[0], "the output is closed");
        SafeTensors.read(new FilterInputStream(new ByteArrayInputStream(bytes(example()))) {
            @Override
            public void close() throws IOException {
                closed[0] = true;
                super.close();
            }
        });
        assertFalse(closed[0], "the input is closed");
    }

    /** As a socket gives them. */
    @Test
    void bytesMayComeOneByOne() throws IOException {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(bytes(example()))) {
            @Override
            public int read(byte[] to, int offset, int length) throws IOException {
                return super.read(to, offset, Math.min(length, 1));
            }
        };
        assertArrayEquals(bytes(example()), bytes(SafeTensors.read(slow)));
    }

    /** The order of names in a header need not be that of the data. */
    @Test
    void namesMayBeInAnotherOrderThanTheData() throws IOException {
        String json =
                "{'b':{'dtype':'I64','shape':[2],'data_offsets':[8,24]},'a':{'dtype':'I64','shape':[1],'data_offsets':[0,8]}}";
        byte[] bytes = file(json.length(), json, 24);
        bytes[bytes.length - 24] = 7;
        bytes[bytes.length - 8] = 9;
        SafeTensors read = SafeTensors.read(new ByteArrayInputStream(bytes));
        assertEquals(List.of("b", "a"), List.copyOf(read.tensors().keySet()));
        assertArrayEquals(new long[] {7}, read.tensor("a").longs());
        assertArrayEquals(new long[] {0, 9}, read.tensor("b").longs());
    }

    @Test
    void cutAnywhereTheyAreRefused() throws IOException {
        byte[] whole = bytes(example());
        for (int n = 0; n < whole.length; n++) {
            refused(Arrays.copyOf(whole, n));
        }
        assertEquals(
                "a safetensors file starts with 8 bytes of header length, but this one has 3 bytes; it was cut short or is"
                        + " something else",
                refused(Arrays.copyOf(whole, 3)));
        assertEquals(
                "its next part must have 16 bytes but has 15; it was cut short, so get it again",
                refused(Arrays.copyOf(whole, whole.length - 1)));
        assertEquals(
                "it must end with the last tensor but goes on; it holds something else, too",
                refused(Arrays.copyOf(whole, whole.length + 1)));
    }

    /** Quotes are written as ' here. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'x':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|tensor "x" data_offsets must be [begin, end] with begin ≤ end but are [8, 0]; the header is damaged
            {'x':{'dtype':'F32','shape':[1],'data_offsets':[1,5]}}|tensor "x" must start where the header ends, at 0, but its data_offsets are [1, 5]; there is a gap, so the header is damaged
            {'x':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|tensor "x" of shape [3] and dtype F32 takes 12 bytes but its data_offsets [0, 8] span 8; the header is damaged
            {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|its next part must have 8 bytes but has 4; it was cut short, so get it again
            [1]|the header must be a JSON object but is [1]; the file is damaged or is not a safetensors file
            """)
    void theChecksAreThoseOfFiles(String json, String expected) {
        assertEquals(expected, refused(file(json.length(), json, 4)));
    }

    @Test
    void whatIsLargeByItsOwnWordTakesNoMemory() {
        String tensor = "{'x':{'dtype':'F32','shape':[536870909],'data_offsets':[0,2147483636]}}";
        for (byte[] lie : List.of(file(100_000_000, "{}", 0), file(tensor.length(), tensor, 10))) {
            long before = THREADS.getCurrentThreadAllocatedBytes();
            String message = refused(lie);
            long taken = THREADS.getCurrentThreadAllocatedBytes() - before;
            assertTrue(message.startsWith("its next part must have "), message);
            assertTrue(taken < BYTES, taken + " bytes for: " + message);
        }
        assertEquals(
                "the header length must be in 2 … 100000000 but is 100000001; the file was cut short or is not a safetensors"
                        + " file",
                refused(file(100_000_001, "{}", 0)));
    }
}
