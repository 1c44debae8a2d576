package io.github.vflow.benchmarks.tables;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FixedSplitsTest {
    /** SHA-256 of "AcademicAnomaly.npz" begins with 5d, that of "ALLPatientData.npz" with DEV2. */
    @Test
    void developmentTablesAreChosenByTheHashOfTheirName() {
        assertTrue(FixedSplits.isForDevelopment(Path.of("a", "AcademicAnomaly.npz")));
        assertFalse(FixedSplits.isForDevelopment(Path.of("ALLPatientData.npz")));
    }
}
