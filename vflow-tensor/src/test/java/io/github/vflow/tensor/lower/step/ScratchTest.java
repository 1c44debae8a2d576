package io.github.vflow.tensor.lower.step;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.tensor.plan.BufferPlan;
import org.junit.jupiter.api.Test;

/** Steps share what they need while they run, and there is room for the one that needs most. */
final class ScratchTest {
    private static final int UNIT = BufferPlan.ALIGNMENT;

    @Test
    void stepsShareAndTheGreediestDecides() {
        Scratch s = new Scratch(2 * UNIT);
        assertEquals(2 * UNIT, s.take(1), "kept");
        int large = s.during(() -> {
            int first = s.take(UNIT + 1);
            assertEquals(first + 2 * UNIT, s.take(3 * UNIT), "aligned, one after another");
            return first;
        });
        int small = s.during(() -> s.take(UNIT));
        assertEquals(3 * UNIT, large);
        assertEquals(large, small);
        assertEquals(8 * UNIT, s.size());
    }

    @Test
    void aStepThatCannotBePreparedLeavesNothingBehind() {
        Scratch s = new Scratch(0);
        assertThrows(
                IllegalStateException.class,
                () -> s.during(() -> {
                    s.take(UNIT);
                    throw new IllegalStateException("no");
                }));
        assertEquals(0, s.take(UNIT));
    }
}
