package io.github.vflow.spark;

import io.github.vflow.table.verdict.Alarm;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.storage.StorageLevel;

/**
 * A check of data quality: the rows of a Dataset are like those of training, also in the combination of their cells.
 *
 * <pre>  try (VFlowCheck.Result result = VFlowCheck.hasNoAnomalies(0.01).run(model, rows)) {
 *      result.good().write().parquet("good");
 *      result.quarantined().write().parquet("quarantined");
 *      if (!result.summary().passed()) { … }
 *  }</pre>
 *
 * Immutable and thread-safe.
 */
public final class VFlowCheck {
    private final double rate;

    private VFlowCheck(double rate) {
        this.rate = rate;
    }

    /**
     * The check that no row is an alarm but for chance.
     *
     * @param rate the share of normal rows that are alarms by chance, in (0, 1)
     * @throws IllegalArgumentException if the rate is out of range
     */
    public static VFlowCheck hasNoAnomalies(double rate) {
        Alarm.rowsNeeded(rate);
        return new VFlowCheck(rate);
    }

    /**
     * Judges the rows of a Dataset, which is no stream, in one job.
     *
     * @throws IllegalArgumentException if the model has too few calibration rows, a column is missing, or the name of an added one is taken
     */
    public Result run(VFlowModel model, Dataset<Row> rows) {
        VFlowModel judge = model.copy(ParamMap.empty()).setAlarmRate(rate).setHandleInvalid("keep");
        Dataset<Row> judged = judge.transform(rows).persist(StorageLevel.MEMORY_AND_DISK());
        Column alarm = judged.col(judge.getOrDefault(judge.alarmCol()));
        Row counts = judged.agg(
                        functions.count(functions.lit(1)),
                        functions.count_if(alarm),
                        functions.count_if(alarm.isNull()))
                .first();
        Summary summary = Summary.of(
                counts.getLong(0),
                counts.getLong(1),
                counts.getLong(2),
                rate,
                model.tableModel().alarm(rate).calibrationRows());
        return new Result(judged, alarm, rows.columns(), summary);
    }

    /**
     * A Dataset in numbers.
     *
     * @param rows the number of all rows
     * @param alarms the number of rows that are alarms
     * @param refused the number of rows that the model cannot score, such as one with an infinite number
     * @param rate the share of normal rows that are alarms by chance
     * @param chance the probability that as many rows or more are alarms if all are like the calibration rows: a beta-binomial law, which
     *     knows that the calibration has few rows, too
     */
    public record Summary(long rows, long alarms, long refused, double rate, double chance) {
        /** A good Dataset fails once in a thousand checks. Not measured. */
        private static final double LEAST_CHANCE = 0.001;

        static Summary of(long rows, long alarms, long refused, double rate, int calibrationRows) {
            return new Summary(rows, alarms, refused, rate, chance(rows - refused, alarms, rate, calibrationRows));
        }

        /** Whether all rows have a score, and chance explains the number of alarms. */
        public boolean passed() {
            return refused == 0 && chance >= LEAST_CHANCE;
        }

        /**
         * P(k or more of n rows are alarms). The score of an alarm is among the a lowest of m + 1 scores, a = ⌊rate·(m + 1)⌋, so the rate of one
         * calibration is Beta(a, m + 1 − a).
         */
        private static double chance(long n, long k, double rate, int m) {
            // the tolerance of Alarm's own comparison of quotients
            int a = (int) Math.floor(rate * (m + 1) * (1 + Math.ulp(4.0)));
            double b = m + 1.0 - a;
            double log = 0;
            for (int i = 0; i < a; i++) {
                log += Math.log((b + i) / (n + b + i));
            }
            double below = 0;
            for (long j = 0; j < Math.min(k, n + 1); j++) {
                below += Math.exp(log);
                log += Math.log((n - j) * (double) (a + j) / ((j + 1) * (n - j - 1 + b)));
            }
            return Math.max(0, 1 - below);
        }

        @Override
        public String toString() {
            return (passed() ? "passed" : "failed") + ": " + alarms + " of " + rows + " rows are alarms at a rate of "
                    + rate + " (chance " + chance + "), " + refused + " have no score";
        }
    }

    /** The judged rows, which stay in the storage of the executors until it is closed. Thread-safe. */
    public static final class Result implements AutoCloseable {
        private final Dataset<Row> rows;
        private final Column odd;
        private final String[] columns;
        private final Summary summary;

        private Result(Dataset<Row> rows, Column alarm, String[] columns, Summary summary) {
            this.rows = rows;
            this.odd = functions.coalesce(alarm, functions.lit(true));
            this.columns = columns;
            this.summary = summary;
        }

        /** All rows with log-density, alarm score, p-value, alarm and reason, as {@link VFlowModel#transform} adds them. */
        public Dataset<Row> rows() {
            return rows;
        }

        /** The rows that are no alarms, with their own columns alone. */
        public Dataset<Row> good() {
            Column[] own = new Column[columns.length];
            for (int j = 0; j < own.length; j++) {
                own[j] = rows.col("`" + columns[j].replace("`", "``") + "`");
            }
            return rows.filter(functions.not(odd)).select(own);
        }

        /** The alarms and the rows without a score, with the columns of {@link #rows}; the reason is in words. */
        public Dataset<Row> quarantined() {
            return rows.filter(odd);
        }

        /** The Dataset in numbers. */
        public Summary summary() {
            return summary;
        }

        /** Gives the storage back. */
        @Override
        public void close() {
            rows.unpersist();
        }
    }
}
