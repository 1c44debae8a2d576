package io.github.vflow.nn.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import io.github.vflow.tensor.shape.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages for damaged files. */
final class DamagedSafeTensorsTest {
    private static final long SEED = 20260101;

    @TempDir
    Path directory;

    private String complaint(byte[] bytes) throws IOException {
        Path file = directory.resolve("m.safetensors");
        Files.write(file, bytes);
        String message = assertThrows(FileFormatException.class, () -> SafeTensors.read(file))
                .getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }

    private static byte[] file(long length, String json, int data) {
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(8 + text.length + data)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(length)
                .put(text)
                .array();
    }

    private String header(String json, int data) throws IOException {
        return complaint(file(json.getBytes(StandardCharsets.UTF_8).length, json, data));
    }

    /** Quotes are written as ' here. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|4|its next part must have 8 bytes but has 4; it was cut short, so get it again
            {'x':{'dtype':'F32','shape':[2],'data_offsets':[8,0]}}|8|tensor 'x' data_offsets must be [begin, end] with begin ≤ end but are [8, 0]; the header is damaged
            {'x':{'dtype':'F32','shape':[2],'data_offsets':[0]}}|8|tensor 'x' data_offsets must be [begin, end] with begin ≤ end but are [0]; the header is damaged
            {'x':{'dtype':'F32','shape':[2],'data_offsets':[-1,7]}}|8|tensor 'x' data_offsets must be a list of whole numbers but is [-1,7]; the header is damaged
            {'x':{'dtype':'F32','shape':[2]}}|8|tensor 'x' data_offsets must be a list of whole numbers but is missing; the header is damaged
            {'x':{'dtype':'F32','shape':[2.5],'data_offsets':[0,8]}}|8|tensor 'x' shape must be a list of whole numbers but is [2.5]; the header is damaged
            {'x':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}}|8|tensor 'x' of shape [3] and dtype F32 takes 12 bytes but its data_offsets [0, 8] span 8; the header is damaged
            {'x':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,8]}}|8|tensor 'x' of shape [4294967296, 4294967296] and dtype F32 takes 9223372036854775807 bytes but its data_offsets [0, 8] span 8; the header is damaged
            {'x':{'dtype':'F32','shape':[0],'data_offsets':[0,0]}}|0|tensor 'x' must not be empty but has shape [0]; leave it out when writing the file
            {'x':{'dtype':'BF16','shape':[2],'data_offsets':[0,4]}}|4|tensor 'x' has dtype 'BF16'; one of [F64, F32, I64] can be read, convert it when writing the file
            {'x':{'shape':[2],'data_offsets':[0,4]}}|4|tensor 'x' has dtype missing; one of [F64, F32, I64] can be read, convert it when writing the file
            {'x':3}|4|tensor 'x' has dtype missing; one of [F64, F32, I64] can be read, convert it when writing the file
            {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]},'y':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}|12|tensor 'y' must start where 'x' ends, at 8, but its data_offsets are [4, 12]; they overlap, so the header is damaged
            {'x':{'dtype':'F32','shape':[2],'data_offsets':[1,9]}}|9|tensor 'x' must start where the header ends, at 0, but its data_offsets are [1, 9]; there is a gap, so the header is damaged
            {'x':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}}|9|it must end with the last tensor but goes on; it holds something else, too
            {'__metadata__':{'k':1}}|0|metadata 'k' must be text but is 1; write numbers and structures as text
            {'__metadata__':[1]}|0|__metadata__ must be a JSON object but is [1]; the file is damaged or is not a safetensors file
            [1, 2]|0|the header must be a JSON object but is [1,2]; the file is damaged or is not a safetensors file
            """)
    void aBadHeaderIsNamed(String json, int data, String expected) throws IOException {
        assertEquals(expected.replace('\'', '"'), header(json.replace('\'', '"'), data));
    }

    @Test
    void aHeaderMustBeJsonWithDistinctNames() throws IOException {
        String cut = header("{\"x\":", 0);
        assertTrue(cut.startsWith("the header must be JSON with distinct names: Unexpected end-of-input"), cut);
        String twice = header("{\"x\":1,\"x\":2}", 0);
        assertTrue(twice.contains("Duplicate Object property \"x\""), twice);
        String more = header("{} {}", 0);
        assertTrue(more.endsWith("the file is damaged or is not a safetensors file"), more);
    }

    /** A message is one line, however long and strange the names of a file are. */
    @Test
    void whatIsQuotedIsShortAndPrintable() throws IOException {
        String name = "\\u001b[2J" + "x".repeat(500);
        assertEquals(
                "tensor \"\\u001b[2J" + "x".repeat(96)
                        + "…\" has dtype missing; one of [F64, F32, I64] can be read,"
                        + " convert it when writing the file",
                header("{\"" + name + "\":{}}", 0));
        assertEquals(
                "tensor \"x\" shape must be a list of whole numbers but is [" + "0.5,".repeat(24)
                        + "0.5…; the header is" + " damaged",
                header("{\"x\":{\"dtype\":\"F32\",\"shape\":[" + "0.5,".repeat(500) + "1]}}", 0));
        assertEquals(
                "tensor \"x\" of shape [" + "1, ".repeat(33)
                        + "… and dtype F32 takes 4 bytes but its data_offsets [0, 2]"
                        + " span 2; the header is damaged",
                header("{\"x\":{\"dtype\":\"F32\",\"shape\":[" + "1,".repeat(500) + "1],\"data_offsets\":[0,2]}}", 2));
        assertEquals("a\\u000d\\u000ab\\u009b$1", new FileFormatException("a\r\nb\u009b$1").getMessage());
    }

    @Test
    void aBadLengthIsNamed() throws IOException {
        assertEquals(
                "a safetensors file starts with 8 bytes of header length, but this one has 3 bytes; "
                        + "it was cut short or is something else",
                complaint(new byte[3]));
        assertEquals(
                "its next part must have 100 bytes but has 2; it was cut short, so get it again",
                complaint(file(100, "{}", 0)));
        assertEquals(
                "the header length must be in 2 … 100000000 but is 18446744073709551615; "
                        + "the file was cut short or is not a safetensors file",
                complaint(file(-1, "{}", 0)));
    }

    @Test
    void aMissingFileIsNamed() {
        Path file = directory.resolve("none");
        assertEquals(
                file + ": there is no such file; check the path",
                assertThrows(NoSuchFileException.class, () -> SafeTensors.read(file))
                        .getMessage());
        assertEquals(
                "cannot read " + directory + ": it is not a file; give the name of a safetensors file",
                assertThrows(IOException.class, () -> SafeTensors.read(directory))
                        .getMessage());
    }

    /** Cut anywhere, or with any byte of its header changed, a file is read or refused, never half believed. */
    @Test
    void anyDamageIsReadOrRefused() throws IOException {
        System.out.println("seed " + SEED);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SafeTensors.builder()
                .metadata("k", "v")
                .f32("x", Shape.of(3), new float[3])
                .f64("y", Shape.of(2), new double[2])
                .build()
                .write(out);
        byte[] whole = out.toByteArray();
        for (int n = 0; n < whole.length; n++) {
            complaint(Arrays.copyOf(whole, n));
        }
        Random random = new Random(SEED);
        Path file = directory.resolve("m.safetensors");
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = whole.clone();
            damaged[random.nextInt(whole.length)] = (byte) random.nextInt(256);
            Files.write(file, damaged);
            try {
                SafeTensors.read(file);
            } catch (FileFormatException expected) {
                assertTrue(expected.getMessage().startsWith(file.toString()), expected.getMessage());
            }
        }
    }
}
