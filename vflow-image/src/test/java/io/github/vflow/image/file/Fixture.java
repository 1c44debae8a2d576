package io.github.vflow.image.file;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.function.Executable;

/** Files for tests of readers, and what readers say about them. */
final class Fixture {
    private Fixture() {}

    /** An IDX file of bytes: its header, then values 0, 1, 2, … */
    static byte[] idx(int count, int... shape) {
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + count);
        file.putInt(0x0800 + shape.length);
        for (int side : shape) {
            file.putInt(side);
        }
        for (int i = 0; i < count; i++) {
            file.put((byte) i);
        }
        return file.array();
    }

    /** Records of a label and 3,072 random values. */
    static byte[] cifar10(long seed, int... labels) {
        return cifar(seed, 1, labels);
    }

    /** Records of two labels, coarse and fine in turn, and 3,072 random values. */
    static byte[] cifar100(long seed, int... labels) {
        return cifar(seed, 2, labels);
    }

    private static byte[] cifar(long seed, int each, int... labels) {
        ByteBuffer file = ByteBuffer.allocate(labels.length / each * (each + 3072));
        byte[] planes = new byte[3072];
        Random random = new Random(seed);
        for (int i = 0; i < labels.length; i++) {
            file.put((byte) labels[i]);
            if (i % each == each - 1) {
                random.nextBytes(planes);
                file.put(planes);
            }
        }
        return file.array();
    }

    static byte[] gzip(byte... bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /** A PNG whose chunks have the right checksums again. */
    static byte[] withChecksums(byte... png) {
        ByteBuffer bytes = ByteBuffer.wrap(png);
        for (int at = 8; at < png.length; ) {
            int data = bytes.getInt(at);
            CRC32 crc = new CRC32();
            crc.update(png, at + 4, 4 + data);
            bytes.putInt(at + 8 + data, (int) crc.getValue());
            at += 12 + data;
        }
        return png;
    }

    /** Writes a file. */
    static Path file(Path directory, String name, byte... bytes) throws IOException {
        return Files.write(directory.resolve(name), bytes);
    }

    /** What is said about a file, after its name. */
    static String complaint(Path file, Executable what) {
        String message = assertThrows(FileFormatException.class, what).getMessage();
        assertTrue(message.startsWith(file + ": "), message);
        return message.substring(file.toString().length() + 2);
    }
}
