package io.github.vflow.table.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * A chart as a reader reads it: places become numbers by the ticks of the axes.
 *
 * @param svg the drawing
 */
record Chart(Element svg) {
    private static final Pattern POINT = Pattern.compile("([\\d.]+) ([\\d.]+)");

    /** The base line of a tick's text is this much below its place. */
    private static final double BASE_LINE = 3.5;

    /** The number at a place on the horizontal axis. */
    DoubleUnaryOperator x() {
        return axis("middle", "x", 0);
    }

    /** The number at a place on the vertical axis. */
    DoubleUnaryOperator y() {
        return axis("end", "y", BASE_LINE);
    }

    private DoubleUnaryOperator axis(String anchor, String place, double shift) {
        List<double[]> ticks = elements("text", "tick").stream()
                .filter(t -> t.getAttribute("text-anchor").equals(anchor))
                .map(t -> new double[] {Double.parseDouble(t.getAttribute(place)) - shift, number(t.getTextContent())})
                .toList();
        if (ticks.size() < 2) {
            throw new IllegalStateException("an axis with " + ticks.size() + " ticks");
        }
        double[] a = ticks.getFirst();
        double[] b = a;
        // the ticks of a second panel begin anew
        for (double[] tick : ticks.subList(1, ticks.size())) {
            if (tick[1] <= b[1]) {
                break;
            }
            b = tick;
        }
        double[] end = b;
        return at -> a[1] + (at - a[0]) / (end[0] - a[0]) * (end[1] - a[1]);
    }

    static double number(String text) {
        return Double.parseDouble(
                text.replace('−', '-').replace(",", "").replace(" %", "").strip());
    }

    /** Whether an axis has two ticks, by which it can be read. */
    boolean hasAxes() {
        return List.of("middle", "end").stream()
                .allMatch(anchor -> elements("text", "tick").stream()
                                .filter(t -> t.getAttribute("text-anchor").equals(anchor))
                                .count()
                        >= 2);
    }

    List<Element> elements(String tag, String style) {
        NodeList all = svg.getElementsByTagName(tag);
        List<Element> found = new ArrayList<>();
        for (int i = 0; i < all.getLength(); i++) {
            if (((Element) all.item(i)).getAttribute("class").equals(style)) {
                found.add((Element) all.item(i));
            }
        }
        return found;
    }

    /** The points of a path, as numbers. */
    List<double[]> points(String style) {
        Matcher m = POINT.matcher(elements("path", style).getFirst().getAttribute("d"));
        DoubleUnaryOperator x = x();
        DoubleUnaryOperator y = y();
        List<double[]> points = new ArrayList<>();
        while (m.find()) {
            points.add(new double[] {
                x.applyAsDouble(Double.parseDouble(m.group(1))), y.applyAsDouble(Double.parseDouble(m.group(2)))
            });
        }
        return points;
    }
}
