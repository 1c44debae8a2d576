package io.github.vflow.lab.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our decompression against another implementation's compression, and what is refused. */
final class SnappyTest {
    private static final long SEED = 11;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 59, 60, 61, 300, 70_000, 200_000})
    void undoesTheCompressionOfAnother(int length) throws FileFormatException {
        Random random = new Random(SEED);
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            // Runs, repetitions far away, and noise.
            bytes[i] = i % 1000 < 300 ? (byte) (i % 7) : (byte) random.nextInt(i % 2000 < 1000 ? 256 : 2);
        }
        assertArrayEquals(bytes, decompress(org.iq80.snappy.Snappy.compress(bytes)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 100, 1000})
    void undoesOverlappingCopies(int period) throws FileFormatException {
        byte[] bytes = new byte[5000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % period * 31);
        }
        assertArrayEquals(bytes, decompress(org.iq80.snappy.Snappy.compress(bytes)));
    }

    @ParameterizedTest
    @CsvSource({
        "'040041', a block of 4 bytes ends after 1",
        "'01044142', a block of 1 bytes has more than that",
        "'080041020200', a copy begins 2 bytes before byte 1",
        "'080041020000', a copy begins 0 bytes before byte 1",
        "'08004103ffffffff', a copy begins 4294967295 bytes before byte 1",
        "'040c41', the next part has 4 bytes but only 1 follow",
        "'ffff7f0041', cannot decompress to 2097151",
        "'ffff', the next part has 1 bytes but only 0 follow"
    })
    void refuses(String numbers, String why) {
        byte[] bytes = HexFormat.of().parseHex(numbers);
        FileFormatException e = assertThrows(FileFormatException.class, () -> decompress(bytes));
        assertTrue(e.getMessage().contains(why), e.getMessage());
        assertTrue(e.getMessage().startsWith("block: "), e.getMessage());
    }

    private static byte[] decompress(byte[] bytes) throws FileFormatException {
        ByteBuffer out = Snappy.decompress("block", ByteBuffer.wrap(bytes));
        return Arrays.copyOf(out.array(), out.limit());
    }
}
