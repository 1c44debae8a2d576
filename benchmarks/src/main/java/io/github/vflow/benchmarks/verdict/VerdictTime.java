package io.github.vflow.benchmarks.verdict;

import io.github.vflow.table.TableModel;
import io.github.vflow.table.verdict.Alarm;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * The times of a score, of a verdict without attribution, of a score of a row with one missing cell, and of an explained verdict: medians in
 * microseconds over the same rows, the first two in turns.
 *
 * @param table its name
 */
record VerdictTime(String table, double score, double verdict, double gap, double explanation) {
    private static final int TURNS = 20_000;
    private static final int GAPS = 2_000;
    private static final int EXPLANATIONS = 200;

    static VerdictTime of(JudgedTable table) {
        TableModel model = table.model();
        Alarm alarm = model.alarm(0.01);
        model.warmUp();
        double[][] rows = table.normal();
        Timed score = new Timed(TURNS, model::logProb);
        Timed verdict = new Timed(TURNS, row -> alarm.judge(row).pValue());
        for (int i = 0; i < 2 * TURNS; i++) {
            double[] row = rows[i % rows.length];
            score.run(i, row);
            verdict.run(i, row);
        }
        Timed gap = new Timed(GAPS, model::logProb);
        for (int i = 0; i < 2 * GAPS; i++) {
            double[] row = rows[i % rows.length].clone();
            row[i % row.length] = Double.NaN;
            gap.run(i, row);
        }
        Timed explanation = new Timed(EXPLANATIONS, row -> alarm.explain(row).pValue());
        for (int i = 0; i < 2 * EXPLANATIONS; i++) {
            double[] row = rows[i % rows.length].clone();
            int j = i % row.length;
            row[j] = rows[(i + 1) % rows.length][j];
            explanation.run(i, row);
        }
        return new VerdictTime(table.name(), score.median(), verdict.median(), gap.median(), explanation.median());
    }

    /** The last times of a call, in microseconds. */
    private record Timed(double[] times, ToDoubleFunction<double[]> call) {
        Timed(int turns, ToDoubleFunction<double[]> call) {
            this(new double[turns], call);
        }

        void run(int turn, double[] row) {
            long start = System.nanoTime();
            double result = call.applyAsDouble(row);
            times[turn % times.length] = (System.nanoTime() - start) * 1e-3;
            if (Double.isNaN(result)) {
                throw new IllegalStateException("a result is NaN");
            }
        }

        double median() {
            Arrays.sort(times);
            return times[times.length / 2];
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-16s time: score %.1f us, verdict %.1f us, ratio %.2f; row with a gap %.0f us, explanation %.1f ms (medians)",
                table,
                score,
                verdict,
                verdict / score,
                gap,
                explanation / 1_000);
    }
}
