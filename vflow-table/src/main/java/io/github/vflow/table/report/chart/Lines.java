package io.github.vflow.table.report.chart;

import io.github.vflow.table.report.html.Element;
import io.github.vflow.table.report.html.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Lines with their names at their ends.
 *
 * @param across the scale of the horizontal axis
 * @param acrossName its name
 * @param up the scale of the vertical axis
 * @param upName its name
 * @param series the lines
 * @param mark a point with a label; empty for none
 * @param width of the picture, in pixels
 */
public record Lines(
        Scale across,
        String acrossName,
        Scale up,
        String upName,
        List<Series> series,
        Optional<Mark> mark,
        double width) {
    private static final double HEIGHT = 270;
    private static final double NAMES = 116;

    /** The style of a series. */
    public enum Style {
        /** The line of the data. */
        DATA("data-line", "data-word"),
        /** The line of the model. */
        MODEL("model-line", "model-word");

        private final String line;
        private final String word;

        Style(String line, String word) {
            this.line = line;
            this.word = word;
        }
    }

    /**
     * A line.
     *
     * @param name at its end; empty for none
     * @param points [n][2]
     */
    public record Series(Style style, String name, double[][] points) {}

    /** A point with a label. */
    public record Mark(double x, double y, String label) {}

    public Lines {
        series = List.copyOf(series);
    }

    /** The chart. */
    public Element draw(String alternative) {
        Frame frame = new Frame(60, 28, width - 60 - NAMES, HEIGHT - 28 - 42, across, up);
        Element svg = Shapes.picture(width, HEIGHT, alternative);
        svg.add(frame.marksUp("")).add(frame.titleUp(upName));
        svg.add(frame.marksAcross()).add(frame.titleAcross(acrossName));
        for (Series s : series) {
            svg.add(Shapes.path(s.style.line, path(frame, s.points)));
        }
        svg.add(names(frame));
        mark.ifPresent(m -> {
            double x = frame.insideX(m.x);
            double y = frame.insideY(m.y);
            boolean isLate = x > frame.left() + frame.width() / 2;
            svg.add(
                    Shapes.circle("mark", x, y, 4),
                    Shapes.label(
                            "strong", isLate ? x - 8 : x + 8, Math.max(y - 9, 24), isLate ? "end" : "start", m.label));
        });
        return svg;
    }

    /** The names at the ends of the lines, moved apart where they would cover each other. */
    private List<Node> names(Frame frame) {
        List<Node> all = new ArrayList<>();
        List<Double> taken = new ArrayList<>();
        for (Series s : series) {
            if (!s.name.isEmpty() && s.points.length > 0) {
                double y = frame.insideY(s.points[s.points.length - 1][1]);
                for (double other : taken) {
                    y = Math.abs(y - other) < 13 ? other + 13 : y;
                }
                taken.add(y);
                all.add(Shapes.fitted(s.style.word, frame.right() + 6, y + 4, "start", s.name, NAMES - 6));
            }
        }
        return all;
    }

    /** A line held within the area, interrupted where there is no number. */
    private static String path(Frame frame, double[][] points) {
        StringBuilder d = new StringBuilder();
        boolean isDown = false;
        for (double[] p : points) {
            if (Double.isNaN(p[1])) {
                isDown = false;
            } else {
                d.append(isDown ? 'L' : 'M').append(Shapes.point(frame.insideX(p[0]), frame.insideY(p[1])));
                isDown = true;
            }
        }
        return d.toString();
    }
}
