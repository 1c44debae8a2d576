package io.github.vflow.table.report;

import io.github.vflow.table.report.html.Css;
import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Theme;
import io.github.vflow.table.report.html.Words;
import io.github.vflow.table.report.section.Section;
import io.github.vflow.table.report.section.Sections;
import io.github.vflow.table.report.study.Study;
import java.util.List;

/** The frame of a report: head, title, contents, sections. */
final class Page {
    /** A policy that loads nothing and runs nothing, whatever the cells of a table contain. */
    private static final String POLICY =
            "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none';" + " form-action 'none'";

    private static final int NAME = 120;

    private Page() {}

    static String of(Study study) {
        String model = Words.brief(study.subject().model().name(), NAME);
        String table = Words.brief(study.subject().table().name(), NAME);
        List<Section> sections = Sections.all(study);
        Element head = Element.of(
                "head",
                Element.of("meta").with("charset", "utf-8"),
                Element.of("meta").with("http-equiv", "Content-Security-Policy").with("content", POLICY),
                Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"),
                Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                Element.of("meta").with("name", "referrer").with("content", "no-referrer"),
                Element.of("link").with("rel", "icon").with("href", "data:,"),
                Element.saying("title", "Report: " + model),
                Element.of("style", new Css(Theme.RULES)));
        Element title = Element.of(
                "header",
                Element.styled("p", "kicker").say("Model report"),
                Element.of("h1", Element.saying("bdi", model)),
                Element.styled("p", "lead").say("beside the rows of ").add(Element.saying("bdi", table)));
        Element body = Element.of(
                "body",
                Element.of("main", title, contents(sections))
                        .add(sections.stream().map(Section::body).toList()));
        body.add(Element.of(
                "footer", Element.saying("p", "Written by VFlow. This page loads nothing and sends nothing.")));
        return "<!DOCTYPE html>\n" + Element.of("html", head, body).with("lang", "en") + "\n";
    }

    private static Element contents(List<Section> sections) {
        Element nav = Element.of("nav").with("aria-label", "Contents");
        Element list = Element.of("ul");
        sections.forEach(s ->
                list.add(Element.of("li", Element.saying("a", s.title()).with("href", "#" + s.id()))
                        .add(Element.saying("span", s.brief()))));
        return nav.add(list);
    }
}
