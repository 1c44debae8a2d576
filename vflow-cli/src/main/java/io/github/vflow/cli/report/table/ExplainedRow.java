package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Result;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Attribution.Part;
import io.github.vflow.table.verdict.Verdict;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/**
 * The result of {@code vflow explain}.
 *
 * @param table its file
 * @param row its number, from 1 on
 * @param score ln p(row) of its known cells as the alarm compares it, in nats
 * @param standardError of the score
 * @param pValue an upper bound on the share of normal rows at least this odd
 * @param rate of false alarms
 * @param alarm whether the row is one
 * @param reasons in words, the most telling first
 * @param attribution the columns that make the row odd
 */
public record ExplainedRow(
        Path model,
        Path table,
        long row,
        double score,
        double standardError,
        double pValue,
        double rate,
        boolean alarm,
        List<String> reasons,
        Attribution attribution)
        implements Result {
    private static final int MOST = 40;
    private static final int DIGITS = 3;

    /** The facts of a verdict with its attribution. */
    public static ExplainedRow of(Path model, Path table, long row, double rate, Verdict v) {
        return new ExplainedRow(
                model,
                table,
                row,
                v.score(),
                v.standardError(),
                v.pValue(),
                rate,
                v.isAlarm(),
                v.reasons().stream().map(Verdict.Reason::words).toList(),
                v.attribution().orElseThrow());
    }

    @Override
    public String text() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(Text.format(
                "row %,d of %s is %s at a false-alarm rate of %s: p-value %.2g",
                row, table, alarm ? "an alarm" : "normal", rounded(rate), pValue));
        lines.add(Text.format(
                "score %s nats, %s nats less likely than a typical row",
                Text.nats(score, standardError > 0 ? standardError : Double.NaN), Text.nats(attribution.total())));
        reasons.forEach(r -> lines.add("- " + Printable.line(r)));
        lines.add("");
        boolean isOdd = !attribution.parts().isEmpty();
        if (isOdd) {
            table("share", parts()).forEach(lines::add);
            lines.add("");
        }
        lines.add(isOdd ? "each other column given all others:" : "each column given all others:");
        List<Part> others = attribution.others();
        table("", others.stream().limit(MOST).map(p -> cells(p, Double.NaN)).toList())
                .forEach(lines::add);
        if (others.size() > MOST) {
            lines.add(Text.format("… and %s (--json has all)", Text.count(others.size() - MOST, "more column")));
        }
        return lines.toString();
    }

    private static String rounded(double rate) {
        return new BigDecimal(rate)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static List<String> table(String last, List<List<String>> rows) {
        return Text.table(List.of("column", "value", "expected", "90 % or probability", "nats", last), rows);
    }

    private List<List<String>> parts() {
        List<List<String>> rows = new ArrayList<>();
        double rest = 1;
        for (Part p : attribution.parts()) {
            double share = attribution.share(p.cost());
            rest -= share;
            rows.add(cells(p, share));
        }
        double total = attribution.total();
        rows.add(List.of("the other columns", "", "", "", nats(attribution.rest()), percent(rest)));
        rows.add(List.of("total", "", "", "", nats(total), percent(total > 0 ? 1 : Double.NaN)));
        return rows;
    }

    private static List<String> cells(Part p, double share) {
        return List.of(
                Printable.line(p.column()),
                Printable.line(p.text()),
                Printable.line(p.expected().value()),
                p.expected().certainty(),
                nats(p.cost()),
                percent(share));
    }

    private static String nats(double cost) {
        return Text.format("%.1f", cost).replace('-', '−');
    }

    private static String percent(double share) {
        return Double.isFinite(share) ? Text.format("%.0f %%", 100 * share) : "";
    }
}
