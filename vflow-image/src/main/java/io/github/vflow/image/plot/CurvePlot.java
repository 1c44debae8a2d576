package io.github.vflow.image.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Curves over a common axis, such as log-likelihoods while training, or means with error bars.
 *
 * @param title the title above the curves
 * @param xLabel the label of the horizontal axis
 * @param yLabel the label of the vertical axis
 * @param series the curves
 * @param references horizontal lines, such as a bound
 */
public record CurvePlot(String title, String xLabel, String yLabel, List<Series> series, List<Reference> references)
        implements Picture {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 420;
    private static final int LEFT = 72;
    private static final int RIGHT = 28;
    private static final int TOP = 34;
    private static final int BOTTOM = 52;
    private static final int MARKS = 6;
    private static final int LEGEND_LINE = 20;

    private static final Color GRID = new Color(0xE6E6E6);
    private static final BasicStroke SOLID = new BasicStroke(1.8f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
    private static final BasicStroke DASHED =
            new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, new float[] {6, 4}, 0);

    /** The first part of a curve without marks may leave the picture, so that the rest has room. */
    private static final double START = 0.1;

    private static final double DOT = 5;
    private static final double APART = 3;

    private static final double MARGIN = 0.06;

    /**
     * A curve.
     *
     * @param name in the legend
     * @param x in rising order
     * @param y the values at x; NaN leaves a gap
     * @param error half the length of the error bar at x, NaN for none; empty for a curve without marks
     */
    @SuppressWarnings("ArrayRecordComponent") // a picture is drawn, not compared
    public record Series(String name, double[] x, double[] y, double[] error) {
        /** Checks that x and y have equal length and a point, and that all points have an error or none has. */
        public Series {
            if (x.length != y.length || x.length == 0) {
                throw new IllegalArgumentException(
                        "CurvePlot: series \"" + name + "\" needs as many x as y, at least one," + " but got "
                                + x.length + " and " + y.length + "; record both at each step");
            }
            if (error.length != 0 && error.length != x.length) {
                throw new IllegalArgumentException("CurvePlot: series \"" + name + "\" needs an error for each of its "
                        + x.length + " points, or none, but got " + error.length + "; use NaN for a point without");
            }
        }

        /** A curve without marks. */
        public Series(String name, double[] x, double[] y) {
            this(name, x, y, new double[0]);
        }

        private boolean hasMarks() {
            return error.length > 0;
        }

        /** The end of the error bar of a point, above it for 1 and below for −1; the point itself if it has none. */
        private double end(int point, int sign) {
            double e = hasMarks() ? error[point] : 0;
            return y[point] + (Double.isFinite(e) ? sign * e : 0);
        }
    }

    /**
     * A horizontal line.
     *
     * @param name in the legend
     * @param value its height
     */
    public record Reference(String name, double value) {}

    /** Checks that there is at least one curve. */
    public CurvePlot {
        series = List.copyOf(series);
        references = List.copyOf(references);
        if (series.isEmpty()) {
            throw new IllegalArgumentException(
                    "CurvePlot: there must be a series but got none; pass something to draw");
        }
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public int height() {
        return HEIGHT;
    }

    @Override
    public void paint(Graphics2D g) {
        g.setFont(Figure.HEADING);
        g.setColor(Figure.INK);
        g.drawString(title, LEFT, TOP - 10);
        int top = legend(g) + 8;
        Rectangle area = new Rectangle(LEFT, top, WIDTH - LEFT - RIGHT, HEIGHT - BOTTOM - top);
        Range x = x();
        Range y = y();
        g.setStroke(new BasicStroke(1));
        g.setColor(GRID);
        for (double mark : y.marks(MARKS)) {
            double at = height(mark, y, area);
            g.draw(new Line2D.Double(area.x, at, area.getMaxX(), at));
        }
        curves(g, x, y, area);
        g.setStroke(new BasicStroke(1));
        g.setColor(Figure.SOFT);
        g.draw(new Line2D.Double(area.x, area.getMaxY(), area.getMaxX(), area.getMaxY()));
        g.draw(new Line2D.Double(area.x, area.y, area.x, area.getMaxY()));
        Axes.paint(g, x, y, area, MARKS);
        g.setColor(Figure.INK);
        centre(g, xLabel, (float) area.getCenterX(), HEIGHT - 12f);
        g.rotate(-Math.PI / 2);
        centre(g, yLabel, (float) -area.getCenterY(), 18);
        g.rotate(Math.PI / 2);
    }

    private static void centre(Graphics2D g, String text, float x, float y) {
        g.drawString(text, x - g.getFontMetrics().stringWidth(text) / 2f, y);
    }

    /** Draws the legend below the title, where it hides no curve, and returns its lower end. */
    private int legend(Graphics2D g) {
        g.setFont(Figure.PLAIN);
        int x = LEFT;
        int y = TOP + 8;
        for (int i = 0; i < series.size() + references.size(); i++) {
            boolean curve = i < series.size();
            String name = curve
                    ? series.get(i).name()
                    : references.get(i - series.size()).name();
            int width = 34 + g.getFontMetrics().stringWidth(name);
            if (x > LEFT && x + width > WIDTH - RIGHT) {
                x = LEFT;
                y += LEGEND_LINE;
            }
            g.setColor(curve ? Palette.of(i) : Figure.SOFT);
            g.setStroke(curve ? SOLID : DASHED);
            g.draw(new Line2D.Double(x, y, x + 22, y));
            g.setColor(Figure.INK);
            g.drawString(name, x + 28, y + 4);
            x += width + 18;
        }
        return y + LEGEND_LINE / 2;
    }

    private void curves(Graphics2D g, Range x, Range y, Rectangle area) {
        Shape clip = g.getClip();
        g.clipRect(area.x, area.y, area.width + 2, area.height);
        g.setStroke(DASHED);
        g.setColor(Figure.SOFT);
        for (Reference r : references) {
            double at = height(r.value(), y, area);
            g.draw(new Line2D.Double(area.x, at, area.getMaxX(), at));
        }
        g.setStroke(SOLID);
        for (int i = 0; i < series.size(); i++) {
            g.setColor(Palette.of(i));
            // bars at one place stand side by side
            double shift = series.get(i).hasMarks() ? APART * (i - (series.size() - 1) / 2.0) : 0;
            g.draw(path(series.get(i), x, y, area, shift));
            marks(g, series.get(i), x, y, area, shift);
        }
        g.setClip(clip);
    }

    /** Draws a dot and an error bar at each point of a series that has marks. */
    private static void marks(Graphics2D g, Series s, Range x, Range y, Rectangle area, double shift) {
        for (int i = 0; i < s.error().length; i++) {
            double px = area.x + x.fraction(s.x()[i]) * area.width + shift;
            double py = height(s.y()[i], y, area);
            if (!Double.isFinite(py)) {
                continue;
            }
            g.fill(new Ellipse2D.Double(px - DOT / 2, py - DOT / 2, DOT, DOT));
            if (Double.isFinite(s.error()[i])) {
                double top = height(s.end(i, 1), y, area);
                double bottom = height(s.end(i, -1), y, area);
                g.draw(new Line2D.Double(px, top, px, bottom));
                g.draw(new Line2D.Double(px - DOT / 2, top, px + DOT / 2, top));
                g.draw(new Line2D.Double(px - DOT / 2, bottom, px + DOT / 2, bottom));
            }
        }
    }

    private static double height(double value, Range y, Rectangle area) {
        return area.y + (1 - y.fraction(value)) * area.height;
    }

    /** The line of a curve, broken at gaps; a point between two gaps is a dot. */
    private static Path2D path(Series s, Range x, Range y, Rectangle area, double shift) {
        Path2D path = new Path2D.Double();
        boolean gap = true;
        for (int i = 0; i < s.x().length; i++) {
            double px = area.x + x.fraction(s.x()[i]) * area.width + shift;
            double py = height(s.y()[i], y, area);
            boolean finite = Double.isFinite(px) && Double.isFinite(py);
            if (finite && gap) {
                path.moveTo(px, py);
            }
            if (finite) {
                path.lineTo(px, py);
            }
            gap = !finite;
        }
        return path;
    }

    private Range x() {
        Range all = padded(
                series.stream().flatMapToDouble(s -> Arrays.stream(s.x())).toArray(),
                series.stream().anyMatch(Series::hasMarks) ? MARGIN / 2 : 0);
        // An axis that begins near zero begins at zero.
        return all.min() > 0 && all.min() < START * all.max() ? new Range(0, all.max()) : all;
    }

    /** The range of all values and their error bars, without the start of each curve that has no marks. */
    private Range y() {
        double from = x().at(START);
        double[] late = series.stream()
                .flatMapToDouble(s -> IntStream.range(0, s.x().length)
                        .filter(i -> s.hasMarks() || s.x()[i] >= from || i == s.x().length - 1)
                        .boxed()
                        .flatMapToDouble(i -> DoubleStream.of(s.end(i, -1), s.end(i, 1))))
                .toArray();
        DoubleStream lines = references.stream().mapToDouble(Reference::value);
        return padded(DoubleStream.concat(Arrays.stream(late), lines).toArray(), MARGIN);
    }

    private static Range padded(double[] values, double margin) {
        double min = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
        double max = Arrays.stream(values).filter(Double::isFinite).max().orElse(1);
        double pad = max > min ? margin * (max - min) : 0.5 * Math.max(1e-3, Math.abs(max));
        return new Range(min - pad, max + pad);
    }
}
