package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.drift.DriftReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow drift}.
 *
 * @param rows of the table that were compared
 * @param baselineRows how many rows the columns are compared with
 * @param baselineScores how many scores the scores are compared with
 * @param rowsSeen by the monitor, those of earlier tables included
 * @param rate false alarms of the monitor in a million rows
 * @param level of the test of the file
 * @param limit of the evidence
 * @param drifted whether monitor or test found drift
 * @param alarmRow the row of the monitor's alarm, counted from 1; null without an alarm
 * @param columns of the model, then the score
 * @param state where the monitor's knowledge is; null for nowhere
 */
public record DriftResult(
        Path model,
        Path table,
        long rows,
        long baselineRows,
        long baselineScores,
        long rowsSeen,
        double rate,
        double level,
        double limit,
        boolean drifted,
        @Nullable Long alarmRow,
        List<ColumnResult> columns,
        @Nullable Path state)
        implements Result {
    private static final double LEAST_P = 1e-4;

    /**
     * A column, or the score.
     *
     * @param stability the population stability index of the file
     * @param pValue of the test of the file
     * @param adjusted the p-value after correction for the number of columns
     * @param evidence of the monitor, at the end or, if the drift was over by then, at its alarm
     * @param since the row from which the monitor saw drift; null if it did not
     * @param stabilitySince the stability index since then; null if it did not
     * @param drifted whether monitor or test found drift
     */
    public record ColumnResult(
            String column,
            double stability,
            double pValue,
            double adjusted,
            double evidence,
            @Nullable Long since,
            @Nullable Double stabilitySince,
            boolean drifted) {
        private static ColumnResult of(Comparison.Column file, DriftReport.Column stream, double level) {
            return new ColumnResult(
                    file.column(),
                    file.stability(),
                    file.pValue(),
                    file.adjusted(),
                    stream.evidence(),
                    stream.drifted() ? stream.since() : null,
                    stream.drifted() ? stream.stability() : null,
                    stream.drifted() || file.adjusted() <= level);
        }

        private List<String> cells() {
            return List.of(
                    Printable.line(column),
                    Text.format("%.3f", stability),
                    Text.format(pValue < LEAST_P ? "%.0e" : "%.4f", pValue),
                    Text.format(evidence < 1000 ? "%.1f" : "%.1e", evidence),
                    since != null ? Text.format("since about row %,d", since) : drifted ? "in the file" : "no");
        }
    }

    /** The facts of a monitor and a comparison. */
    public static DriftResult of(
            Path model,
            Path table,
            @Nullable Path state,
            Baseline baseline,
            DriftMonitor monitor,
            Comparison comparison,
            double level) {
        DriftReport end = monitor.report();
        DriftReport first = monitor.alarm().orElse(end);
        List<ColumnResult> columns = new ArrayList<>();
        for (int j = 0; j < comparison.columns().size(); j++) {
            DriftReport.Column last = end.columns().get(j);
            columns.add(ColumnResult.of(
                    comparison.columns().get(j),
                    last.drifted() ? last : first.columns().get(j),
                    level));
        }
        return new DriftResult(
                model,
                table,
                comparison.rows(),
                baseline.rows(),
                baseline.scores(),
                monitor.rows(),
                monitor.rate(),
                level,
                monitor.limit(),
                columns.stream().anyMatch(ColumnResult::drifted),
                first.alarm() ? first.rows() : null,
                columns,
                state);
    }

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(Text.format(
                "%s: %s beside a baseline of %s and %s",
                table, Text.count(rows, "row"), Text.count(baselineRows, "row"), Text.count(baselineScores, "score")));
        lines.addAll(Text.table(
                List.of("column", "stability", "p-value", "evidence", "drift"),
                columns.stream().map(ColumnResult::cells).toList()));
        String names = columns.stream()
                .filter(ColumnResult::drifted)
                .map(c -> Printable.line(c.column))
                .collect(Collectors.joining(", "));
        lines.add(
                drifted
                        ? "drift: " + names
                        : Text.format(
                                "no drift: the test has level %s, the monitor %s false alarms in a million rows",
                                level, rate));
        if (alarmRow != null) {
            lines.add(Text.format("the monitor raised its alarm at row %,d", alarmRow));
        }
        if (state != null) {
            lines.add("wrote " + state);
        }
        return String.join("\n", lines);
    }
}
