package io.github.vflow.image.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Line2D;

/**
 * The legend of the colours of densities.
 *
 * @param densityMax the density with the brightest colour
 */
record ColorBar(double densityMax) {
    private static final int OFFSET = 14;
    private static final int WIDTH = 12;
    private static final int LENGTH = 4;

    /** Draws the bar to the right of a panel. */
    void paint(Graphics2D g, Rectangle panel) {
        int left = panel.x + panel.width + OFFSET;
        for (int i = 0; i < panel.height; i++) {
            g.setColor(new Color(Magma.rgb(1 - (i + 0.5) / panel.height)));
            g.fillRect(left, panel.y + i, WIDTH, 1);
        }
        g.setColor(Figure.SOFT);
        g.setStroke(new BasicStroke(1));
        g.drawRect(left, panel.y, WIDTH, panel.height);
        g.setFont(Figure.PLAIN);
        g.drawString("density", left, panel.y - 10);
        Range range = new Range(0, densityMax);
        int ascent = g.getFontMetrics().getAscent();
        for (double mark : range.marks(5)) {
            double at = panel.y + (1 - range.fraction(mark)) * panel.height;
            g.draw(new Line2D.Double(left + WIDTH, at, left + WIDTH + LENGTH, at));
            g.drawString(Axes.label(mark, range.step(5)), left + WIDTH + LENGTH + 3f, (float) (at + ascent / 2.0 - 1));
        }
    }
}
