package io.github.vflow.benchmarks.verdict;

import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * False discoveries among normal rows that are mixed with a tenth of labelled anomalies, at a false discovery rate of 10 %. The calibration is the
 * same for all batches of a table, so the mean over tables is what counts.
 *
 * @param table its name
 * @param share of false ones among alarms, mean over batches
 * @param found the share of anomalies that were alarms
 * @param batches of 200 rows
 */
record Discoveries(String table, double share, double found, int batches) {
    private static final int ROWS = 200;
    private static final int BATCHES = 200;
    private static final double RATE = 0.1;
    private static final double ODD = 0.1;

    static Discoveries of(JudgedTable table, long seed) {
        Alarm alarm = table.model().alarm(RATE);
        SplittableRandom random = new SplittableRandom(seed);
        double shares = 0;
        int found = 0;
        int odd = 0;
        for (int b = 0; b < BATCHES; b++) {
            double[][] rows = new double[ROWS][];
            boolean[] isOdd = new boolean[ROWS];
            for (int i = 0; i < ROWS; i++) {
                isOdd[i] = random.nextDouble() < ODD;
                double[][] from = isOdd[i] ? table.odd() : table.normal();
                rows[i] = from[random.nextInt(from.length)];
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
