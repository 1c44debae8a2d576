package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.apply.RecordScorer;
import io.github.vflow.table.source.text.CsvOutput;
import io.github.vflow.table.verdict.Verdict.Found;
import io.github.vflow.table.view.View;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes the verdicts on rows as cells, counts rows and alarms, remembers the oddest, and takes the mean of the finite ln p (Welford's method).
 * Mutable and not thread-safe.
 */
public final class JudgedTally {
    /** The columns of {@link #cells(RecordScorer.Judged)} for an alarm. */
    public static final List<String> OF_ALARMS = List.of("alarm_score", "p_value", "alarm", "reason");

    /** The columns of {@link #cells(RecordScorer.Judged, Optional)} for a search in a table. */
    public static final List<String> OF_OUTLIERS = List.of("score", "p_value", "outlier", "found_by", "reason");

    private static final List<String> NOT_JUDGED = List.of("", "", "", "");

    private long scored;
    private long finite;
    private long unknown;
    private double mean;
    private double squares;
    private long alarms;
    private Optional<RecordScorer.Judged> oddest = Optional.empty();
    private final Map<View, Long> views = new EnumMap<>(View.class);
    private @Nullable String foundBy;

    /** Counts a row. */
    public void add(RecordScorer.Judged row) {
        scored += row.logProb().isPresent() || row.verdict().isPresent() ? 1 : 0;
        row.logProb().ifPresent(this::addLogProb);
        unknown += row.estimate().filter(e -> !e.isKnown()).isPresent() ? 1 : 0;
        if (row.isAlarm()) {
            alarms++;
            oddest = oddest.filter(o -> score(o) <= score(row)).or(() -> Optional.of(row));
        }
    }

    /** Counts a row of a search in a table. */
    public void add(RecordScorer.Judged row, Optional<Found> found) {
        add(row);
        found.ifPresent(f -> {
            views.merge(f.view(), 1L, Long::sum);
            foundBy = oddest.filter(row::equals).map(_ -> f.words()).orElse(foundBy);
        });
    }

    private static double score(RecordScorer.Judged row) {
        return row.verdict().orElseThrow().score();
    }

    private void addLogProb(double logProb) {
        if (Double.isFinite(logProb)) {
            finite++;
            double off = logProb - mean;
            mean += off / finite;
            squares += off * (logProb - mean);
        }
    }

    /** The score that was compared, the p-value, whether the row is odd, and why; empty texts without a verdict. */
    public static List<String> cells(RecordScorer.Judged row) {
        return row.verdict()
                .map(v -> List.of(
                        CsvOutput.text(v.score()),
                        CsvOutput.text(v.pValue()),
                        Boolean.toString(v.isAlarm()),
                        row.reason()))
                .orElse(NOT_JUDGED);
    }

    /** The same of a search in a table, with the view that found the row before the reason. */
    public static List<String> cells(RecordScorer.Judged row, Optional<Found> found) {
        List<String> cells = new ArrayList<>(cells(row));
        cells.add(cells.size() - 1, found.map(Found::words).orElse(""));
        return cells;
    }

    /** The number of rows with a score so far. */
    public long scored() {
        return scored;
    }

    /** The number of rows whose ln p is not finite. */
    public long notFinite() {
        return scored - finite;
    }

    /** The number of rows whose ln p has too few effective samples. */
    public long unknown() {
        return unknown;
    }

    /** The standard error of ln p in nats; an empty text where ln p is not known, or not finite. */
    public static String error(RecordScorer.Judged row) {
        return row.estimate()
                .filter(e -> e.isKnown() && Double.isFinite(e.logProb()))
                .map(e -> CsvOutput.text(e.standardError()))
                .orElse("");
    }

    /**
     * The facts of scored rows.
     *
     * @param rows of the table, those without a score included
     * @param column the name of the first new column
     * @param judged whether rows were judged
     * @param errors whether standard errors were written
     * @param out the scored table; null for standard output
     */
    public Facts ofScores(Path model, long rows, String column, boolean judged, boolean errors, @Nullable Path out) {
        double average = finite == 0 ? Double.NaN : mean;
        double error = finite < 2 ? Double.NaN : Math.sqrt(squares / (finite - 1) / finite);
        return new Facts()
                .put("model", model)
                .put("rows", rows)
                .put("scored", scored)
                .put("column", column)
                .put("mean", average)
                .put("standard_error", error)
                .put("not_finite", notFinite())
                .put("rows_not_known", errors ? unknown : null)
                .put("alarms", judged ? alarms : null)
                .put("worst", oddest.map(o -> o.entry().line()).orElse(null))
                .put("alarm_score", oddest.map(JudgedTally::score).orElse(null))
                .put("reason", oddest.map(RecordScorer.Judged::reason).orElse(null))
                .put("out", out)
                .line(
                        "%s, mean %s %s nats%s",
                        Text.count(scored, "row"),
                        column,
                        Text.nats(average, error),
                        judged ? ", " + Text.count(alarms, "alarm") : "")
                .wrote(out);
    }

    /**
     * The facts of a table of the oddest rows.
     *
     * @param rows of the table that was read
     * @param out the oddest rows; null for standard output
     */
    public Facts ofOddest(Path model, long rows, @Nullable Path out) {
        return new Facts()
                .put("model", model)
                .put("rows", rows)
                .put("written", scored)
                .put("worst", oddest.map(o -> o.entry().line()).orElse(null))
                .put("alarm_score", oddest.map(JudgedTally::score).orElse(null))
                .put("reason", oddest.map(RecordScorer.Judged::reason).orElse(null))
                .put("out", out)
                .line("the %,d oddest of %s", scored, Text.count(rows, "row"))
                .wrote(out);
    }

    /**
     * The facts of a table with odd rows.
     *
     * @param out the rows with their scores; null for standard output
     * @param model learned without the odd rows; null if that was not asked for
     */
    public Facts ofOutliers(Path in, long rows, @Nullable Path out, @Nullable Path model) {
        return new Facts()
                .put("file", in)
                .put("rows", rows)
                .put("scored", scored)
                .put("odd", alarms)
                .put("by_combination", views.getOrDefault(View.COMBINATION, 0L))
                .put("by_column", views.getOrDefault(View.COLUMN, 0L))
                .put("by_neighbours", views.getOrDefault(View.NEIGHBOURS, 0L))
                .put("by_gaps", views.getOrDefault(View.GAPS, 0L))
                .put("worst", oddest.map(o -> o.entry().line()).orElse(null))
                .put("found_by", foundBy)
                .put("reason", oddest.map(RecordScorer.Judged::reason).orElse(null))
                .put("out", out)
                .put("model", model)
                .line(
                        "%,d of %s %s odd%s",
                        alarms,
                        Text.count(rows, "row"),
                        alarms == 1 ? "is" : "are",
                        oddest.map(o -> Text.format(
                                        "; the oddest is line %,d: %s",
                                        o.entry().line(), Printable.line(o.reason())))
                                .orElse(""))
                .wrote(out)
                .wrote(model);
    }
}
