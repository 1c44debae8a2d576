package io.github.vflow.cli.report;

import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.audit.BijectorAudit;
import io.github.vflow.flow.audit.model.AuditReport;

/** An audit as one self-contained HTML page. */
public final class AuditPage {
    private AuditPage() {}

    /** The page of a report. */
    public static String of(AuditReport report) {
        StringBuilder rows = new StringBuilder();
        for (AuditReport.Layer l : report.layers()) {
            BijectorAudit.Laws w = l.laws();
            rows.append(Text.format(
                    "<tr class=\"%s\"><td>%s</td><td>%.1e</td><td>%.1e</td><td>%.1e</td><td>%.1e</td></tr>%n",
                    l.passed() ? "good" : "bad",
                    escape(l.name()),
                    w.roundTrip(),
                    w.logDetGradient(),
                    w.logDetDifferences(),
                    w.inverseLogDet()));
        }
        StringBuilder findings = new StringBuilder();
        report.findings().forEach(f -> findings.append("<li>").append(escape(f)).append("</li>"));
        var mass = report.mass();
        return TEMPLATE.replace("{model}", escape(report.model()))
                .replace("{rows}", rows)
                .replace("{mass}", Text.format("%.5f ± %.5f", mass.total(), mass.standardError()))
                .replace("{method}", escape(mass.method()))
                .replace("{leaked}", Text.format("%.5f", mass.leaked()))
                .replace("{float}", Text.format("%.1e", report.float32Error()))
                .replace(
                        "{verdict}",
                        report.passed()
                                ? "<p class=\"good\">No findings.</p>"
                                : "<ul class=\"bad\">" + findings + "</ul>");
    }

    private static String escape(String s) {
        return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static final String TEMPLATE = """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Audit of {model}</title>
            <style>
            body { font: 15px/1.5 system-ui, sans-serif; max-width: 60em; margin: 2em auto; padding: 0 1em; color: #222 }
            table { border-collapse: collapse; width: 100% } td, th { padding: .3em .8em; text-align: right; border-bottom: 1px solid #ddd }
            td:first-child, th:first-child { text-align: left } tr.bad td { background: #fde8e8 } .good { color: #176b37 } ul.bad { color: #a61b1b }
            </style></head><body>
            <h1>Audit of {model}</h1>
            {verdict}
            <table><tr><th>Layer</th><th>Round trip</th><th>logDet, gradient</th><th>logDet, differences</th><th>logDet, inverse</th></tr>
            {rows}</table>
            <p>Largest absolute errors in double precision; log-determinants in nats.</p>
            <table><tr><td>Total mass</td><td>{mass}</td><td>{method}</td></tr>
            <tr><td>Leaked mass</td><td>{leaked}</td><td>share of the base distribution that the flow cannot reach</td></tr>
            <tr><td>float32 against double</td><td>{float}</td><td>nats, largest of a row</td></tr></table>
            </body></html>
            """;
}
