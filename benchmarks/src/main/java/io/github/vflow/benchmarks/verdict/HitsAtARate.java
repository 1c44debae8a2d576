package io.github.vflow.benchmarks.verdict;

import io.github.vflow.table.TableModel;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

/**
 * What one false alarm in a hundred normal rows finds by ln p, and by the score that alarms compare: the shares of rows that score
 * below the lowest hundredth of the normal rows.
 *
 * @param table its name
 * @param anomalies the labelled ones
 * @param swaps normal rows in which the value of a column with the quantile u becomes the one with u ± ½
 * @param shifts normal rows in which the value of a column is {@value #SHIFT} standard deviations larger
 */
record HitsAtARate(String table, Found anomalies, Found swaps, Found shifts) {
    private static final double RATE = 0.01;
    private static final double SHIFT = 0.2;
    private static final int FAULTS = 5_000;

    /**
     * The shares that both scores find.
     *
     * @param sharp by ln p
     * @param alarm by the score of alarms
     */
    record Found(double sharp, double alarm) {
        private static Found of(TableModel model, double[][] normal, double[][] odd) {
            return new Found(
                    share(model.logProb(normal), model.logProb(odd)),
                    share(AlarmScores.of(model, normal), AlarmScores.of(model, odd)));
        }

        private static double share(double[] normal, double[] odd) {
            double[] sorted = normal.clone();
            Arrays.sort(sorted);
            double limit = sorted[(int) (RATE * sorted.length)];
            return Arrays.stream(odd).filter(s -> s < limit).count() / (double) odd.length;
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f and %.1f %%", 100 * sharp, 100 * alarm);
        }
    }

    static HitsAtARate of(JudgedTable table, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        UnaryOperator<double[]> swap = row -> {
            int j = random.nextInt(row.length);
            row[j] = PlantedFaults.opposite(table.train(), j, row[j]);
            return row;
        };
        UnaryOperator<double[]> shift = row -> {
            // columns have units of their standard deviation
            row[random.nextInt(row.length)] += SHIFT;
            return row;
        };
        return new HitsAtARate(
                table.name(),
                Found.of(table.model(), table.normal(), table.odd()),
                Found.of(table.model(), table.normal(), faulty(table, swap, random)),
                Found.of(table.model(), table.normal(), faulty(table, shift, random)));
    }

    private static double[][] faulty(JudgedTable table, UnaryOperator<double[]> fault, SplittableRandom random) {
        double[][] rows = new double[FAULTS][];
        Arrays.setAll(rows, _ -> fault.apply(table.normal()[random.nextInt(table.normal().length)].clone()));
        return rows;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-16s found by ln p and by the score of alarms at a rate of 1 %%: %s of the anomalies, %s of swapped values, %s of"
                        + " shifted values",
                table,
                anomalies,
                swaps,
                shifts);
    }
}
