package io.github.vflow.image.plot;

import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Line2D;
import java.util.Locale;

/** Draws tick marks and numbers along the left and lower edge of a panel. */
final class Axes {
    private static final int LENGTH = 4;

    private Axes() {}

    /** Draws both axes with about as many marks each. */
    static void paint(Graphics2D g, Range x, Range y, Rectangle area, int marks) {
        g.setFont(Figure.PLAIN);
        g.setColor(Figure.SOFT);
        FontMetrics font = g.getFontMetrics();
        double bottom = area.getMaxY();
        for (double mark : x.marks(marks)) {
            double at = area.x + x.fraction(mark) * area.width;
            g.draw(new Line2D.Double(at, bottom, at, bottom + LENGTH));
            String label = label(mark, x.step(marks));
            g.drawString(
                    label, (float) (at - font.stringWidth(label) / 2.0), (float) (bottom + LENGTH + font.getAscent()));
        }
        for (double mark : y.marks(marks)) {
            double at = area.y + (1 - y.fraction(mark)) * area.height;
            g.draw(new Line2D.Double(area.x - LENGTH, at, area.x, at));
            String label = label(mark, y.step(marks));
            g.drawString(
                    label, area.x - LENGTH - 3f - font.stringWidth(label), (float) (at + font.getAscent() / 2.0 - 1));
        }
    }

    /** Formats a mark with the decimals that the distance of marks needs, and with a minus sign U+2212. */
    static String label(double mark, double step) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        String text = decimals > 6 || step >= 1e6
                ? String.format(Locale.ROOT, "%.3g", mark)
                : String.format(Locale.ROOT, "%,." + decimals + "f", mark);
        return text.replace('-', '−');
    }
}
