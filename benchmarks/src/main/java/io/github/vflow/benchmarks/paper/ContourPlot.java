package io.github.vflow.benchmarks.paper;

import io.github.vflow.image.plot.Grid;
import io.github.vflow.image.plot.Palette;
import io.github.vflow.image.plot.Panel;
import io.github.vflow.image.plot.Range;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.geom.Path2D;
import java.util.List;

/**
 * Regions of the plane with their outlines, a colour for each. A region is where a function is at least one.
 *
 * @param title the first line above the panel
 * @param caption the second line; may be empty
 * @param grid the cells
 * @param fields the function of each region at each centre of {@link Grid#centres}; not modified
 */
record ContourPlot(String title, String caption, Grid grid, List<double[]> fields) implements Panel {
    private static final double LEVEL = 1;
    private static final int FILLED = 70;
    private static final BasicStroke OUTLINE = new BasicStroke(1.4f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

    /** Checks that each cell has a number. */
    public ContourPlot {
        fields = List.copyOf(fields);
        for (double[] field : fields) {
            if (field.length != grid.size()) {
                throw new IllegalArgumentException(
                        "ContourPlot: a grid of " + grid.columns() + " × " + grid.rows() + " needs " + grid.size()
                                + " numbers but got " + field.length + "; evaluate all of Grid.centres");
            }
        }
    }

    @Override
    public Range x() {
        return grid.x();
    }

    @Override
    public Range y() {
        return grid.y();
    }

    @Override
    public void paint(Graphics2D g, Rectangle area, double densityMax) {
        g.setColor(Color.WHITE);
        g.fill(area);
        for (int i = 0; i < fields.size(); i++) {
            Color color = Palette.of(i);
            Path2D region = new Path2D.Double();
            Path2D outline = new Path2D.Double();
            for (int row = 0; row + 1 < grid.rows(); row++) {
                for (int column = 0; column + 1 < grid.columns(); column++) {
                    square(fields.get(i), row, column, area, region, outline);
                }
            }
            g.setColor(new Color(color.getRed(), color.getGreen(), color.getBlue(), FILLED));
            g.fill(region);
            g.setColor(color);
            g.setStroke(OUTLINE);
            g.draw(outline);
        }
    }

    /** Adds the part of a region, and of its outline, between four centres: a walk around them that is linear between two. */
    private void square(double[] field, int row, int column, Rectangle area, Path2D region, Path2D outline) {
        int[] rows = {row, row, row + 1, row + 1};
        int[] columns = {column, column + 1, column + 1, column};
        boolean first = true;
        boolean left = false;
        for (int k = 0; k < 4; k++) {
            int next = (k + 1) % 4;
            double here = field[rows[k] * grid.columns() + columns[k]];
            double there = field[rows[next] * grid.columns() + columns[next]];
            if (here >= LEVEL) {
                first = corner(region, first, px(columns[k], area), py(rows[k], area));
            }
            if (here >= LEVEL != there >= LEVEL) {
                double t = (LEVEL - here) / (there - here);
                double x = px(columns[k] + t * (columns[next] - columns[k]), area);
                double y = py(rows[k] + t * (rows[next] - rows[k]), area);
                first = corner(region, first, x, y);
                left = edge(outline, left, x, y);
            }
        }
        if (!first) {
            region.closePath();
        }
    }

    /** Continues or begins a polygon, and returns false: the next corner is not the first. */
    private static boolean corner(Path2D region, boolean first, double x, double y) {
        if (first) {
            region.moveTo(x, y);
        } else {
            region.lineTo(x, y);
        }
        return false;
    }

    /** Begins a line, or ends it, and returns whether one has begun. */
    private static boolean edge(Path2D outline, boolean begun, double x, double y) {
        if (begun) {
            outline.lineTo(x, y);
        } else {
            outline.moveTo(x, y);
        }
        return !begun;
    }

    private double px(double column, Rectangle area) {
        return area.x + (column + 0.5) / grid.columns() * area.width;
    }

    private double py(double row, Rectangle area) {
        return area.y + (1 - (row + 0.5) / grid.rows()) * area.height;
    }
}
