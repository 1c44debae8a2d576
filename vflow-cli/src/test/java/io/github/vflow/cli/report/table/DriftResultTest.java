package io.github.vflow.cli.report.table;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import org.junit.jupiter.api.Test;

/** The verdict on a column. */
final class DriftResultTest {
    private static final double LEVEL = 0.001;

    private static boolean drifted(double adjusted, boolean monitor) {
        Comparison.Column file = new Comparison.Column("a", 0.1, 0.0005, adjusted);
        return DriftResult.ColumnResult.of(file, new DriftMonitor.Report.Column("a", monitor, 7, 3), LEVEL)
                .drifted();
    }

    /** The level is that of all columns together, so the p-value of one column alone does not count. */
    @Test
    void theAdjustedPValueOrTheMonitorDecides() {
        assertFalse(drifted(0.01, false));
        assertTrue(drifted(0.001, false));
        assertTrue(drifted(0.01, true));
    }
}
