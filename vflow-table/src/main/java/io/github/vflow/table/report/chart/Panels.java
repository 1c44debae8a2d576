package io.github.vflow.table.report.chart;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Lengths;
import io.github.vflow.table.report.html.Node;
import java.util.ArrayList;
import java.util.List;

/**
 * Two clouds of points side by side, on the same axes.
 *
 * @param across the scale of the horizontal axes
 * @param acrossName their name
 * @param up the scale of the vertical axes
 * @param upName their name
 * @param first the points of the left panel [n][2]
 * @param firstName their name
 * @param second the points of the right panel [n][2]
 * @param secondName their name
 */
public record Panels(
        Scale across,
        String acrossName,
        Scale up,
        String upName,
        double[][] first,
        String firstName,
        double[][] second,
        String secondName) {
    private static final double LEFT = 66;
    private static final double TOP = 42;
    private static final double SIDE = 196;
    private static final double GAP = 24;
    private static final double WIDTH = LEFT + 2 * SIDE + GAP + 14;
    private static final double HEIGHT = TOP + SIDE + 42;

    /** The chart. */
    public Element draw(String alternative) {
        Frame left = new Frame(LEFT, TOP, SIDE, SIDE, across, up);
        Frame right = new Frame(LEFT + SIDE + GAP, TOP, SIDE, SIDE, across, up);
        Element svg = Shapes.picture(WIDTH, HEIGHT, alternative);
        svg.add(Shapes.fitted("name", 4, 14, "start", upName, LEFT + SIDE));
        svg.add(left.marksUp("")).add(panel(left, first, "data-dots")).add(left.marksAcross());
        svg.add(lines(right)).add(panel(right, second, "model-dots")).add(right.marksAcross());
        svg.add(Shapes.fitted("name", LEFT + SIDE + GAP / 2, HEIGHT - 8, "middle", acrossName, 2 * SIDE));
        return svg.add(
                Shapes.label("data-word", left.right(), TOP - 8, "end", firstName),
                Shapes.label("model-word", right.right(), TOP - 8, "end", secondName));
    }

    private List<Node> lines(Frame frame) {
        List<Node> all = new ArrayList<>();
        for (Tick t : up.ticks((int) (SIDE / 34))) {
            double y = frame.bottom() - frame.height() * t.position();
            all.add(Shapes.line("grid", frame.left(), y, frame.right(), y));
        }
        return all;
    }

    /** Points within the area as lines without a length, whose round ends are dots: nothing is shorter. */
    private static Element panel(Frame frame, double[][] points, String style) {
        StringBuilder d = new StringBuilder();
        for (double[] p : points) {
            double x = frame.x(p[0]);
            double y = frame.y(p[1]);
            if (x >= frame.left() && x <= frame.right() && y >= frame.top() && y <= frame.bottom()) {
                d.append('M')
                        .append(Lengths.text(x))
                        .append(' ')
                        .append(Lengths.text(y))
                        .append("h0");
            }
        }
        return Shapes.path(style, d.toString());
    }
}
