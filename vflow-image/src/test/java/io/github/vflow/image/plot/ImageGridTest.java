package io.github.vflow.image.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.image.Images;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class ImageGridTest {
    private static final int GROUND = 0x8C9EB4;

    /** The colour at a place before scaling. */
    private static int at(BufferedImage image, int x, int y) {
        int s = ImageGrid.SCALE;
        int first = image.getRGB(s * x, s * y);
        assertEquals(first, image.getRGB(s * x + s - 1, s * y + s - 1), "pixels are squares of one colour");
        return first & 0xFFFFFF;
    }

    private static String message(Executable what) {
        return assertThrows(IllegalArgumentException.class, what).getMessage();
    }

    @Test
    void everyDigitIsWhereItBelongs() {
        Images digits = Images.digits().slice(0, 10);
        ImageGrid grid = new ImageGrid(digits, 4, 3);
        BufferedImage image = grid.render();
        assertEquals(2 * (1 + 4 * 25), image.getWidth());
        assertEquals(2 * (1 + 3 * 25), image.getHeight());
        for (int x = 0; x < grid.width(); x++) {
            for (int y = 0; y < grid.height(); y++) {
                boolean gap = x % 25 == 0 || y % 25 == 0;
                int i = y / 25 * 4 + x / 25;
                int bright = gap || i >= 10
                        ? 0
                        : Math.round(digits.pixel(i, (y % 25 - 1) / 3, (x % 25 - 1) / 3, 0) * 255 / 16f);
                assertEquals(gap || i >= 10 ? GROUND : 0x10101 * bright, at(image, x, y), x + ", " + y);
            }
        }
    }

    @Test
    void coloursAreRedGreenBlue() {
        byte[] pixels = {(byte) 255, 0, 0, 1, 2, 3};
        BufferedImage image = new ImageGrid(Images.of(pixels, 1, 2, 3, 256), 1, 1).render();
        assertEquals(0xFF0000, at(image, 1, 1));
        assertEquals(0x010203, at(image, 2, 1));
    }

    @Test
    void theUsualGridIsAboutSquare() {
        ImageGrid grid = ImageGrid.of(Images.digits().slice(0, 90));
        assertEquals(10, grid.across());
        assertEquals(4, grid.zoom());
        assertEquals(1, ImageGrid.of(Images.of(new byte[10000], 100, 100, 1, 2)).zoom());
        assertEquals(1 + 10 * 33, grid.width());
    }

    @Test
    void isSavedAsPng(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("digits.png");
        ImageGrid grid = ImageGrid.of(Images.digits().slice(0, 4));
        grid.write(file);
        BufferedImage image = ImageIO.read(file.toFile());
        assertEquals(ImageGrid.SCALE * grid.width(), image.getWidth());
        assertEquals(grid.render().getRGB(20, 20), image.getRGB(20, 20));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void saysWhatCannotBeDrawn() {
        Images images = Images.of(new byte[4], 2, 2, 1, 2);
        assertEquals(
                "ImageGrid: images must have 1 or 3 channels but have 2; draw one channel at a time",
                message(() -> new ImageGrid(Images.of(new byte[4], 1, 2, 2, 2), 1, 1)));
        assertEquals(
                "ImageGrid: need one or more images across and a zoom of 1 or more but got 0 and 1;"
                        + " pass larger numbers",
                message(() -> new ImageGrid(images, 0, 1)));
        assertEquals(
                "ImageGrid: need one or more images across and a zoom of 1 or more but got 1 and 0;"
                        + " pass larger numbers",
                message(() -> new ImageGrid(images, 1, 0)));
        assertEquals(
                "ImageGrid: no side may be longer than 16000 but got 16002 × 16002 for 1 images, 1 across,"
                        + " zoomed 8000 times; draw fewer or smaller ones",
                message(() -> new ImageGrid(images, 1, 8000)));
    }
}
