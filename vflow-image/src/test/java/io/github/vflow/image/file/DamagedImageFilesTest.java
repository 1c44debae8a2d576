package io.github.vflow.image.file;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is damaged in a file: it is read as some images or refused, with its name. */
final class DamagedImageFilesTest {
    private static final long SEED = 20261101;
    private static final int TRIES = 300;

    @TempDir
    Path directory;

    private static byte[] whole(String format) throws IOException {
        BufferedImage image = new BufferedImage(12, 10, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(SEED);
        for (int i = 0; i < 120; i++) {
            image.setRGB(i % 12, i / 12, random.nextInt());
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        return switch (format) {
            case "idx" -> Fixture.idx(12, 2, 2, 3);
            case "idx.gz" -> Fixture.gzip(Fixture.idx(12, 2, 2, 3));
            case "cifar" -> Fixture.cifar10(SEED, 1, 2);
            default -> {
                assertTrue(ImageIO.write(image, format, out));
                yield out.toByteArray();
            }
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"idx", "idx.gz", "cifar", "png", "jpg"})
    void isReadOrRefused(String format) throws IOException {
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] bytes = whole(format);
            for (int j = random.nextInt(3); j >= 0; j--) {
                // Headers are short and come first.
                int end = random.nextBoolean() ? bytes.length : Math.min(40, bytes.length);
                bytes[random.nextInt(end)] = (byte) random.nextInt();
            }
            Path file = Files.write(directory.resolve("x"), bytes);
            try {
                assertTrue(ImageFiles.read(file).size() > 0);
            } catch (FileFormatException e) {
                refused++;
                assertTrue(e.getMessage().startsWith(file + ": "), e.getMessage());
            }
        }
        assertTrue(refused > 0, format + ", seed " + SEED);
    }
}
