package io.github.vflow.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Words and the suites they stand for. */
class SuitesTest {
    @Test
    void noWordMeansAll() {
        assertEquals(EnumSet.allOf(Suite.class), Suites.of(List.of()));
        assertEquals(EnumSet.allOf(Suite.class), Suites.of(List.of("all")));
    }

    @Test
    void wordsAddUp() {
        assertEquals(EnumSet.of(Suite.GEMM), Suites.of(List.of("gemm")));
        assertEquals(
                EnumSet.of(Suite.CONV, Suite.TOY, Suite.ROWS, Suite.DIGITS, Suite.PATCHES, Suite.LARGE),
                Suites.of(List.of("conv", "models")));
    }

    @Test
    void unknownWordsAreRefused() {
        var e = assertThrows(IllegalArgumentException.class, () -> Suites.of(List.of("gemv")));
        assertEquals(
                "compare: no suite \"gemv\"; there are [gemm, conv, elementwise, toy, rows, digits, patches, large], models and all",
                e.getMessage());
    }
}
