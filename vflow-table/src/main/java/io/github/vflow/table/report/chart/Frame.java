package io.github.vflow.table.report.chart;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * The area of a chart and its axes.
 *
 * @param left of the area, in pixels
 * @param top of the area
 * @param width of the area
 * @param height of the area
 * @param across the scale of its width
 * @param up the scale of its height
 */
public record Frame(double left, double top, double width, double height, Scale across, Scale up) {
    private static final double TICK_WIDTH = 52;
    private static final double TICK_HEIGHT = 34;

    double x(double value) {
        return left + width * across.position(value);
    }

    double y(double value) {
        return bottom() - height * up.position(value);
    }

    /** The place of a value, held within the area. */
    double insideX(double value) {
        return Math.clamp(x(value), left, left + width);
    }

    /** The place of a value, held within the area. */
    double insideY(double value) {
        return Math.clamp(y(value), top, bottom());
    }

    double right() {
        return left + width;
    }

    double bottom() {
        return top + height;
    }

    /** Lines across the area at the marks of the scale of its height, with their labels. */
    List<Node> marksUp(String unit) {
        List<Node> all = new ArrayList<>();
        for (Tick t : up.ticks((int) Math.max(2, height / TICK_HEIGHT))) {
            double y = bottom() - height * t.position();
            all.add(Shapes.line("grid", left, y, right(), y));
            all.add(Shapes.fitted("tick", left - 6, y + 3.5, "end", t.label() + unit, left - 8));
        }
        return all;
    }

    /** The base line, and marks with labels below it. */
    List<Node> marksAcross() {
        List<Node> all = new ArrayList<>();
        all.add(Shapes.line("axis", left, bottom(), right(), bottom()));
        List<Tick> ticks = across.ticks((int) Math.max(2, width / TICK_WIDTH));
        double room = ticks.size() < 2
                ? width
                : width * Math.abs(ticks.get(1).position() - ticks.get(0).position());
        for (Tick t : ticks) {
            double x = left + width * t.position();
            all.add(Shapes.line("axis", x, bottom(), x, bottom() + 4));
            all.add(Shapes.fitted("tick", x, bottom() + 16, "middle", t.label(), Math.max(room, TICK_WIDTH)));
        }
        return all;
    }

    /** The title of the horizontal axis. */
    Element titleAcross(String text) {
        return Shapes.fitted("name", left + width / 2, bottom() + 32, "middle", text, width);
    }

    /** The title of the vertical axis, above it. */
    Element titleUp(String text) {
        return Shapes.fitted("name", Math.min(left, 4), top - 8, "start", text, width);
    }
}
