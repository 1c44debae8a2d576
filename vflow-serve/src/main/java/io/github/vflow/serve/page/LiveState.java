package io.github.vflow.serve.page;

import io.github.vflow.serve.model.Activity;
import io.github.vflow.serve.model.Served;
import io.github.vflow.table.drift.DriftMonitor;
import io.github.vflow.table.report.chart.Histograms;
import io.github.vflow.table.report.chart.Lines;
import io.github.vflow.table.report.chart.Scale;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.verdict.Alarm;
import io.github.vflow.table.verdict.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The part of the page that changes: figures, rows by the minute, p-values, drift, the last alarms. */
public final class LiveState {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    /** Minutes of the chart of a service that has just begun. */
    private static final int FEWEST_MINUTES = 20;

    /** Columns in the table of drift. */
    private static final int MOST = 30;

    private LiveState() {}

    /** The state of a model now, in HTML. */
    public static String of(Served served) {
        Activity.View view = served.activity().view();
        Optional<DriftMonitor.Report> drift = served.metrics().drift();
        StringBuilder all = new StringBuilder();
        all.append(tiles(served, view, drift));
        Element charts = Element.styled("div", "grid2", figure("Rows by the minute", rows(view)));
        if (served.judges()) {
            charts.add(figure("p-values, uniform if rows are as in training", pValues(view)));
        }
        all.append(Element.of("section", Element.saying("h2", "The last three hours"), charts));
        drift.ifPresent(report -> all.append(drift(report)));
        if (served.judges()) {
            all.append(alarms(served, view));
        }
        return all.toString();
    }

    private static Element figure(String caption, Element chart) {
        return Element.of("figure", Element.of("figcaption", Element.saying("b", caption)), chart);
    }

    private static Element tiles(Served served, Activity.View view, Optional<DriftMonitor.Report> drift) {
        long rows = Arrays.stream(view.rows()).sum();
        long alarms = Arrays.stream(view.alarms()).sum();
        Element tiles = Element.styled("div", "tiles")
                .add(
                        tile(String.format(Locale.ROOT, "%,d", rows), "rows in the last three hours"),
                        served.judges()
                                ? tile(
                                        String.format(Locale.ROOT, "%,d", alarms),
                                        String.format(
                                                Locale.ROOT,
                                                "alarms, %.2g %% of the rows",
                                                rows == 0 ? 0.0 : 100.0 * alarms / rows))
                                : tile("none", "alarms: the model is not calibrated"));
        served.loaded()
                .alarm()
                .map(Alarm::rate)
                .ifPresent(rate -> tiles.add(
                        tile(String.format(Locale.ROOT, "%.3g %%", 100 * rate), "false alarms at most, on average")));
        drift.ifPresent(r -> tiles.add(tile(
                r.alarm() ? "drift" : "no drift",
                String.format(Locale.ROOT, "in %,d rows of this version", r.rows()))));
        return tiles.add(
                time(served.time().seconds()),
                tile(MINUTE.format(view.since()), "UTC, in service since " + DAY.format(view.since())));
    }

    private static Element time(double seconds) {
        return tile(String.format(Locale.ROOT, "%.2g ms", seconds * 1e3), "a verdict takes on this machine");
    }

    private static Element tile(String value, String name) {
        return Element.styled("div", "tile", Element.saying("strong", value), Element.saying("span", name));
    }

    private static Element rows(Activity.View view) {
        double most = Math.max(10, Arrays.stream(view.rows()).max().orElse(0));
        long age = Duration.between(view.since(), Instant.now()).toMinutes() + 1;
        int minutes = Math.clamp(age, FEWEST_MINUTES, Activity.MINUTES);
        Lines lines = new Lines(
                new Scale.Linear(-minutes, 0),
                "minutes ago",
                new Scale.Linear(0, most * 1.05),
                "rows",
                List.of(
                        new Lines.Series(Lines.Style.DATA, "rows", points(view.rows(), minutes)),
                        new Lines.Series(Lines.Style.MODEL, "alarms", points(view.alarms(), minutes))),
                Optional.empty(),
                Histograms.HALF);
        return lines.draw("rows and alarms by the minute");
    }

    private static double[][] points(long[] counts, int minutes) {
        double[][] points = new double[minutes][];
        for (int i = 0; i < minutes; i++) {
            points[i] = new double[] {i + 1.0 - minutes, counts[counts.length - minutes + i]};
        }
        return points;
    }

    private static Element pValues(Activity.View view) {
        double total = Math.max(1, Arrays.stream(view.pValues()).sum());
        double[] shares =
                Arrays.stream(view.pValues()).mapToDouble(n -> n / total).toArray();
        double[] uniform = new double[shares.length];
        Arrays.fill(uniform, 1.0 / shares.length);
        return new Histograms(new Scale.Linear(0, 1), "p-value", shares, "rows", uniform, "uniform", Histograms.HALF)
                .draw("the distribution of p-values beside the uniform one");
    }

    private static Element drift(DriftMonitor.Report report) {
        Element table = Element.of(
                "table",
                Element.of(
                        "tr",
                        Element.saying("th", "column"),
                        Element.saying("th", "state"),
                        Element.saying("th", "since row"),
                        Element.saying("th", "evidence")));
        report.columns().stream()
                .sorted((a, b) -> Double.compare(b.evidence(), a.evidence()))
                .limit(MOST)
                .forEach(c -> table.add(Element.of(
                        "tr",
                        Element.of("td", Element.saying("bdi", c.column())),
                        Element.of(
                                "td",
                                Element.styled("span", c.drifted() ? "chip bad" : "chip good")
                                        .say(c.drifted() ? "drift" : "as in training")),
                        Element.saying("td", c.drifted() ? String.format(Locale.ROOT, "%,d", c.since()) : ""),
                        Element.saying(
                                "td", String.format(Locale.ROOT, "%.1e of %.0e", c.evidence(), report.limit())))));
        return Element.of(
                "section",
                Element.saying("h2", "Drift"),
                Element.styled("p", "note").say(report.toString()),
                Element.styled("div", "wide", table));
    }

    private static Element alarms(Served served, Activity.View view) {
        Element section = Element.of("section", Element.saying("h2", "The last alarms"));
        if (view.last().isEmpty()) {
            return section.add(Element.styled("p", "note").say("None so far."));
        }
        Element rows = Element.styled("div", "rows");
        for (Activity.Seen seen : view.last()) {
            Verdict verdict = seen.explained(served);
            Element row = Element.styled(
                    "div",
                    "row",
                    Element.styled("div", "rowhead", Element.saying("b", TIME.format(seen.at())))
                            .add(Element.saying("span", String.format(Locale.ROOT, "p-value %.2g", verdict.pValue()))));
            verdict.reasons().stream()
                    .limit(3)
                    .forEach(reason -> row.add(Element.of("p", Element.saying("bdi", reason.words()))));
            rows.add(row);
        }
        return section.add(rows);
    }
}
