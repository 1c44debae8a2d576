package io.github.vflow.table.drift;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A monitor is silent while nothing drifts, soon sees what does, and names the column. */
final class DriftMonitorTest {
    private static final int ROWS = Boolean.getBoolean("vflow.nightly") ? 1_000_000 : 20_000;
    private static final int SEEDS = Boolean.getBoolean("vflow.nightly") ? 10 : 4;
    private static final double RATE = 0.1;
    private static final int SOON = 2_000;

    /** Small baselines are wrong by much more than large ones, and a million rows would tell. */
    @ParameterizedTest
    @ValueSource(ints = {50, 300, 1_000, 10_000})
    void isSilentWhileNothingDrifts(int baseline) {
        DriftMonitor monitor = DriftMonitor.of(Normals.baseline(baseline, 7 + baseline), RATE);
        SplittableRandom random = new SplittableRandom(8);
        for (int i = 0; i < ROWS; i++) {
            Normals.add(monitor, Normals.row(random));
        }
        assertEquals(Optional.empty(), monitor.alarm());
        assertFalse(monitor.report().alarm());
        assertEquals(ROWS, monitor.rows());
        assertTrue(monitor.report().toString().startsWith("no drift in "), () -> "" + monitor.report());
    }

    /** The bound of the mean run length by simulation, with a limit so low that alarms are to be expected. */
    @Test
    void alarmsAreNoMoreThanTheirRate() {
        int streams = Boolean.getBoolean("vflow.nightly") ? 150 : 60;
        int rows = 500;
        int alarms = 0;
        for (int s = 0; s < streams; s++) {
            DriftMonitor monitor = DriftMonitor.of(Normals.baseline(2_000, 1_000 + s), 1e6 / rows / 4);
            SplittableRandom random = new SplittableRandom(5_000 + s);
            for (int i = 0; i < rows; i++) {
                Normals.add(monitor, Normals.row(random));
            }
            alarms += monitor.alarm().isPresent() ? 1 : 0;
        }
        assertTrue(alarms <= streams / 4, alarms + " of " + streams + " streams; at most a quarter is allowed");
    }

    @ParameterizedTest
    @ValueSource(ints = {1_000, 2_000, 10_000})
    void seesAShiftOfHalfADeviationInOneOfTenColumns(int baseline) {
        for (int seed = 0; seed < SEEDS; seed++) {
            DriftMonitor monitor = DriftMonitor.of(Normals.baseline(baseline, seed), RATE);
            SplittableRandom random = new SplittableRandom(100 + seed);
            int before = 3_000;
            for (int i = 0; i < before; i++) {
                assertFalse(Normals.add(monitor, Normals.row(random)));
            }
            boolean alarm = false;
            for (int i = 0; i < SOON && !alarm; i++) {
                double[] row = Normals.row(random);
                row[3] += 0.5;
                alarm = Normals.add(monitor, row);
            }
            DriftMonitor.Report report = monitor.alarm().orElseThrow();
            List<String> names = report.drifted().stream()
                    .map(DriftMonitor.Report.Column::column)
                    .toList();
            assertEquals(List.of("x3"), names, "seed " + seed);
            long since = report.since().orElseThrow();
            assertTrue(Math.abs(since - before) < 300, "seed " + seed + ", since " + since);
            assertTrue(report.toString().contains("x3 since about row "), report::toString);
        }
    }

    /** Each column is as before, but no longer depends on the others. */
    @Test
    void theScoreSeesWhatNoColumnShows() {
        DriftMonitor monitor = DriftMonitor.of(Normals.baseline(10_000, 3), RATE);
        SplittableRandom random = new SplittableRandom(4);
        boolean alarm = false;
        for (int i = 0; i < SOON && !alarm; i++) {
            double[] row = new double[Normals.COLUMNS];
            for (int j = 0; j < row.length; j++) {
                row[j] = random.nextGaussian();
            }
            alarm = Normals.add(monitor, row);
        }
        assertEquals(
                List.of(Baseline.SCORE),
                monitor.alarm().orElseThrow().drifted().stream()
                        .map(DriftMonitor.Report.Column::column)
                        .toList());
    }

    @Test
    void seesOtherShapesOfDrift() {
        SplittableRandom random = new SplittableRandom(6);
        double[] numbers = random.doubles(5_000).toArray();
        double[] codes = random.ints(5_000, 0, 4).asDoubleStream().toArray();
        Baseline baseline = Baseline.builder()
                .numbers("n", numbers)
                .category("c", List.of("a", "b", "c", "d"), codes)
                .build();
        requireSeen("n", baseline, () -> new double[] {0.5 + 0.5 * (random.nextDouble() - 0.5), random.nextInt(4)});
        requireSeen("n", baseline, () -> new double[] {random.nextInt(2), random.nextInt(4)});
        requireSeen("n", baseline, () -> new double[] {0.25, random.nextInt(4)});
        requireSeen("n", baseline, () ->
                new double[] {random.nextInt(10) == 0 ? Double.NaN : random.nextDouble(), random.nextInt(4)});
        requireSeen("n", baseline, () ->
                new double[] {random.nextInt(25) == 0 ? 1e9 : random.nextDouble(), random.nextInt(4)});
        requireSeen("c", baseline, () -> new double[] {random.nextDouble(), random.nextInt(3)});
        requireSeen("c", baseline, () ->
                new double[] {random.nextDouble(), random.nextInt(10) == 0 ? Double.NaN : random.nextInt(4)});
    }

    private static void requireSeen(String column, Baseline baseline, Supplier<double[]> rows) {
        DriftMonitor monitor = DriftMonitor.of(baseline, RATE);
        for (int i = 0; i < SOON && monitor.alarm().isEmpty(); i++) {
            monitor.add(rows.get(), 0);
        }
        assertEquals(
                column,
                monitor.alarm().orElseThrow().drifted().getFirst().column(),
                () -> monitor.report().toString());
    }

    @Test
    void restartsAfterAnAlarm() {
        DriftMonitor monitor = DriftMonitor.of(Normals.baseline(2_000, 5), RATE);
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 500; i++) {
            double[] row = Normals.row(random);
            row[0] += 2;
            Normals.add(monitor, row);
        }
        long at = monitor.alarm().orElseThrow().rows();
        assertTrue(at < 100, "row " + at);
        assertTrue(Normals.add(monitor, Normals.row(random)), "an alarm stays");
        monitor.restart();
        assertFalse(Normals.add(monitor, Normals.row(random)));
        assertEquals(502, monitor.rows());
    }

    /** Calm rows after the alarm let the evidence fall, but not the alarm. */
    @Test
    void anAlarmStaysWhenTheEvidenceFalls() {
        DriftMonitor monitor = DriftMonitor.of(Normals.baseline(2_000, 5), 1e4);
        SplittableRandom random = new SplittableRandom(9);
        boolean isAlarm = false;
        while (!isAlarm) {
            double[] row = Normals.row(random);
            row[0] += 2;
            isAlarm = Normals.add(monitor, row);
        }
        for (int i = 0; i < 500; i++) {
            assertTrue(Normals.add(monitor, Normals.row(random)), "row " + i + " after the alarm");
        }
        assertTrue(monitor.report().evidence() < monitor.limit(), "the evidence must fall: " + monitor.report());
    }

    /** After a restart nothing is left of the rows before: the next change is dated as by a monitor that saw them never. */
    @Test
    void aSecondChangeIsDatedAfterTheRestart() {
        DriftMonitor monitor = DriftMonitor.of(Normals.baseline(2_000, 5), RATE);
        SplittableRandom random = new SplittableRandom(9);
        for (int i = 0; i < 500; i++) {
            double[] row = Normals.row(random);
            row[0] += 2;
            Normals.add(monitor, row);
        }
        monitor.restart();
        DriftMonitor fresh = DriftMonitor.of(Normals.baseline(2_000, 5), RATE);
        for (int i = 0; i < 600; i++) {
            double[] row = Normals.row(random);
            row[0] += i < 300 ? 0 : 2;
            Normals.add(monitor, row);
            Normals.add(fresh, row);
        }
        DriftMonitor.Report.Column seen =
                monitor.alarm().orElseThrow().drifted().getFirst();
        assertEquals("x0", seen.column());
        assertEquals(500 + 301, (double) seen.since(), 30);
        assertEquals(fresh.alarm().orElseThrow().drifted().getFirst().since() + 500, seen.since());
        assertEquals(fresh.report().evidence(), monitor.report().evidence());
    }

    /** All columns and the score share the error that is left to the baseline. */
    @Test
    void theErrorOfTheBaselineIsSharedByAllColumns() {
        Baseline baseline = Normals.baseline(300, 4);
        List<Reference> all = baseline.all();
        DriftMonitor monitor = DriftMonitor.of(baseline, RATE);
        List<ColumnWatch> alone = all.stream()
                .map(r -> new ColumnWatch(r, (1 - DriftMonitor.CONFIDENCE) / all.size()))
                .toList();
        SplittableRandom random = new SplittableRandom(3);
        for (int i = 1; i <= 200; i++) {
            double[] row = Normals.row(random);
            row[1] += 1;
            Normals.add(monitor, row);
            int[] cells = baseline.cells(row, Normals.score(row));
            for (int j = 0; j < cells.length; j++) {
                alone.get(j).add(cells[j], i);
            }
        }
        for (int j = 0; j < all.size(); j++) {
            assertEquals(
                    alone.get(j).evidence(),
                    monitor.report().columns().get(j).evidence(),
                    "column " + all.get(j).name());
        }
    }

    @Test
    void saysWhatIsWrong() {
        Baseline baseline = Normals.baseline(100, 1);
        DriftMonitor monitor = DriftMonitor.of(baseline, RATE);
        assertMessage(
                "DriftMonitor: the rate must be in (0, 1,000,000) false alarms per million rows but is 0.0; 1 is one in a"
                        + " million rows",
                () -> DriftMonitor.of(baseline, 0));
        assertThrows(IllegalArgumentException.class, () -> DriftMonitor.of(baseline, Double.NaN));
        assertMessage(
                "Baseline: expected a row of 10 numbers, [x0, x1, x2, x3, x4, x5, x6, x7, x8, x9], but got 2; give the columns"
                        + " of the model in its order",
                () -> monitor.add(new double[2], 0));
        assertMessage(
                "Baseline: a score must be a number or an infinity but is NaN; give ln p of the row",
                () -> monitor.add(new double[10], Double.NaN));
        assertEquals(0, monitor.rows());
    }

    private static void assertMessage(String expected, Executable bad) {
        assertEquals(expected, assertThrows(IllegalArgumentException.class, bad).getMessage());
    }
}
