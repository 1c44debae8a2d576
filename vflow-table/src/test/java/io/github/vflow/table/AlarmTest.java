package io.github.vflow.table;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Alarms have the rate that was asked for, and are the same wherever a row is judged. */
final class AlarmTest {
    private static final TableModel MODEL = Tables.model().calibrated(table(2_000, 21));
    private static final double[] ROW = {21, 58, 1.1};

    @TempDir
    Path dir;

    private static Table table(int rows, long seed) {
        return Table.of(Tables.rows(rows, seed), "c", "h", "l");
    }

    @Test
    void normalRowsAreAlarmsAtTheRateOnAverageOverCalibrations() {
        double[] scores = MODEL.alarm(0.05).judge(Tables.rows(30_000, 33)).stream()
                .mapToDouble(Verdict::score)
                .toArray();
        for (double rate : new double[] {0.01, 0.05}) {
            int alarms = 0;
            for (int k = 0; k < 10; k++) {
                // n = 199: few rows, for which asymptotic thresholds fail
                Alarm alarm = MODEL.calibrated(table(199, 100 + k)).alarm(rate);
                for (int i = 0; i < 3_000; i++) {
                    alarms += alarm.pValue(scores[3_000 * k + i]) <= rate ? 1 : 0;
                }
            }
            // the exact rate is rate; calibrations vary it by √(rate (1 − rate) / 200) each, ten of them, and rows by
            // the binomial
            double sd = Math.sqrt(rate * (1 - rate) * (1 / 2_000.0 + 1 / 30_000.0));
            assertEquals(rate, alarms / 30_000.0, 3 * sd, "rate " + rate);
        }
    }

    @Test
    void aVerdictIsTheSameAloneInABatchByNameAndOnEightThreads() throws InterruptedException, ExecutionException {
        for (TableModel model : List.of(MODEL, Tables.vflow())) {
            Alarm alarm = model.alarm(0.05);
            double[][] rows = Tables.rows(1_500, 12);
            rows[7] = new double[] {1e39, 58, 1};
            List<Verdict> all = alarm.judge(rows);
            List<Verdict> some = alarm.judge(Arrays.copyOf(rows, 5));
            List<Future<Integer>> others = new ArrayList<>();
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (int t = 0; t < 8; t++) {
                    others.add(threads.submit(() -> {
                        int wrong = 0;
                        for (int i = 0; i < 300; i++) {
                            wrong += alarm.judge(rows[i]).equals(all.get(i)) ? 0 : 1;
                        }
                        return wrong;
                    }));
                }
            }
            for (Future<Integer> f : others) {
                assertEquals(0, f.get());
            }
            assertEquals(all.subList(0, 5), some);
            assertEquals(all.get(3), alarm.judge(Map.of("c", rows[3][0], "h", rows[3][1], "l", rows[3][2])));
        }
    }

    @Test
    void theFileKeepsTheBitsOfThePValues() throws IOException {
        Path file = dir.resolve("m.safetensors");
        MODEL.save(file);
        assertEquals(
                MODEL.alarm(0.01).judge(Tables.rows(50, 4)),
                TableModel.load(file).alarm(0.01).judge(Tables.rows(50, 4)));
    }

    @Test
    void anOddRowIsAnAlarmAndATooLikelyOneIfAskedFor() {
        Alarm alarm = MODEL.alarm(0.01);
        assertTrue(alarm.judge(20, 41, 0.5).isAlarm());
        assertEquals("", alarm.judge(ROW).reason());
        double[] peak = Arrays.stream(MODEL.sample(20_000, 3))
                .max(Comparator.comparingDouble(row -> alarm.judge(row).score()))
                .orElseThrow();
        Verdict one = alarm.judge(peak);
        Verdict two = alarm.twoSided().judge(peak);
        assertEquals(1, one.pValue(), 0.01);
        assertTrue(two.isAlarm(), two.toString());
        assertTrue(two.reason().startsWith("the row is more likely than all but "), two.reason());
    }

    @Test
    void cellsHaveReasonsOfTheirOwn() {
        Alarm alarm = MODEL.alarm(0.01);
        Verdict far = alarm.judge(20, 60, 50);
        assertTrue(far.isAlarm());
        assertTrue(
                far.reason()
                        .matches("l is 50\\.0\\d*, outside of the range 0\\.\\d+ to \\d\\.\\d+ of the training rows"),
                far.reason());
        Verdict gap = alarm.judge(20, Double.NaN, 1);
        assertEquals(1, gap.reasons().size(), gap.toString());
        assertEquals("h is missing", gap.reason());
    }

    @Test
    void anUnseenCategoryIsAnAlarm() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (double[] r : Tables.rows(300, 2)) {
            rows.add(Map.of("c", r[0], "colour", r[1] > 60 ? "red" : "blue"));
        }
        Table table = Table.of(rows);
        TableModel model = Untrained.of(table).calibrated(table);
        Alarm alarm = model.alarm(0.05);
        Verdict verdict = alarm.judge(Map.of("c", 20.0, "colour", "green"));
        assertEquals("colour is green, which the model has never seen", verdict.reason());
        assertTrue(verdict.isAlarm());
        assertEquals(Double.NEGATIVE_INFINITY, verdict.score());
        assertEquals(0, verdict.standardError());
        assertEquals(1, verdict.reasons().size(), verdict.toString());
    }

    @Test
    void messages() {
        assertEquals(
                "alarm: the rate of false alarms must be in (0, 1) but is 1.0; 0.01 is one in a hundred",
                message(() -> MODEL.alarm(1)));
        assertEquals(
                "alarm: the model has no calibration scores; give TableModel.calibrated at least 99 normal rows that did not"
                        + " train it, or run vflow calibrate",
                message(() -> Tables.model().alarm(0.01)));
        TableModel few = MODEL.calibrated(table(99, 3));
        assertEquals(99, few.alarm(0.01).calibrationRows());
        assertEquals(
                "alarm: a rate of false alarms of 0.01 needs at least 99 calibration rows but there are 98; calibrate with"
                        + " more rows, or take a rate of at least " + 1 / 99.0,
                message(() -> MODEL.calibrated(table(98, 3)).alarm(0.01)));
        assertEquals(
                "alarm: a two-sided rate of false alarms of 0.01 needs at least 199 calibration rows but there are 99;"
                        + " calibrate with more rows, or take a rate of at least 0.02",
                message(() -> few.alarm(0.01).twoSided()));
        assertEquals(
                "alarm: the false discovery rate must be in (0, 1) but is 0.0; 0.1 is one false alarm in ten alarms",
                message(() -> few.alarm(0.01).discover(new double[][] {ROW}, 0)));
        assertEquals(
                "Alarm at a false-alarm rate of 0.01, by 99 calibration rows of [c, h, l]",
                few.alarm(0.01).toString());
    }

    private static String message(Executable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong).getMessage();
    }
}
