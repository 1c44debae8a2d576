package io.github.vflow.table.report.chart;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Lengths;
import io.github.vflow.table.report.html.Text;
import io.github.vflow.table.report.html.Words;
import java.util.List;

/** Shapes of SVG, in pixels, with classes of the style sheet. */
final class Shapes {
    /** The mean width of a character of a label. */
    static final double CHARACTER = 6.1;

    private Shapes() {}

    /**
     * A picture.
     *
     * @param alternative the text for people who do not see the picture
     */
    static Element picture(double width, double height, String alternative) {
        return Element.of("svg")
                .with("viewBox", "0 0 " + Lengths.text(width) + " " + Lengths.text(height))
                .with("role", "img")
                .with("aria-label", alternative);
    }

    static Element rectangle(String style, double x, double y, double width, double height) {
        return Element.styled("rect", style)
                .with("x", x)
                .with("y", y)
                .with("width", Math.max(0, width))
                .with("height", Math.max(0, height));
    }

    static Element line(String style, double x1, double y1, double x2, double y2) {
        return path(style, "M" + point(x1, y1) + "L" + point(x2, y2));
    }

    static Element path(String style, String d) {
        return Element.styled("path", style).with("d", d);
    }

    static Element circle(String style, double x, double y, double radius) {
        return Element.styled("circle", style).with("cx", x).with("cy", y).with("r", radius);
    }

    /**
     * A label.
     *
     * @param anchor "start", "middle" or "end"
     */
    static Element label(String style, double x, double y, String anchor, String text) {
        return Element.styled("text", style, new Text(text))
                .with("x", x)
                .with("y", y)
                .with("text-anchor", anchor);
    }

    /** A label that fits into a width: a longer text is cut, and shown whole where the pointer rests. */
    static Element fitted(String style, double x, double y, String anchor, String text, double width) {
        int most = Math.max(3, (int) (width / CHARACTER));
        String brief = Words.brief(text, most);
        Element label = label(style, x, y, anchor, brief);
        return brief.equals(text) ? label : label.add(tip(text));
    }

    /** The names of two kinds of marks, side by side, up to a right end. */
    static List<Element> legend(double right, String first, String second) {
        double split = right - 1.25 * CHARACTER * (second.length() + 2) - 8;
        return List.of(
                label("data-word", split, 14, "end", "■ " + first),
                label("model-word", right, 14, "end", "■ " + second));
    }

    /** The text that appears where the pointer rests. */
    static Element tip(String text) {
        return Element.saying("title", Words.brief(text, 200));
    }

    static String point(double x, double y) {
        return Lengths.text(x) + " " + Lengths.text(y);
    }
}
