package io.github.vflow.table.verdict;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.table.verdict.Verdict.Found;
import io.github.vflow.table.view.View;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FoundTest {
    @Test
    void aViewHasItsWords() {
        assertEquals("the combination of x, y", new Found(View.COMBINATION, List.of("x", "y")).words());
        assertEquals("the combination of y with the others", new Found(View.COMBINATION, List.of("y")).words());
        assertEquals("a combination", new Found(View.COMBINATION, List.of()).words());
        assertEquals("y alone", new Found(View.COLUMN, List.of("y")).words());
        assertEquals("the gaps of x beside y", new Found(View.GAPS, List.of("x", "y")).words());
        assertEquals("single columns", new Found(View.COLUMN, List.of()).words());
    }
}
