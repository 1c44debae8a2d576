package io.github.vflow.image.file;

import static io.github.vflow.image.file.Fixture.complaint;
import static io.github.vflow.image.file.Fixture.file;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A damaged PNG is refused, whatever the decoder would make of it. */
final class PngChunksTest {
    /** Written without Java, with chunks gAMA, IDAT and IEND behind IHDR: 2 × 4 grey values. */
    private static final byte[] PNG = Base64.getDecoder()
            .decode("iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAAAAABawyK/AAAABGdBTUEAALGPC/xhBQAAABJJREFU"
                    + "eJxjYGB0qGdoOPDvPwAMBwP+HqAIKgAAAABJRU5ErkJggg==");

    private static final int IHDR_DATA = 16;

    @TempDir
    Path directory;

    private String saidOf(byte... bytes) throws IOException {
        Path file = file(directory, "x.png", bytes);
        return complaint(file, () -> ImageFiles.read(file));
    }

    private static byte[] changed(int at, int... values) {
        byte[] png = PNG.clone();
        for (int i = 0; i < values.length; i++) {
            png[at + i] = (byte) values[i];
        }
        return png;
    }

    private static int at(String chunk) {
        return new String(PNG, StandardCharsets.ISO_8859_1).indexOf(chunk) - 4;
    }

    @Test
    void everyFlippedBitIsFound() throws IOException {
        for (int bit = 0; bit < 8 * PNG.length; bit++) {
            byte[] damaged = PNG.clone();
            damaged[bit / 8] ^= (byte) (1 << bit % 8);
            Path file = file(directory, "x.png", damaged);
            assertThrows(FileFormatException.class, () -> ImageFiles.read(file), "bit " + bit);
        }
    }

    @Test
    void namesTheChunk() throws IOException {
        assertEquals(
                "the chunk IHDR at byte 8 must have the CRC 5ac322bf, as the file says, but has b5014981; the file is"
                        + " damaged, fetch it again",
                saidOf(changed(IHDR_DATA + 3, 5)));
        assertEquals(
                "the chunk gAMA at byte 33 must have the CRC 0bfc6105, as the file says, but has b3400660; the file is"
                        + " damaged, fetch it again",
                saidOf(changed(at("gAMA") + 8, 1)));
        assertEquals(
                "the chunk 01 44 41 54 at byte 49 must have the CRC 1ea0082a, as the file says, but has 6dad0ded; the file"
                        + " is damaged, fetch it again",
                saidOf(changed(at("IDAT") + 4, 1)));
        assertEquals(
                "the chunk IDAT at byte 49 has 4294967295 bytes of data by its length but 30 follow; the file is cut short"
                        + " or damaged, fetch it again",
                saidOf(changed(at("IDAT"), 255, 255, 255, 255)));
    }

    @Test
    void namesWhatIsMissing() throws IOException {
        assertEquals(
                "a PNG ends with a chunk IEND but 0 bytes follow its last whole chunk; it is cut short, fetch it again",
                saidOf(Arrays.copyOf(PNG, at("IEND"))));
        assertEquals(
                "the chunk IDAT at byte 49 has 18 bytes of data by its length but 17 follow; the file is cut short or"
                        + " damaged, fetch it again",
                saidOf(Arrays.copyOf(PNG, at("IEND") - 1)));
        assertEquals(
                "a PNG begins with 89 50 4e 47 0d 0a 1a 0a but the file begins with 89 50 4e 47 0a 1a 0a 00; it is cut"
                        + " short, or was sent as text: fetch it again as bytes",
                saidOf(changed(4, 10, 26, 10, 0)));
    }

    /** Some programs put something there. */
    @Test
    void whatFollowsTheEndIsNotRead() throws IOException {
        Path file = file(directory, "x.png", Arrays.copyOf(PNG, PNG.length + 5));
        assertEquals(Images.of(new byte[] {0, 1, 64, 127, -128, -64, -2, -1}, 2, 4, 1, 256), ImageFiles.read(file));
    }
}
