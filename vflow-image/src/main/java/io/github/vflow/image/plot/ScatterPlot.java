package io.github.vflow.image.plot;

import io.github.vflow.flow.data.Rows;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Ellipse2D;

/**
 * Points on the plane as dots.
 *
 * @param title the first line above the panel
 * @param caption the second line; may be empty
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param points [n, 2]; a corner shows the number of points outside the axes
 */
public record ScatterPlot(String title, String caption, Range x, Range y, Rows points) implements Panel {
    private static final Color DOT = new Color(0x3B, 0x0F, 0x70, 110);
    private static final double DIAMETER = 2;
    private static final int INSET = 6;

    /** Checks that each point has two coordinates. */
    public ScatterPlot {
        if (points.features() != 2) {
            throw new IllegalArgumentException("ScatterPlot: points must be [n, 2] but are [" + points.size() + ", "
                    + points.features() + "]; choose two columns");
        }
    }

    @Override
    public void paint(Graphics2D g, Rectangle area, double densityMax) {
        g.setColor(Color.WHITE);
        g.fill(area);
        g.setColor(DOT);
        int outside = 0;
        for (int i = 0; i < points.size(); i++) {
            double px = points.get(i, 0);
            double py = points.get(i, 1);
            if (x.contains(px) && y.contains(py)) {
                double left = area.x + x.fraction(px) * area.width - DIAMETER / 2;
                double top = area.y + (1 - y.fraction(py)) * area.height - DIAMETER / 2;
                g.fill(new Ellipse2D.Double(left, top, DIAMETER, DIAMETER));
            } else {
                outside++;
            }
        }
        if (outside > 0) {
            String note = outside + " of " + points.size() + " outside";
            int width = g.getFontMetrics().stringWidth(note);
            int right = area.x + area.width - INSET;
            g.setColor(new Color(255, 255, 255, 200));
            g.fillRect(
                    right - width - 2,
                    area.y + INSET - 2,
                    width + 4,
                    g.getFontMetrics().getHeight() + 2);
            g.setColor(Figure.SOFT);
            g.drawString(
                    note, right - width, area.y + INSET + g.getFontMetrics().getAscent());
        }
    }
}
