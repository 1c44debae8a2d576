package io.github.vflow.tensor.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.tensor.testkit.Seeds;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Every purpose has random numbers of its own. */
final class PurposeTest {
    private static final long SEED = Seeds.of("PurposeTest");
    private static final int GENERATORS = 300;
    private static final int NUMBERS = 100;

    @Test
    void everyPurposeHasAStreamOfItsOwn() {
        Set<Long> streams = new HashSet<>();
        for (Purpose p : Purpose.values()) {
            assertTrue(streams.add(p.stream(SEED).stream()), p + " shares a stream");
            assertEquals(SEED, p.stream(SEED).seed());
        }
    }

    /** Neighbouring positions must not give one sequence, shifted: none of their first numbers occurs twice. */
    @Test
    void everyPositionHasAGeneratorOfItsOwn() {
        for (long seed : List.of(0L, 1L, 7L, SEED)) {
            Set<Long> seen = new HashSet<>();
            for (int position = 0; position < GENERATORS; position++) {
                RandomGenerator random = Purpose.ROW_ORDER.stream(seed).generator(position);
                for (int i = 0; i < NUMBERS; i++) {
                    assertTrue(
                            seen.add(random.nextLong()), "seed " + seed + ", position " + position + ", number " + i);
                }
            }
        }
    }

    @Test
    void generatorsCanBeRepeated() {
        long[] first = numbers(SEED, 3);
        assertTrue(Arrays.equals(first, numbers(SEED, 3)));
        assertTrue(!Arrays.equals(first, numbers(SEED + 1, 3)), "another seed");
    }

    private static long[] numbers(long seed, long position) {
        return Purpose.SPLIT.stream(seed).generator(position).longs(NUMBERS).toArray();
    }
}
