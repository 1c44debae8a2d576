package io.github.vflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

final class DigitsTest {
    private static final Images DIGITS = Digits.load();

    /** Of all values, then all labels; computed from the source by another program. */
    private static final long CRC_OF_SOURCE = 0xB89DAEA8L;

    @Test
    void areAllThere() {
        assertEquals("Images [1797, 8, 8, 1] of 17 levels, labelled", DIGITS.toString());
        // The classes of the test set as the UCI repository lists them.
        int[] counts = new int[10];
        DIGITS.labels().orElseThrow().forEach(label -> counts[label]++);
        assertArrayEquals(new int[] {178, 182, 177, 183, 181, 182, 181, 179, 174, 180}, counts);
    }

    @Test
    void areTheBytesOfTheSource() {
        CRC32 crc = new CRC32();
        crc.update(DIGITS.toBytes());
        for (int label : DIGITS.labels().orElseThrow()) {
            crc.update(label);
        }
        assertEquals(CRC_OF_SOURCE, crc.getValue());
    }

    @Test
    void theFirstIsAZero() {
        float[] image = new float[64];
        DIGITS.copyImage(0, image, 0);
        assertArrayEquals(new float[] {0, 0, 5, 13, 9, 1, 0, 0}, Arrays.copyOf(image, 8));
        assertEquals(0, DIGITS.labels().orElseThrow().get(0));
    }

    @Test
    void everyLevelOccurs() {
        boolean[] seen = new boolean[17];
        for (byte value : DIGITS.toBytes()) {
            seen[value] = true;
        }
        for (int level = 0; level < seen.length; level++) {
            assertTrue(seen[level], "level " + level);
        }
    }

    @Test
    void saysWhenTheJarIsIncomplete() {
        Throwable cause = assertThrows(UncheckedIOException.class, () -> Digits.lines("other.csv.gz"))
                .getCause();
        assertEquals(
                "Digits: other.csv.gz must lie next to the class but is not in this jar;"
                        + " rebuild the jar with its resources",
                cause.getMessage());
    }
}
