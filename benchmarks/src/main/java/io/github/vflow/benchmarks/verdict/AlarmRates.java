package io.github.vflow.benchmarks.verdict;

import io.github.vflow.flow.evaluation.Calibration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Alarms among normal rows that neither trained nor calibrated.
 *
 * <p>The number of alarms of m rows, given n calibration rows, is beta-binomial: a new row is an alarm with probability P ~ Beta(k, n + 1 − k),
 * k = ⌊rate·(n + 1)⌋, if scores have no ties, and P is the same for all m rows. The binomial interval leaves the randomness of the calibration
 * out, so it is too narrow; both are printed.
 *
 * @param table its name
 * @param rate that was asked for
 * @param calibration rows
 * @param rows that were judged
 * @param alarms among them
 */
record AlarmRates(String table, double rate, int calibration, int rows, int alarms) {
    static final String HEADER =
            "table, rate, calibration rows, rows, alarm rate, 99 % interval with random calibration,"
                    + " 99 % binomial interval";

    static List<AlarmRates> of(JudgedTable table) {
        Calibration c = table.model().calibration().orElseThrow();
        double[] scores = AlarmScores.of(table.model(), table.normal());
        return List.of(0.01, 0.05).stream()
                .map(rate -> new AlarmRates(table.name(), rate, c.size(), scores.length, (int)
                        Arrays.stream(scores).filter(s -> c.pValue(s) <= rate).count()))
                .toList();
    }

    @Override
    public String toString() {
        int k = (int) Math.floor(rate * (calibration + 1) * (1 + 1e-12));
        CountInterval honest = CountInterval.of(CountInterval.betaBinomial(rows, k, calibration + 1 - k));
        CountInterval plain = CountInterval.of(CountInterval.binomial(rows, rate));
        return String.format(
                Locale.ROOT,
                "%-16s rate %.2f  n %5d  rows %5d  alarms %.4f  [%.4f, %.4f] %s  [%.4f, %.4f] %s",
                table,
                rate,
                calibration,
                rows,
                alarms / (double) rows,
                honest.low() / (double) rows,
                honest.high() / (double) rows,
                honest.has(alarms) ? "inside " : "OUTSIDE",
                plain.low() / (double) rows,
                plain.high() / (double) rows,
                plain.has(alarms) ? "inside" : "OUTSIDE");
    }
}
