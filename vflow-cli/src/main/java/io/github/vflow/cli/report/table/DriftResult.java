package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow drift}.
 *
 * @param rows of the table that were compared
 * @param level of the test of the file
 * @param drifted whether monitor or test found drift
 * @param columns of the model, then the score
 * @param state the file of the monitor's state; null if there is none
 */
public record DriftResult(
        Path model,
        Path table,
        long rows,
        BaselineSize baseline,
        MonitorResult monitor,
        double level,
        boolean drifted,
        List<ColumnResult> columns,
        @Nullable Path state)
        implements Result {
    private static final double LEAST_P = 1e-4;

    /** The numbers of rows and of scores in a baseline. */
    public record BaselineSize(long rows, long scores) {}

    /**
     * The monitor at the end of the table.
     *
     * @param rows it has seen, those of earlier tables included
     * @param rate false alarms in a million rows
     * @param limit of the evidence
     * @param alarmRow the row of its alarm, counted from 1; null without an alarm
     */
    public record MonitorResult(
            long rows, double rate, double limit, @Nullable Long alarmRow) {}

    /**
     * A column, or the score.
     *
     * @param drifted whether monitor or test found drift
     * @param file the test of the file
     * @param monitor at the end or, if the drift was over by then, at its alarm
     */
    public record ColumnResult(
            String column, boolean drifted, Comparison.Column file, DriftMonitor.Report.Column monitor) {
        static ColumnResult of(Comparison.Column file, DriftMonitor.Report.Column monitor, double level) {
            return new ColumnResult(file.column(), monitor.drifted() || file.adjusted() <= level, file, monitor);
        }

        private List<String> cells() {
            return List.of(
                    Printable.line(column),
                    Text.format("%.3f", file.stability()),
                    Text.format(file.pValue() < LEAST_P ? "%.0e" : "%.4f", file.pValue()),
                    Text.format(monitor.evidence() < 1000 ? "%.1f" : "%.1e", monitor.evidence()),
                    monitor.drifted()
                            ? Text.format("since about row %,d", monitor.since())
                            : drifted ? "in the file" : "no");
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
        DriftMonitor.Report end = monitor.report();
        DriftMonitor.Report first = monitor.alarm().orElse(end);
        List<ColumnResult> columns = new ArrayList<>();
        for (int j = 0; j < comparison.columns().size(); j++) {
            DriftMonitor.Report.Column last = end.columns().get(j);
            columns.add(ColumnResult.of(
                    comparison.columns().get(j),
                    last.drifted() ? last : first.columns().get(j),
                    level));
        }
        return new DriftResult(
                model,
                table,
                comparison.rows(),
                new BaselineSize(baseline.rows(), baseline.scores()),
                new MonitorResult(monitor.rows(), monitor.rate(), monitor.limit(), first.alarm() ? first.rows() : null),
                level,
                columns.stream().anyMatch(ColumnResult::drifted),
                columns,
                state);
    }

    @Override
    public String text() {
        List<String> lines = new ArrayList<>();
        lines.add(Text.format(
                "%s: %s beside a baseline of %s and %s",
                table,
                Text.count(rows, "row"),
                Text.count(baseline.rows, "row"),
                Text.count(baseline.scores, "score")));
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
                                level, monitor.rate));
        if (monitor.alarmRow != null) {
            lines.add(Text.format("the monitor raised its alarm at row %,d", monitor.alarmRow));
        }
        if (drifted && monitor.rows == rows && columns.stream().noneMatch(c -> c.file.adjusted() <= level)) {
            lines.add(
                    "the test of the whole file sees no difference, so the rows differ in their order, or for a short time only;"
                            + " in a sorted file they do: shuffle it to leave the order out");
        }
        if (monitor.rows > rows) {
            lines.add(Text.format(
                    "the monitor has seen %s, those of earlier files included: its row numbers count all of them",
                    Text.count(monitor.rows, "row")));
        }
        if (state != null) {
            lines.add("wrote " + state);
        }
        return String.join("\n", lines);
    }
}
