package io.github.vflow.image.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.util.List;

/**
 * Panels side by side. Densities share one scale of colours, so that they can be compared.
 *
 * @param panels from left to right, then down
 * @param across the number of panels in a row
 * @param densityMax the density that gets the brightest colour; higher ones get it too
 */
public record Figure(List<Panel> panels, int across, double densityMax) implements Picture {
    static final Color INK = new Color(0x22, 0x22, 0x22);
    static final Color SOFT = new Color(0x66, 0x66, 0x66);
    static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    static final Font HEADING = new Font(Font.SANS_SERIF, Font.BOLD, 13);

    private static final int SIDE = 300;
    private static final int LEFT = 44;
    private static final int TOP = 52;
    private static final int BOTTOM = 34;
    private static final int GAP = 8;
    private static final int MARKS = 4;
    private static final int BAR = 76;

    /** Checks that there is a panel and that the numbers are positive. */
    public Figure {
        panels = List.copyOf(panels);
        if (panels.isEmpty() || across < 1 || !(densityMax > 0)) {
            throw new IllegalArgumentException(
                    "Figure: need a panel, one or more across, and a density above 0 but got " + panels.size()
                            + " panels, " + across + " across, " + densityMax + "; pass something to draw");
        }
    }

    /** Panels in one row, scaled to the highest of their densities. */
    public static Figure of(List<Panel> panels) {
        double high = panels.stream()
                .mapToDouble(p -> p instanceof DensityPlot d ? d.high() : 0)
                .max()
                .orElse(0);
        return new Figure(panels, Math.max(1, panels.size()), high > 0 ? high : 1);
    }

    /** Returns the figure with another number of panels in a row. */
    public Figure withAcross(int panelsAcross) {
        return new Figure(panels, panelsAcross, densityMax);
    }

    /** Returns the figure with another density for the brightest colour. */
    public Figure withDensityMax(double density) {
        return new Figure(panels, across, density);
    }

    private boolean hasBar() {
        return panels.stream().anyMatch(DensityPlot.class::isInstance);
    }

    @Override
    public int width() {
        return Math.min(across, panels.size()) * (LEFT + SIDE + GAP) + (hasBar() ? BAR : 0) + GAP;
    }

    @Override
    public int height() {
        return Math.ceilDiv(panels.size(), across) * (TOP + SIDE + BOTTOM);
    }

    @Override
    public void paint(Graphics2D g) {
        Rectangle last = new Rectangle();
        for (int i = 0; i < panels.size(); i++) {
            int left = i % across * (LEFT + SIDE + GAP) + LEFT;
            int top = i / across * (TOP + SIDE + BOTTOM) + TOP;
            Rectangle area = new Rectangle(left, top, SIDE, SIDE);
            paint(g, panels.get(i), area);
            last = i < across ? area : last;
        }
        if (hasBar()) {
            new ColorBar(densityMax).paint(g, last);
        }
    }

    private void paint(Graphics2D g, Panel panel, Rectangle area) {
        g.setFont(HEADING);
        g.setColor(INK);
        boolean single = panel.caption().isEmpty();
        g.drawString(panel.title(), area.x, area.y - (single ? 10 : 26));
        g.setFont(PLAIN);
        g.setColor(SOFT);
        g.drawString(panel.caption(), area.x, area.y - 10);
        panel.paint(g, area, densityMax);
        g.setColor(SOFT);
        g.setStroke(new BasicStroke(1));
        g.draw(area);
        Axes.paint(g, panel.x(), panel.y(), area, MARKS);
    }
}
