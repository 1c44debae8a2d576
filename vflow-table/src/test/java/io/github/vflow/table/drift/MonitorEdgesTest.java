package io.github.vflow.table.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A monitor and a comparison where a number is exactly at its limit, and their words. */
final class MonitorEdgesTest {
    private static final double ROUNDING = 1e-12;

    private static Baseline baseline(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return Baseline.builder()
                .numbers("x", random.doubles(500).toArray())
                .numbers("y", random.doubles(500).toArray())
                .build();
    }

    private static double[] drifted(SplittableRandom random) {
        return new double[] {0.5 + 0.5 * random.nextDouble(), random.nextDouble()};
    }

    /** The evidence is the mean of the columns, and there is an alarm from the first row on at which it reaches a million over the rate. */
    @Test
    void theAlarmIsAtTheFirstRowThatReachesTheLimit() {
        DriftMonitor monitor = DriftMonitor.of(baseline(1), 2e4);
        assertEquals(50, monitor.limit());
        SplittableRandom random = new SplittableRandom(2);
        boolean reached = false;
        for (int i = 0; i < 60; i++) {
            boolean isAlarm = monitor.add(drifted(random), 0);
            DriftMonitor.Report report = monitor.report();
            double x = report.columns().get(0).evidence();
            double y = report.columns().get(1).evidence();
            assertEquals((x + y) / 2, report.evidence(), ROUNDING * report.evidence());
            assertEquals(report.evidence() >= 50, report.alarm());
            assertEquals(report.alarm() && x >= 50, report.columns().get(0).drifted());
            assertEquals(report.alarm() && y >= 50, report.columns().get(1).drifted());
            reached |= report.alarm();
            assertEquals(reached, isAlarm, "row " + (i + 1));
        }
        assertTrue(reached);
    }

    /** A rate whose limit is the evidence after some rows, to the last bit. */
    @Test
    void anEvidenceOfTheLimitIsAnAlarm() {
        Baseline one = Baseline.builder()
                .numbers("x", new SplittableRandom(1).doubles(500).toArray())
                .build();
        DriftMonitor probe = DriftMonitor.of(one, 1);
        SplittableRandom random = new SplittableRandom(2);
        int exact = 0;
        for (int rows = 1; rows < 30; rows++) {
            probe.add(new double[] {0.5 + 0.5 * random.nextDouble()}, 0);
            double evidence = probe.report().evidence();
            double rate = 1e6 / evidence;
            if (rate < 1e6 && 1e6 / rate == evidence) {
                exact++;
                DriftMonitor monitor = DriftMonitor.of(one, rate);
                SplittableRandom again = new SplittableRandom(2);
                for (int i = 1; i <= rows; i++) {
                    boolean isAlarm = monitor.add(new double[] {0.5 + 0.5 * again.nextDouble()}, 0);
                    assertTrue(isAlarm || i < rows, "row " + i + " of " + rows);
                }
                assertTrue(monitor.report().alarm());
                assertEquals(1, monitor.report().drifted().size());
            }
        }
        assertTrue(exact > 3, exact + " limits to the last bit");
    }

    @Test
    void theRateIsBelowAMillion() {
        assertThrows(IllegalArgumentException.class, () -> DriftMonitor.of(baseline(1), 1e6));
        assertThrows(IllegalArgumentException.class, () -> DriftMonitor.of(baseline(1), 0));
        assertTrue(DriftMonitor.of(baseline(1), Math.nextDown(1e6)).limit() > 1);
    }

    @Test
    void aRestartForgetsAllEvidence() {
        DriftMonitor monitor = DriftMonitor.of(baseline(1), 2e4);
        SplittableRandom random = new SplittableRandom(2);
        while (!monitor.add(drifted(random), 0)) {
            assertTrue(monitor.rows() < 100);
        }
        monitor.restart();
        assertEquals(0, monitor.report().evidence());
        assertFalse(monitor.add(new double[] {0.5, 0.5}, 0));
    }

    /** All columns share the error that is left to the baseline: a second column makes the bets of the first more careful. */
    @Test
    void theErrorOfTheBaselineIsShared() {
        DriftMonitor two = DriftMonitor.of(baseline(1), 10);
        ColumnWatch half = new ColumnWatch(baseline(1).references().getFirst(), (1 - DriftMonitor.CONFIDENCE) / 2);
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 1; i < 20; i++) {
            double[] row = drifted(random);
            two.add(row, 0);
            half.add(two.baseline().cells(row, 0)[0], i);
        }
        assertEquals(half.evidence(), two.report().columns().getFirst().evidence());
    }

    /** The same columns with other numbers. */
    @Test
    void aStateBelongsToItsBaseline() {
        String state = DriftMonitor.of(baseline(1), 10).toJson();
        assertEquals(state, DriftMonitor.restore(baseline(1), state).toJson());
        assertTrue(String.valueOf(
                        assertThrows(IllegalArgumentException.class, () -> DriftMonitor.restore(baseline(2), state))
                                .getMessage())
                .contains("it belongs to another baseline"));
    }

    @Test
    void aReportSaysWhichColumnsDrifted() {
        DriftMonitor.Report.Column x = new DriftMonitor.Report.Column("x", true, 1_200, 3e7);
        DriftMonitor.Report.Column y = new DriftMonitor.Report.Column("y", false, 7, 2);
        DriftMonitor.Report.Column z = new DriftMonitor.Report.Column("z", true, 1_100, 2e7);
        DriftMonitor.Report report = new DriftMonitor.Report(1_234, true, 1.7e7, 1e7, List.of(x, y, z));
        assertEquals(List.of(x, z), report.drifted());
        assertEquals(OptionalLong.of(1_100), report.since());
        assertEquals(
                "drift at row 1,234: x since about row 1,200 (evidence 3.0e+07),"
                        + " z since about row 1,100 (evidence 2.0e+07)",
                report.toString());
        DriftMonitor.Report calm = new DriftMonitor.Report(1_234, false, 17, 1e7, List.of(y));
        assertEquals("no drift in 1,234 rows: evidence 1.7e+01 of 1.0e+07", calm.toString());
        assertEquals(OptionalLong.empty(), calm.since());
    }

    @Test
    void aComparisonCountsTheLevelItself() {
        Comparison.Column x = new Comparison.Column("x", 0.5, 1e-4, 0.001);
        Comparison.Column y = new Comparison.Column("y", 0.1, 0.3, 0.3);
        Comparison c = new Comparison(1_234, List.of(x, y));
        assertEquals(List.of(x), c.drifted(0.001));
        assertEquals("drift in 1,234 rows at the level 0.001: x (p 1.0e-03)", c.toString());
        assertEquals("no drift in 1,234 rows at the level 0.001", new Comparison(1_234, List.of(y)).toString());
        assertThrows(IllegalArgumentException.class, () -> c.drifted(1));
        assertThrows(IllegalArgumentException.class, () -> c.drifted(0));
    }
}
