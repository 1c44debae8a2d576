package io.github.vflow.benchmarks.compare;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Rows as text. */
final class Table {
    private Table() {}

    /** The first lines of a table in Markdown. */
    static String head() {
        return "| work | ours, p50 (p5–p95) | theirs, p50 (p5–p95) | by | theirs ÷ ours | at p5 | our rate | of peak |\n"
                + "|---|---|---|---|---|---|---|---|";
    }

    /** A line in Markdown; what there is not is a dash. */
    static String line(Row r) {
        return List.of(
                        r.work(),
                        times(r, r.result().ours()),
                        times(r, r.result().theirs()),
                        r.result().opponent() == null ? "–" : r.result().opponent(),
                        Double.isNaN(r.ratio()) ? "–" : "**" + number(r.ratio()) + "**",
                        number(r.undisturbed()),
                        r.amount() == null
                                ? "–"
                                : number(r.rate()) + " " + r.amount().unit(),
                        Double.isNaN(r.share()) ? "–" : Math.round(100 * r.share()) + " %")
                .stream()
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String times(Row r, @Nullable Samples s) {
        return s == null
                ? "–"
                : "%s %s (%s–%s)"
                        .formatted(
                                number(s.quantile(r.quantile()) / r.nanos()),
                                r.unit(),
                                number(s.quantile(0.05) / r.nanos()),
                                number(s.quantile(0.95) / r.nanos()));
    }

    /** Three digits that count. */
    static String number(double x) {
        if (Double.isNaN(x)) {
            return "–";
        }
        int decimals = x <= 0 ? 2 : Math.clamp(2 - (int) Math.floor(Math.log10(x)), 0, 3);
        return String.format(Locale.ROOT, "%,." + decimals + "f", x);
    }

    /** A row for a program: numbers by name, times in the row's unit. */
    static Map<String, Object> values(Row r) {
        Map<String, Object> v = new TreeMap<>();
        v.put("work", r.work());
        v.put("unit", r.unit());
        put(v, "ours", r, r.result().ours());
        put(v, "theirs", r, r.result().theirs());
        if (r.result().opponent() != null) {
            v.put("opponent", r.result().opponent());
            v.put("ratio", r.ratio());
            v.put("ratio.p5", r.undisturbed());
        }
        if (r.amount() != null) {
            v.put("rate", r.rate());
            v.put("rate.unit", r.amount().unit());
        }
        if (!Double.isNaN(r.share())) {
            v.put("peak", r.peak());
            v.put("share", r.share());
        }
        return v;
    }

    private static void put(Map<String, Object> v, String whose, Row r, @Nullable Samples s) {
        if (s != null) {
            for (int q : new int[] {5, 50, 95, 99}) {
                v.put(whose + ".p" + q, s.quantile(q / 100.0) / r.nanos());
            }
        }
    }
}
