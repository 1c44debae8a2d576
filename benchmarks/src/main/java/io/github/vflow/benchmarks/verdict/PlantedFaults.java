package io.github.vflow.benchmarks.verdict;

import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Attribution.Part;
import io.github.vflow.table.verdict.Verdict;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Faults in one column of normal rows: a value with the quantile u of its column, u being estimated from the training rows, becomes the one
 * with the quantile u ± ½. Rows that were alarms before are left out; whether the others are flagged depends on what the other columns say.
 *
 * @param table its name
 * @param columns d
 * @param planted rows with a fault
 * @param flagged of them
 * @param first flagged rows whose first part is the planted column
 * @param several flagged rows with more than one part
 * @param worstSum the greatest |Σ parts + rest − total|, in nats
 * @param withinError the share of first parts whose cost is that of a quadrature, within four standard errors
 * @param compared first parts that were compared with a quadrature
 * @param millis of an explanation, median
 */
record PlantedFaults(
        String table,
        int columns,
        int planted,
        int flagged,
        int first,
        int several,
        double worstSum,
        double withinError,
        int compared,
        double millis) {
    private static final double RATE = 0.01;
    private static final int MOST_COMPARED = 50;

    /** For each flagged row that is wanted. */
    private static final int TRIES = 100;

    static PlantedFaults of(JudgedTable table, int faults, long seed) {
        Alarm alarm = table.model().alarm(RATE);
        SplittableRandom random = new SplittableRandom(seed);
        int flagged = 0;
        int first = 0;
        int several = 0;
        int planted = 0;
        int within = 0;
        int compared = 0;
        double worst = 0;
        double[] millis = new double[faults];
        while (flagged < faults && planted < TRIES * faults) {
            double[] row = table.normal()[random.nextInt(table.normal().length)].clone();
            int j = random.nextInt(row.length);
            double before = row[j];
            if (alarm.judge(row).isAlarm()) {
                continue;
            }
            row[j] = opposite(table.train(), j, before);
            planted += row[j] == before ? 0 : 1;
            if (!alarm.judge(row).isAlarm()) {
                continue;
            }
            long start = System.nanoTime();
            Verdict verdict = alarm.explain(row);
            millis[flagged++] = (System.nanoTime() - start) * 1e-6;
            Attribution a = verdict.attribution().orElseThrow();
            double sum = a.parts().stream().mapToDouble(Part::cost).sum();
            worst = Math.max(worst, Math.abs(sum + a.rest() - a.total()));
            several += a.parts().size() > 1 ? 1 : 0;
            Part part = a.parts().getFirst();
            int blamed = table.model().columns().indexOf(part.column());
            first += blamed == j ? 1 : 0;
            if (compared < MOST_COMPARED) {
                compared++;
                double exact = Quadrature.cost(rows -> AlarmScores.of(table.model(), rows), row, blamed);
                within += Math.abs(exact - part.cost()) <= 4 * part.standardError() + 1e-3 ? 1 : 0;
            }
        }
        double[] sorted = Arrays.copyOf(millis, flagged);
        Arrays.sort(sorted);
        return new PlantedFaults(
                table.name(),
                table.width(),
                planted,
                flagged,
                first,
                several,
                worst,
                within / (double) Math.max(1, compared),
                compared,
                flagged == 0 ? 0 : sorted[flagged / 2]);
    }

    /** The value of a column whose quantile differs by one half. */
    static double opposite(double[][] train, int j, double value) {
        double[] sorted = Arrays.stream(train).mapToDouble(r -> r[j]).sorted().toArray();
        int n = sorted.length;
        int rank = 0;
        while (rank < n - 1 && sorted[rank] < value) {
            rank++;
        }
        return sorted[(rank + n / 2) % n];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-16s faults: %d columns, %d planted, %d flagged, first part is the planted column in %.1f %%, several parts in"
                        + " %.1f %%; |sum - total| at most %.1e; cost as by quadrature in %.0f %% of %d; %.1f ms each",
                table,
                columns,
                planted,
                flagged,
                100.0 * first / Math.max(1, flagged),
                100.0 * several / Math.max(1, flagged),
                worstSum,
                100 * withinError,
                compared,
                millis);
    }
}
