package io.github.vflow.image.file;

import static io.github.vflow.image.file.Fixture.complaint;
import static io.github.vflow.image.file.Fixture.file;
import static io.github.vflow.image.file.Fixture.gzip;
import static io.github.vflow.image.file.Fixture.idx;
import static io.github.vflow.image.file.Fixture.withChecksums;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.image.Images;
import io.github.vflow.nn.io.FileFormatException;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImageFolderTest {
    /** Written without Java, with gAMA 1/2.2: 2 × 4 grey values. */
    private static final String GREY_PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAAAAABawyK/AAAABGdBTUEAALGPC/xhBQAAABJJREFU"
                    + "eJxjYGB0qGdoOPDvPwAMBwP+HqAIKgAAAABJRU5ErkJggg==";

    /** Written without Java, with gAMA 1/2.2: 1 × 2 colours. */
    private static final String COLOR_PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAABGdBTUEAALGPC/xhBQAAAA9JREFU"
                    + "eJxjYGRi/tXADgAEGAGIF4pLCAAAAABJRU5ErkJggg==";

    /** What JPEG may change in a smooth image. */
    private static final int JPEG_LOSS = 6;

    @TempDir
    Path directory;

    private static byte[] encoded(BufferedImage image, String format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(image, format, out));
        return out.toByteArray();
    }

    /** A grey image that gets brighter from left to right. */
    private static BufferedImage ramp(int height, int width) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < height * width; i++) {
            image.getRaster().setSample(i % width, i / width, 0, i % width * 255 / width);
        }
        return image;
    }

    private static BufferedImage flat(int height, int width, int type, int argb) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int i = 0; i < height * width; i++) {
            image.setRGB(i % width, i / width, argb);
        }
        return image;
    }

    private static byte[] color(int rgb) throws IOException {
        return encoded(flat(2, 2, BufferedImage.TYPE_INT_RGB, rgb), "png");
    }

    private String saidOf(byte... bytes) throws IOException {
        Path file = file(directory, "x.png", bytes);
        return complaint(file, () -> ImageFiles.read(file));
    }

    @Test
    void valuesAreThoseInTheFile() throws IOException {
        Path grey = file(directory, "grey.png", Base64.getDecoder().decode(GREY_PNG));
        assertEquals(Images.of(new byte[] {0, 1, 64, 127, -128, -64, -2, -1}, 2, 4, 1, 256), ImageFiles.read(grey));
        Path color = file(directory, "color.png", Base64.getDecoder().decode(COLOR_PNG));
        assertEquals(Images.of(new byte[] {1, 2, 3, -6, -128, 7}, 1, 2, 3, 256), ImageFiles.read(color));
    }

    @Test
    void everyKindOfEightBitsIsRead() throws IOException {
        BufferedImage palette = flat(1, 2, BufferedImage.TYPE_BYTE_INDEXED, 0xFFFF0000);
        assertEquals("ff0000ff0000", hex(encoded(palette, "png")));
        byte[] shades = {0, 85, (byte) 170, (byte) 255};
        BufferedImage shaded = new BufferedImage(
                2, 1, BufferedImage.TYPE_BYTE_BINARY, new IndexColorModel(2, 4, shades, shades, shades));
        shaded.getRaster().setSample(1, 0, 0, 2);
        assertEquals("00aa", hex(encoded(shaded, "png")));
        assertEquals("010203010203", hex(encoded(flat(1, 2, BufferedImage.TYPE_INT_ARGB, 0xFF010203), "png")));
    }

    private String hex(byte... png) throws IOException {
        return HexFormat.of()
                .formatHex(ImageFiles.read(file(directory, "x", png)).toBytes());
    }

    @Test
    void jpegIsReadNearly() throws IOException {
        Path grey = file(directory, "a.jpg", encoded(ramp(16, 32), "jpg"));
        Images images = ImageFiles.read(grey);
        assertEquals("Images [1, 16, 32, 1] of 256 levels", images.toString());
        for (int x = 0; x < 32; x++) {
            int drawn = x * 255 / 32;
            assertEquals(drawn, images.pixel(0, 8, x, 0), JPEG_LOSS, "column " + x);
        }
        Path red = file(directory, "b.jpg", encoded(flat(16, 16, BufferedImage.TYPE_INT_RGB, 0xC80A14), "jpg"));
        Images color = ImageFiles.read(red);
        assertEquals(0xC8, color.pixel(0, 8, 8, 0), JPEG_LOSS);
        assertEquals(0x0A, color.pixel(0, 8, 8, 1), JPEG_LOSS);
        assertEquals(0x14, color.pixel(0, 8, 8, 2), JPEG_LOSS);
    }

    @Test
    void filesComeInTheOrderOfTheirNames() throws IOException {
        file(directory, "9.png", color(0x030303));
        file(directory, "10.png", color(0x010101));
        file(directory, "A.PNG", color(0x040404));
        file(directory, ".DS_Store", (byte) 0);
        Images images = ImageFiles.read(directory);
        assertEquals("Images [3, 2, 2, 3] of 256 levels", images.toString());
        assertEquals(1, images.pixel(0, 0, 0, 0));
        assertEquals(3, images.pixel(1, 0, 0, 0));
        assertEquals(4, images.pixel(2, 0, 0, 0));
    }

    @Test
    void greyAndColouredImagesDoNotMix() throws IOException {
        Files.write(directory.resolve("a.png"), encoded(ramp(2, 2), "png"));
        Path b = Files.write(directory.resolve("b.png"), color(0xFF8000));
        assertEquals(
                "every image must have as many channels as a.png, 1, but has 3; convert it",
                complaint(b, () -> ImageFiles.read(directory)));
    }

    @Test
    void saysWhatIsWrongWithAFolder() throws IOException {
        assertEquals(
                "there must be an image but the folder is empty; fill it",
                complaint(directory, () -> ImageFiles.read(directory)));
        file(directory, "a.png", color(0));
        Path b = file(directory, "b.png", encoded(ramp(2, 3), "png"));
        assertEquals(
                "every image must be as large as a.png, 2 × 2, but is 2 × 3; crop, scale or remove it",
                complaint(b, () -> ImageFiles.read(directory)));
        Files.delete(b);
        Path notes = file(directory, "notes.txt", (byte) 'h', (byte) 'i');
        assertEquals(
                "expected a PNG or JPEG but the file has 2 bytes and begins with 68 69; convert or remove it",
                complaint(notes, () -> ImageFiles.read(directory)));
        Files.delete(notes);
        Path inner = Files.createDirectory(directory.resolve("inner"));
        assertEquals(
                "cannot read " + inner + ": it is a directory; give the name of a file",
                assertThrows(IOException.class, () -> ImageFiles.read(directory))
                        .getMessage());
    }

    @Test
    void saysWhatItDoesNotDecode() throws IOException {
        assertEquals(
                "an image must have 8 bits or fewer for each value but has 16; convert it to 8 bits",
                saidOf(encoded(new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY), "png")));
        assertEquals(
                "every pixel must be opaque but row 0, column 0 has an alpha of 128 of 255;"
                        + " put the image on a background",
                saidOf(encoded(flat(2, 2, BufferedImage.TYPE_INT_ARGB, 0x80FFFFFF), "png")));
        byte[] huge = color(0);
        ByteBuffer.wrap(huge).putInt(16, 100_000).putInt(20, 70_000);
        assertEquals(
                "an image may have at most 67108864 pixels but has 70000 × 100000; scale it down",
                saidOf(withChecksums(huge)));
        byte[] damaged = color(0);
        damaged[25] = 9;
        String said = saidOf(withChecksums(damaged));
        assertTrue(said.startsWith("an image of " + damaged.length + " bytes cannot be decoded ("), said);
        assertTrue(said.endsWith("); it is cut short, damaged or of an unusual kind, save it again as PNG"), said);
    }

    @Test
    void everyTruncationIsFound() throws IOException {
        byte[] png = encoded(ramp(9, 9), "png");
        byte[] jpeg = encoded(ramp(16, 16), "jpg");
        assertFoundUpTo(png, png.length);
        // All pixels come before the 2 bytes that end the file.
        assertFoundUpTo(jpeg, jpeg.length - 2);
    }

    private void assertFoundUpTo(byte[] image, int end) throws IOException {
        for (int length = 0; length < end; length++) {
            Path file = file(directory, "cut", Arrays.copyOf(image, length));
            assertThrows(FileFormatException.class, () -> ImageFiles.read(file), "length " + length);
        }
    }

    @Test
    void saysWhenTheyDoNotFitIntoMemory() {
        Path first = directory.resolve("a.png");
        assertEquals(
                "this image and those after it may have at most 2147483639 values together but 1000000 of 3072 have"
                        + " 3072000000; use fewer or smaller ones",
                complaint(first, () -> ImageFolder.checkedLength(first, 1_000_000, 3072)));
    }

    @Test
    void otherFilesAreNamedByWhatTheyBeginWith() throws IOException {
        assertEquals(
                "expected IDX, CIFAR, NumPy, PNG or JPEG but the file has 4 bytes and begins with 50 4b 03 04,"
                        + " a zip archive; convert it to one of these",
                saidOf((byte) 'P', (byte) 'K', (byte) 3, (byte) 4));
        assertEquals(
                "expected IDX, CIFAR, NumPy, PNG or JPEG but the file has 2 bytes and begins with 80 04,"
                        + " perhaps a Python pickle; convert it to one of these",
                saidOf((byte) 0x80, (byte) 4));
        assertEquals(
                "expected IDX, CIFAR, NumPy, PNG or JPEG but the file has 0 bytes and begins with nothing;"
                        + " convert it to one of these",
                saidOf());
        assertTrue(saidOf(gzip(idx(4, 4))).startsWith("IDX images begin with 00 00 08 03"));
    }
}
