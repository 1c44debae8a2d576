package io.github.vflow.benchmarks.verdict;

import io.github.vflow.table.data.Table;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * False discoveries among normal rows that are mixed with a tenth of labelled anomalies, at a false discovery rate of 10 %. Each batch has
 * calibration rows of its own, of the half that did not train, because the rate is a mean over calibrations too.
 *
 * @param table its name
 * @param share of false ones among alarms, mean over batches
 * @param found the share of anomalies that were alarms
 * @param batches of 200 rows
 */
record Discoveries(String table, double share, double found, int batches) {
    private static final int ROWS = 200;
    private static final int BATCHES = 200;
    private static final int MOST_CALIBRATION = 2_000;
    private static final double RATE = 0.1;
    private static final double ODD = 0.1;

    static Discoveries of(JudgedTable table, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] normal = table.normal().clone();
        int calibration = Math.min(MOST_CALIBRATION, normal.length / 2);
        double shares = 0;
        int found = 0;
        int odd = 0;
        for (int b = 0; b < BATCHES; b++) {
            shuffle(normal, random);
            Table kept = Table.of(Arrays.copyOf(normal, calibration));
            Alarm alarm = table.model().calibrated(kept).alarm(RATE);
            double[][] rows = new double[ROWS][];
            boolean[] isOdd = new boolean[ROWS];
            for (int i = 0; i < ROWS; i++) {
                isOdd[i] = random.nextDouble() < ODD;
                rows[i] = isOdd[i] ? table.odd()[random.nextInt(table.odd().length)] : normal[calibration + i];
                odd += isOdd[i] ? 1 : 0;
            }
            List<Verdict> verdicts = alarm.discover(rows, RATE);
            int alarms = 0;
            int wrong = 0;
            for (int i = 0; i < ROWS; i++) {
                alarms += verdicts.get(i).isAlarm() ? 1 : 0;
                wrong += verdicts.get(i).isAlarm() && !isOdd[i] ? 1 : 0;
            }
            found += alarms - wrong;
            shares += alarms == 0 ? 0 : wrong / (double) alarms;
        }
        return new Discoveries(table.name(), shares / BATCHES, found / (double) odd, BATCHES);
    }

    private static void shuffle(double[][] rows, SplittableRandom random) {
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            double[] row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-16s discoveries at 10 %%: %.3f false, %.2f of the anomalies found, %d batches of 200 rows",
                table,
                share,
                found,
                batches);
    }
}
