package io.github.vflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.Sources.Source;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files stay small enough to be read in one sitting. */
final class FileBudgetTest {

    private static final int CAP = 400;
    private static final int MEDIAN = 120;

    /** Descriptors are short by nature and would flatter the median. */
    private static final List<Source> FILES =
            Sources.main().stream().filter(s -> !s.isDescriptor()).toList();

    @Test
    void findsTheSources() {
        assertFalse(FILES.isEmpty(), "no file found under */src/main/java of " + Sources.root());
    }

    @Test
    void noFileIsOverItsCap() {
        List<String> over = FILES.stream()
                .filter(s -> s.lines().size() > CAP)
                .map(s ->
                        "%s: %d lines, at most %d".formatted(s.file(), s.lines().size(), CAP))
                .toList();
        assertEquals(List.of(), over, "split these files by what they know");
    }

    @Test
    void theMedianFileIsShort() {
        List<Integer> sorted =
                FILES.stream().map(s -> s.lines().size()).sorted().toList();
        int median = sorted.get(sorted.size() / 2);
        assertTrue(median <= MEDIAN, "the median main file has %d lines, at most %d".formatted(median, MEDIAN));
    }
}
