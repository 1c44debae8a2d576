package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.drift.Baseline;
import io.github.vflow.table.drift.Comparison;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.source.text.TextTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The result of {@code vflow drift}.
 *
 * @param drifted whether monitor or test found drift
 */
public record DriftResult(boolean drifted, Facts facts) {
    private static final double LEAST_P = 1e-4;

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
                    Text.format(file.pValue() < LEAST_P ? "%.0e" : "%.4f", file.pValue()),
                    Text.format(monitor.evidence() < 1000 ? "%.1f" : "%.1e", monitor.evidence()),
                    monitor.drifted()
                            ? Text.format("since about row %,d", monitor.since())
                            : drifted ? "in the file" : "no");
        }
    }

    /**
     * The facts of a monitor at the end of a table, and of a comparison of the whole table.
     *
     * @param state the file of the monitor's state; null if there is none
     * @param level of the test of the file
     */
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
        List<ColumnResult> drifted =
                columns.stream().filter(ColumnResult::drifted).toList();
        long rows = comparison.rows();
        Facts facts = new Facts()
                .put("model", model)
                .put("table", table)
                .put("rows", rows)
                .put("baseline", new Facts().put("rows", baseline.rows()).put("scores", baseline.scores()))
                .put(
                        "monitor",
                        new Facts()
                                .put("rows", monitor.rows())
                                .put("rate", monitor.rate())
                                .put("limit", monitor.limit())
                                .put("alarm_row", first.alarm() ? first.rows() : null))
                .put("level", level)
                .put("drifted", !drifted.isEmpty())
                .put("columns", columns)
                .put("state", state)
                .line(
                        "%s: %s beside a baseline of %s and %s",
                        table,
                        Text.count(rows, "row"),
                        Text.count(baseline.rows(), "row"),
                        Text.count(baseline.scores(), "score"))
                .lines(TextTable.of(
                        List.of("column", "p-value", "evidence", "drift"),
                        columns.stream().map(ColumnResult::cells).toList()));
        if (drifted.isEmpty()) {
            facts.line(
                    "no drift: the test has level %s, the monitor %s false alarms in a million rows",
                    level, monitor.rate());
        } else {
            facts.line(
                    "drift: %s",
                    drifted.stream().map(c -> Printable.line(c.column)).collect(Collectors.joining(", ")));
        }
        if (first.alarm()) {
            facts.line("the monitor raised its alarm at row %,d", first.rows());
        }
        if (!drifted.isEmpty()
                && monitor.rows() == rows
                && columns.stream().noneMatch(c -> c.file.adjusted() <= level)) {
            facts.line(
                    "the test of the whole file sees no difference, so the rows differ in their order, or for a short time only;"
                            + " in a sorted file they do: shuffle it to leave the order out");
        }
        if (monitor.rows() > rows) {
            facts.line(
                    "the monitor has seen %s, those of earlier files included: its row numbers count all of them",
                    Text.count(monitor.rows(), "row"));
        }
        return new DriftResult(!drifted.isEmpty(), facts.wrote(state));
    }
}
