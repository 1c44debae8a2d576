package io.github.vflow.cli.report.table;

import io.github.vflow.cli.console.Facts;
import io.github.vflow.cli.console.Text;
import io.github.vflow.cli.format.Printable;
import io.github.vflow.table.source.text.TextTable;
import io.github.vflow.table.verdict.Attribution;
import io.github.vflow.table.verdict.Attribution.Part;
import io.github.vflow.table.verdict.Verdict;
import io.github.vflow.table.view.View;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The result of {@code vflow explain}. */
public final class ExplainedRow {
    private static final int MOST = 40;
    private static final int DIGITS = 3;

    private ExplainedRow() {}

    /**
     * The facts of a verdict with its attribution.
     *
     * @param row its number in the table, from 1 on
     * @param rate of false alarms
     */
    public static Facts of(Path model, Path table, long row, double rate, Verdict v) {
        Attribution attribution = v.attribution().orElseThrow();
        List<String> reasons = v.reasons().stream().map(Verdict.Reason::words).toList();
        Facts facts = new Facts()
                .put("model", model)
                .put("table", table)
                .put("row", row)
                .put("alarm_score", v.score())
                .put("standard_error", v.standardError())
                .put("p_value", v.pValue())
                .put("rate", rate)
                .put("alarm", v.isAlarm())
                .put("view", v.view().map(View::name).orElse(""))
                .put("reasons", reasons)
                .put("attribution", attribution)
                .line(
                        "row %,d of %s is %s at a false-alarm rate of %s: p-value %.2g",
                        row, table, v.isAlarm() ? "an alarm" : "normal", rounded(rate), v.pValue());
        boolean isBroken = v.reasons().stream().anyMatch(r -> r instanceof Verdict.Reason.Breach);
        facts.line(
                isBroken
                        ? "a cell contradicts all training rows; the other cells cost %3$s nats more than those of a typical row"
                        : "alarm score %s%s; its cells cost %s nats more than those of a typical row",
                Text.nats(v.score(), v.standardError() > 0 ? v.standardError() : Double.NaN),
                v.view().map(view -> ", by its " + words(view)).orElse(""),
                Text.nats(attribution.total()));
        reasons.forEach(r -> facts.line("- %s", Printable.line(r)));
        facts.line("");
        boolean isOdd = !attribution.parts().isEmpty();
        if (isOdd) {
            facts.lines(table("share", parts(attribution))).line("");
        }
        List<Part> others = attribution.others();
        facts.line(isOdd ? "each other column given all others:" : "each column given all others:")
                .lines(table(
                        "",
                        others.stream()
                                .limit(MOST)
                                .map(p -> cells(p, Double.NaN))
                                .toList()));
        if (others.size() > MOST) {
            facts.line("… and %s (--json has all)", Text.count(others.size() - MOST, "more column"));
        }
        return facts;
    }

    private static String words(View view) {
        return switch (view) {
            case COMBINATION -> "combination of cells";
            case COLUMN -> "cell farthest out";
            case NEIGHBOURS -> "distance to the nearest rows";
            case GAPS -> "gaps";
        };
    }

    private static String rounded(double rate) {
        return new BigDecimal(rate)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static List<String> table(String last, List<List<String>> rows) {
        return TextTable.of(List.of("column", "value", "expected", "90 % or probability", "cost", last), rows);
    }

    private static List<List<String>> parts(Attribution attribution) {
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
