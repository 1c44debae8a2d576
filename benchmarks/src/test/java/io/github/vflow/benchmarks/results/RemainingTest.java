package io.github.vflow.benchmarks.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RemainingTest {
    private static final double EXACT = 1e-12;

    @Test
    void theTimeLeftIsThatOfTheKind() {
        Remaining remaining = new Remaining();
        assertTrue(remaining.seconds(List.of(new Remaining.Job("x", 90))).isEmpty());
        remaining.done(new Remaining.Job("x", 90), 1.5);
        remaining.done(new Remaining.Job("y", 10), 8.5);
        assertEquals(3, remaining.seconds(List.of(new Remaining.Job("x", 180))).orElseThrow(), EXACT);
        assertEquals(9, remaining.seconds(List.of(new Remaining.Job("new", 90))).orElseThrow(), EXACT);
    }

    @Test
    void timesAreForPeople() {
        assertEquals(
                List.of("89 s", "2 min", "1.5 h"),
                List.of(Remaining.text(89), Remaining.text(91), Remaining.text(5_400)));
    }
}
