package io.github.vflow.benchmarks.verdict;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.verdict.Alarm;
import java.util.Arrays;
import java.util.Locale;

/**
 * The time of a verdict without attribution, beside that of a bare score; both are measured in turns on the same rows.
 *
 * @param table its name
 * @param score the median in microseconds
 * @param verdict the median in microseconds
 */
record VerdictTime(String table, double score, double verdict) {
    private static final int TURNS = 20_000;

    static VerdictTime of(JudgedTable table) {
        TableModel model = table.model();
        Alarm alarm = model.alarm(0.01);
        model.warmUp();
        double[] scores = new double[TURNS];
        double[] verdicts = new double[TURNS];
        double sum = 0;
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < TURNS; i++) {
                double[] row = table.normal()[i % table.normal().length];
                long start = System.nanoTime();
                sum += model.logProb(row);
                long middle = System.nanoTime();
                sum += alarm.judge(row).pValue();
                scores[i] = (middle - start) * 1e-3;
                verdicts[i] = (System.nanoTime() - middle) * 1e-3;
            }
        }
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("a score is NaN");
        }
        Arrays.sort(scores);
        Arrays.sort(verdicts);
        return new VerdictTime(table.name(), scores[TURNS / 2], verdicts[TURNS / 2]);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-16s time: score %.1f us, verdict %.1f us, ratio %.2f (medians)",
                table,
                score,
                verdict,
                verdict / score);
    }
}
