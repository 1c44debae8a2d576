package io.github.vflow.spark.internal.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Limits of a plan for workers. */
class CrewPlanTest {
    @Test
    void theLeastAndTheLargestNumbersAreAllowed() {
        CrewPlan least = new CrewPlan(1, Duration.ofSeconds(1), 0);
        assertEquals(1, least.workers());
        assertEquals(Duration.ofSeconds(1), least.timeout());
        assertEquals(0, least.port());
        assertEquals(65_535, new CrewPlan(3, Duration.ofMinutes(2), 65_535).port());
    }

    private static void assertRefused(String got, int workers, Duration timeout, int port) {
        assertEquals(
                "CrewPlan: there must be a worker, a timeout of at least a second and a port in [0, 65535] but got "
                        + got,
                assertThrows(IllegalArgumentException.class, () -> new CrewPlan(workers, timeout, port))
                        .getMessage());
    }

    @Test
    void numbersBeyondTheLimitsAreRefused() {
        assertRefused("0, PT1S and 0", 0, Duration.ofSeconds(1), 0);
        assertRefused("1, PT0.999S and 0", 1, Duration.ofMillis(999), 0);
        assertRefused("1, PT1S and -1", 1, Duration.ofSeconds(1), -1);
        assertRefused("1, PT1S and 65536", 1, Duration.ofSeconds(1), 65_536);
    }
}
