package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Attribution.Expected;
import io.github.vflow.table.verdict.Attribution.Part;
import io.github.vflow.table.verdict.Reason;
import io.github.vflow.table.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The result of {@code vflow explain}.
 *
 * @param table its file
 * @param row its number, from 1 on
 * @param logProb ln p(row) of its known cells by the smoothed density, in nats
 * @param standardError of logProb
 * @param pValue the part of normal rows that are as odd, at most
 * @param rate of false alarms
 * @param alarm whether the row is one
 * @param reasons in words, the most telling first
 * @param total how much less likely than a typical row it is, in nats
 * @param parts the columns to blame, whose costs and the rest sum to the total
 * @param rest of all other columns together, in nats
 * @param others the columns that are not to blame, each given all others
 */
public record ExplainedRow(
        Path model,
        Path table,
        long row,
        double logProb,
        double standardError,
        double pValue,
        double rate,
        boolean alarm,
        List<String> reasons,
        double total,
        List<Cost> parts,
        double rest,
        List<Cost> others)
        implements Result {
    private static final int MOST = 40;

    /**
     * What a column costs.
     *
     * @param value of the cell
     * @param text of the value, with the decimals of what was expected
     * @param nats the cost
     * @param share of the total; NaN of columns that are not to blame
     */
    public record Cost(
            String column,
            Object value,
            String text,
            Expected expected,
            double nats,
            double standardError,
            double share) {
        private static Cost of(Part p, double share) {
            return new Cost(p.column(), p.value(), p.text(), p.expected(), p.cost(), p.standardError(), share);
        }

        private List<String> cells() {
            return List.of(
                    Printable.line(column),
                    Printable.line(text),
                    Printable.line(expected.value()),
                    expected.certainty(),
                    Text.format("%.1f", nats).replace('-', '−'),
                    percent(share));
        }
    }

    /** The facts of a verdict with its attribution. */
    public static ExplainedRow of(Path model, Path table, long row, double rate, Verdict v) {
        Attribution a = v.attribution().orElseThrow();
        return new ExplainedRow(
                model,
                table,
                row,
                v.score(),
                v.standardError(),
                v.pValue(),
                rate,
                v.isAlarm(),
                v.reasons().stream().map(Reason::words).toList(),
                a.total(),
                a.parts().stream().map(p -> Cost.of(p, a.share(p.cost()))).toList(),
                a.rest(),
                a.others().stream().map(p -> Cost.of(p, Double.NaN)).toList());
    }

    @Override
    public String text() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(Text.format(
                "row %,d of %s is %s at a false-alarm rate of %s: p-value %.2g",
                row, table, alarm ? "an alarm" : "normal", rate, pValue));
        lines.add(Text.format(
                "smoothed_log_prob %s nats, %s nats less likely than a typical row",
                Text.nats(logProb, standardError > 0 ? standardError : Double.NaN), Text.nats(total)));
        reasons.forEach(r -> lines.add("- " + Printable.line(r)));
        List<List<String>> cells = new ArrayList<>();
        parts.forEach(p -> cells.add(p.cells()));
        if (!parts.isEmpty()) {
            double share = 1 - parts.stream().mapToDouble(Cost::share).sum();
            cells.add(sum("the other columns", rest, share));
            cells.add(sum("total", total, total > 0 ? 1 : Double.NaN));
            lines.add("");
            Text.table(List.of("column", "value", "expected", "90 % or probability", "nats", "share"), cells)
                    .forEach(lines::add);
            cells.clear();
        }
        others.stream().limit(MOST).forEach(p -> cells.add(p.cells()));
        lines.add("");
        lines.add(parts.isEmpty() ? "each column given all others:" : "each other column given all others:");
        Text.table(List.of("column", "value", "expected", "90 % or probability", "nats", ""), cells)
                .forEach(lines::add);
        if (others.size() > MOST) {
            lines.add(Text.format("… and %s (--json has all)", Text.count(others.size() - MOST, "more column")));
        }
        return lines.toString();
    }

    private static List<String> sum(String name, double nats, double share) {
        return List.of(name, "", "", "", Text.format("%.1f", nats).replace('-', '−'), percent(share));
    }

    private static String percent(double share) {
        return Double.isFinite(share) ? Text.format("%.0f %%", 100 * share) : "";
    }
}
