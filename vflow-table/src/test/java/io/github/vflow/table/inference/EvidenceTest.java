package io.github.vflow.table.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class EvidenceTest {
    /** One exception of four cells: H(1/4) = 2 − ¾·log₂3 bits. */
    @Test
    void exceptionsCostTheirPlacesAndTheirBits() {
        double places = 4 * (2 - 0.75 * Math.log(3) / Math.log(2));
        assertEquals(3 * 2 - places - 5, new Evidence(4, 1).saved(2, 5), 1e-12);
        assertEquals(8, new Evidence(4, 0).saved(2, 5), 1e-12);
        assertEquals(-20, new Evidence(4, 4).saved(2, 5), 1e-12);
    }

    @Test
    void aFormOfTextsHoldsWithTwoExceptionsInNine() {
        assertTrue(new Evidence(9_000, 2_000).holds());
        assertFalse(new Evidence(9_000, 2_100).holds());
        assertFalse(new Evidence(0, 0).holds());
        assertFalse(new Evidence(3, 3).holds());
    }
}
