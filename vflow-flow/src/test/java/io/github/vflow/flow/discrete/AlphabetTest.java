package io.github.vflow.flow.discrete;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.testkit.Seeds;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frequencies of values by their counts. */
final class AlphabetTest {
    private static final long SEED = Seeds.of("AlphabetTest");

    private static double sum(Alphabet a) {
        return a.frequencies().stream().mapToDouble(Double::doubleValue).sum();
    }

    /** The values that no row has share one made-up row: here A = 3, the two values that occur and the two that do not. */
    @Test
    void valuesWithoutRowsShareOneRow() {
        Alphabet a = Alphabet.of(0, 4, false, List.of(5, 0, 0, 3), 1);
        assertEquals(List.of(6.0 / 11, 0.5 / 11, 0.5 / 11, 4.0 / 11), a.frequencies());
        assertEquals(3.0 / 11, a.share());
        Alphabet open = Alphabet.of(-1, 3, true, List.of(0, 2, 0), 1);
        assertEquals(List.of(1.0 / 6, 0.5 / 6, 3.0 / 6, 0.5 / 6, 1.0 / 6), open.frequencies());
        assertEquals(4.0 / 6, open.share());
    }

    /** The frequencies have all made-up rows, and a conditional probability a part of them. */
    @Test
    void aConditionalProbabilityKeepsAPart() {
        Alphabet all = Alphabet.of(0, 4, false, List.of(5, 0, 0, 3), 1);
        Alphabet quarter = Alphabet.of(0, 4, false, List.of(5, 0, 0, 3), 0.25);
        assertEquals(all.frequencies(), quarter.frequencies());
        assertEquals(0.25 * 3.0 / 11, quarter.share());
        assertEquals(
                Alphabet.of(0, 4, false, List.of(), 1).share(),
                Alphabet.of(0, 4, false, List.of(), 0.25).share(),
                "nobody counted");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void frequenciesArePositiveAndSumToOne(boolean isOpen) {
        SplittableRandom random = new SplittableRandom(SEED);
        for (int trial = 0; trial < 100; trial++) {
            int bound = 1 + trial % 4;
            List<Integer> counts = random.ints(1 + trial % 7, 0, bound).boxed().toList();
            Alphabet a = Alphabet.of(3, counts.size(), isOpen, counts, 1);
            assertEquals(1, sum(a), 1e-12, () -> counts + ", seed " + SEED);
            assertTrue(a.frequencies().stream().allMatch(p -> p > 0), counts::toString);
            if (counts.stream().anyMatch(n -> n > 0)) {
                double rows = counts.stream().mapToDouble(Integer::doubleValue).sum();
                assertEquals(rows, (1 - a.share()) / a.share() * made(counts, isOpen), 1e-9, counts::toString);
            }
        }
        Alphabet equal = Alphabet.of(0, 4, isOpen, List.of(), 1);
        assertEquals(1, sum(equal), 1e-12);
        assertEquals(1, equal.frequencies().stream().distinct().count());
    }

    private static double made(List<Integer> counts, boolean isOpen) {
        long seen = counts.stream().filter(n -> n > 0).count();
        return seen + (seen < counts.size() ? 1 : 0) + (isOpen ? 2 : 0);
    }
}
