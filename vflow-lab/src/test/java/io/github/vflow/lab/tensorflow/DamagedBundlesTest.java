package io.github.vflow.lab.tensorflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.nn.io.FileFormatException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is damaged in a checkpoint: it gives the same model, or is refused with the name of the file. */
final class DamagedBundlesTest {
    private static final long SEED = 20261127;
    private static final int TRIES = 200;

    @TempDir
    Path dir;

    private Path checkpoint;
    private float[] whole;

    @BeforeEach
    void unpacked() throws IOException {
        checkpoint = SmallCheckpoint.in(dir);
        whole = read();
    }

    private float[] read() throws IOException {
        return PublishedModel.read(checkpoint, SmallCheckpoint.spec(), PublishedWeights.EMA)
                .model()
                .parameters()
                .values();
    }

    @ParameterizedTest
    @ValueSource(strings = {SmallCheckpoint.INDEX, SmallCheckpoint.DATA})
    void flippedBits(String name) throws IOException {
        Random random = new Random(SEED);
        byte[] bytes = Files.readAllBytes(dir.resolve(name));
        int refused = 0;
        for (int i = 0; i < TRIES; i++) {
            byte[] damaged = bytes.clone();
            damaged[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
            refused += refusedOrSame(name, damaged);
        }
        assertTrue(refused > TRIES / 5, refused + " refused, seed " + SEED);
    }

    @ParameterizedTest
    @ValueSource(strings = {SmallCheckpoint.INDEX, SmallCheckpoint.DATA})
    void cutShort(String name) throws IOException {
        Random random = new Random(SEED);
        byte[] bytes = Files.readAllBytes(dir.resolve(name));
        for (int i = 0; i < TRIES; i++) {
            assertTrue(refusedOrSame(name, Arrays.copyOf(bytes, random.nextInt(bytes.length))) == 1, name);
        }
    }

    private int refusedOrSame(String name, byte[] damaged) throws IOException {
        Files.write(dir.resolve(name), damaged);
        try {
            assertArrayEquals(whole, read());
            return 0;
        } catch (FileFormatException e) {
            assertTrue(e.getMessage().startsWith(checkpoint.toString()), e.getMessage());
            return 1;
        }
    }
}
