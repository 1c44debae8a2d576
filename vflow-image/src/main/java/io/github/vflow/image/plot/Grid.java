package io.github.vflow.image.plot;

import io.github.vflow.flow.data.Rows;

/**
 * A rectangle of the plane in equal cells.
 *
 * @param x from left to right
 * @param y from bottom to top
 * @param columns the number of cells across
 * @param rows the number of cells up
 */
public record Grid(Range x, Range y, int columns, int rows) {
    /** Checks that there is a cell. */
    public Grid {
        if (columns < 1 || rows < 1) {
            throw new IllegalArgumentException(
                    "Grid: there must be cells but got " + columns + " × " + rows + "; ask for at least one each way");
        }
    }

    /** The square [−extent, extent]². */
    public static Grid square(double extent, int cells) {
        Range side = new Range(-extent, extent);
        return new Grid(side, side, cells, cells);
    }

    /** The number of cells. */
    public int size() {
        return Math.multiplyExact(columns, rows);
    }

    /** The centres of the cells [rows · columns, 2], row by row from the bottom. */
    public Rows centres() {
        float[] points = new float[2 * size()];
        for (int i = 0; i < size(); i++) {
            int row = i / columns;
            int column = i % columns;
            points[2 * i] = (float) x.at((column + 0.5) / columns);
            points[2 * i + 1] = (float) y.at((row + 0.5) / rows);
        }
        return Rows.of(points, 2);
    }
}
