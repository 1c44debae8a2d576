package io.github.vflow.table.drift;

import io.github.vflow.table.defaults.DriftDefaults;
import io.github.vflow.table.schema.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Watches a stream of rows for drift, one row at a time, with a stated rate of false alarms.
 *
 * <p>Each column, and the score, bets in many ways against "its values are as in the baseline". A bet multiplies its detector by a factor whose
 * expectation is at most 1 for every distribution within the error of the baseline. So the mean of all detectors after t rows has an expectation of
 * at most t. The expected number of rows until it reaches a limit is at least the limit (an e-detector in the form of Shiryaev and Roberts: Shin,
 * Ramdas and Rinaldo, 2022, arXiv:2203.03532). The limit is 10⁶/r for r false alarms in a million rows. Then a million rows without drift raise an
 * alarm with probability r at most. This holds with probability {@value #CONFIDENCE} over the rows of the baseline, for independent rows. The monitor
 * does not see drift that is smaller than the error of the baseline: about 0.02 of the distribution function for 10,000 rows, and 0.06 for 1,000.
 *
 * <p>Nothing is random: the same rows give the same bits. Mutable and not thread-safe. Memory and time of a row do not grow with the rows.
 */
public final class DriftMonitor {
    /** The probability over baselines that the stated rate holds. */
    public static final double CONFIDENCE = DriftDefaults.CONFIDENCE;

    private static final double MILLION = 1e6;

    private final Baseline baseline;
    private final double rate;
    private final List<ColumnWatch> watches = new ArrayList<>();
    private long rows;
    private Optional<Report> alarm = Optional.empty();

    private DriftMonitor(Baseline baseline, double rate) {
        this.baseline = baseline;
        this.rate = rate;
        List<Reference> all = baseline.all();
        for (Reference r : all) {
            watches.add(new ColumnWatch(r, (1 - CONFIDENCE) / all.size()));
        }
    }

    /**
     * Makes a monitor that has seen no row.
     *
     * @param rate false alarms in a million rows, in (0, 1,000,000)
     * @throws IllegalArgumentException if the rate is out of range
     */
    public static DriftMonitor of(Baseline baseline, double rate) {
        requireRate(rate);
        return new DriftMonitor(baseline, rate);
    }

    static void requireRate(double rate) {
        if (!(rate > 0 && rate < MILLION)) {
            throw new IllegalArgumentException(
                    "DriftMonitor: the rate must be in (0, 1,000,000) false alarms per million" + " rows but is " + rate
                            + "; 1 is one in a million rows");
        }
    }

    /**
     * Restores a monitor that was saved; it continues with the same bits.
     *
     * @param baseline the baseline of the saved monitor
     * @param state the text that {@link #toJson} wrote
     * @throws IllegalArgumentException if the state is damaged, of another version, or of another baseline
     */
    public static DriftMonitor restore(Baseline baseline, String state) {
        return MonitorJson.read(baseline, state);
    }

    /**
     * Adds a row.
     *
     * @param row [columns], NaN for a missing cell; not modified
     * @param logProb ln p(row) in nats, by the scorer that made the baseline; any number if the baseline has no scores
     * @return whether there is an alarm, now or since an earlier row
     * @throws IllegalArgumentException if the row has more or fewer numbers than the baseline has columns, a category has no such label, or the
     *     score is NaN; the monitor then stays as it was
     */
    public boolean add(double[] row, double logProb) {
        int[] cells = baseline.cells(row, logProb);
        rows++;
        double sum = 0;
        for (int j = 0; j < cells.length; j++) {
            ColumnWatch watch = watches.get(j);
            watch.add(cells[j], rows);
            sum += watch.evidence();
        }
        if (alarm.isEmpty() && sum / cells.length >= limit()) {
            alarm = Optional.of(report());
        }
        return alarm.isPresent();
    }

    /** The limit of the evidence, 10⁶/r. */
    public double limit() {
        return MILLION / rate;
    }

    /** The rate of false alarms in a million rows. */
    public double rate() {
        return rate;
    }

    /** The number of rows so far; {@link #restart} does not change it. */
    public long rows() {
        return rows;
    }

    /** The report at the time of the alarm; empty if there was none. */
    public Optional<Report> alarm() {
        return alarm;
    }

    /** The report about the rows so far. */
    public Report report() {
        double mean = watches.stream().mapToDouble(ColumnWatch::evidence).sum() / watches.size();
        boolean isAlarm = mean >= limit();
        return new Report(
                rows,
                isAlarm,
                mean,
                limit(),
                watches.stream()
                        .map(w -> w.report(isAlarm && w.evidence() >= limit()))
                        .toList());
    }

    /** Forgets all evidence and the alarm. A monitor that restarts after each alarm keeps the rate of false alarms. */
    public void restart() {
        watches.forEach(ColumnWatch::restart);
        alarm = Optional.empty();
    }

    /** The state as JSON text on one line, for {@link #restore}. */
    public String toJson() {
        return MonitorJson.write(this).toString();
    }

    Baseline baseline() {
        return baseline;
    }

    List<ColumnWatch> watches() {
        return watches;
    }

    void restore(long seen, Optional<Report> raised) {
        rows = seen;
        alarm = raised;
    }

    /**
     * The state of a monitor in numbers.
     *
     * @param rows the number of rows so far
     * @param alarm whether the evidence is at least the limit
     * @param evidence the mean of the evidence of columns and score. Without drift its expectation after t rows is at most t
     * @param limit of the evidence at which an alarm is raised: the least mean number of rows between false alarms
     * @param columns in the order of a row, then the score
     */
    public record Report(long rows, boolean alarm, double evidence, double limit, List<Column> columns) {
        /**
         * A column, or the score, as a monitor sees it.
         *
         * @param column its name, or {@link Baseline#SCORE}
         * @param drifted whether there is an alarm and this column alone would have raised it
         * @param since the row, counted from 1, at which drift most likely began; zero if the baseline is too small to tell
         * @param evidence the mean of the detectors of all bets. Without drift its expectation after t rows is at most t
         */
        public record Column(String column, boolean drifted, long since, double evidence) {}

        public Report {
            columns = List.copyOf(columns);
        }

        /** The columns that drifted; at least one if there is an alarm. */
        public List<Column> drifted() {
            return columns.stream().filter(Column::drifted).toList();
        }

        /** The first row, counted from 1, of the earliest change; empty without an alarm. */
        public OptionalLong since() {
            return drifted().stream().mapToLong(Column::since).min();
        }

        /** The report in words, on one line. */
        @Override
        public String toString() {
            if (!alarm) {
                return String.format(Locale.ROOT, "no drift in %,d rows: evidence %.1e of %.1e", rows, evidence, limit);
            }
            return drifted().stream()
                    .map(c -> String.format(
                            Locale.ROOT, "%s since about row %,d (evidence %.1e)", c.column(), c.since(), c.evidence()))
                    .collect(Collectors.joining(", ", String.format(Locale.ROOT, "drift at row %,d: ", rows), ""));
        }
    }
}
