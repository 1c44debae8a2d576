package io.github.vflow.serve.page;

import io.github.vflow.serve.model.Served;
import io.github.vflow.table.report.html.Css;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Theme;
import io.github.vflow.table.schema.Schema;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;

/** The page at {@code /}: the state of a model, which the page asks for again every few seconds, and a form for one row. */
public final class StatusPage {
    private static final String SCRIPT = "setInterval(async()=>{try{const r=await fetch('live'+location.search);"
            + "if(r.ok)document.getElementById('live').innerHTML=await r.text()}catch(e){}},4000)";

    private static final String RULES = """
            form{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,180px),1fr));gap:10px;margin:14px 0;align-items:end}
            label{display:grid;gap:2px;font-size:.86rem;color:var(--soft);overflow-wrap:anywhere}
            input,select,button{font:inherit;color:var(--ink);background:var(--card);border:1px solid var(--rule);border-radius:6px;padding:6px 8px;
            min-width:0;width:100%}
            button{background:var(--data);color:var(--paper);border:0;font-weight:600;cursor:pointer}
            .chip{white-space:nowrap}
            .wide th,.wide td{overflow-wrap:normal;white-space:nowrap}
            a:focus-visible,input:focus-visible,select:focus-visible,button:focus-visible{outline:2px solid var(--model);outline-offset:1px}
            """;

    private StatusPage() {}

    /**
     * The page.
     *
     * @param served the model that the page shows
     * @param all the models of the service
     * @param cells the texts of the form by column; none if it was not sent
     * @param result the answer about the row of the form
     */
    public static String of(Served served, Collection<Served> all, Map<String, String> cells, Element result) {
        String policy = "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + hash(SCRIPT)
                + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'self'";
        Element head = Element.of(
                "head",
                Element.of("meta").with("charset", "utf-8"),
                Element.of("meta").with("http-equiv", "Content-Security-Policy").with("content", policy),
                Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                Element.of("meta").with("name", "referrer").with("content", "no-referrer"),
                Element.of("link").with("rel", "icon").with("href", "data:,"),
                Element.saying("title", "vflow serve: " + served.name()),
                Element.of("style", new Css(Theme.RULES + RULES)));
        Element title = Element.of(
                "header",
                Element.styled("p", "kicker").say("vflow serve"),
                Element.of("h1", Element.saying("bdi", served.name())),
                Element.styled("p", "lead").say("version " + served.version()));
        Element row = Element.of("section", Element.saying("h2", "Score a row").with("id", "row"))
                .add(Element.styled("p", "note").say("A field left empty is a missing cell. The row does not count."));
        return "<!DOCTYPE html>\n<html lang=\"en\">" + head + "<body><main>" + title + others(served, all)
                + "<div id=\"live\">" + LiveState.of(served) + "</div>" + open(row) + form(served, cells) + result
                + "</section></main><footer><p>This page loads nothing from elsewhere.</p></footer><script>" + SCRIPT
                + "</script></body></html>\n";
    }

    private static String open(Element section) {
        String text = section.toString();
        return text.substring(0, text.length() - "</section>".length());
    }

    private static String others(Served served, Collection<Served> all) {
        StringBuilder links = new StringBuilder();
        for (Served other : all) {
            if (!other.name().equals(served.name())) {
                links.append("<p><a href=\"/?model=")
                        .append(URLEncoder.encode(other.name(), StandardCharsets.UTF_8))
                        .append("\">")
                        .append(Element.saying("bdi", other.name()))
                        .append("</a></p>");
            }
        }
        return links.toString();
    }

    private static String form(Served served, Map<String, String> cells) {
        Schema schema = served.model().schema();
        StringBuilder fields = new StringBuilder("<form method=\"get\" action=\"/#row\" autocomplete=\"off\">")
                .append(Element.of("input")
                        .with("type", "hidden")
                        .with("name", "model")
                        .with("value", served.name()));
        schema.written().stream()
                .filter(c -> (c.isRead() && c.isModelled()) || isParted(schema, c.name()))
                .forEach(c -> {
                    String name = "c." + c.name();
                    String value = cells.getOrDefault(c.name(), "");
                    Element field;
                    if (c.values().isCategory()) {
                        field = Element.of("select", Element.of("option").with("value", ""))
                                .with("name", name);
                        for (String label : c.values().labels()) {
                            Element option = Element.saying("option", label).with("value", label);
                            field.add(label.equals(value) ? option.with("selected", "selected") : option);
                        }
                    } else {
                        field = Element.of("input").with("name", name).with("value", value);
                    }
                    fields.append(Element.of("label", Element.saying("bdi", c.name()), field));
                });
        return fields.append("<button>Score</button></form>").toString();
    }

    private static boolean isParted(Schema schema, String column) {
        return schema.parted().stream().anyMatch(p -> p.column().equals(column));
    }

    private static String hash(String script) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("each JVM must have SHA-256", e);
        }
    }
}
