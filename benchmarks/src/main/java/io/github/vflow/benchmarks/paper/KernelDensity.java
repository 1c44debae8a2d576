package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.image.plot.Grid;
import java.util.Arrays;

/**
 * A density on the plane from samples: a normal kernel with the deviations of Scott's rule, σ·n^(−1/6) for each axis (Scott, Multivariate
 * Density Estimation, 1992, Sec. 6.3).
 */
final class KernelDensity {
    private static final double POWER = -1.0 / 6;
    /** The kernel ends at so many deviations. */
    private static final double REACH = 4;

    private KernelDensity() {}

    /**
     * The density over the density at the outline of the region of highest density that has a share of the mass: it is one or more in that
     * region.
     *
     * @param points [n, 2]; those outside the grid are left out
     * @return at each of {@link Grid#centres}; zero everywhere if no point is inside
     */
    static double[] region(Rows points, Grid grid, double share) {
        double[] density = density(points, grid);
        double level = level(density, share);
        return level > 0 ? Arrays.stream(density).map(v -> v / level).toArray() : density;
    }

    /** The density at each centre, up to a factor. */
    private static double[] density(Rows points, Grid grid) {
        double[] cells = new double[grid.size()];
        for (int i = 0; i < points.size(); i++) {
            int column = grid.cell(points.get(i, 0));
            int row = grid.cell(points.get(i, 1));
            if (column >= 0 && row >= 0) {
                cells[row * grid.cells() + column]++;
            }
        }
        double[] rows = blurred(cells, grid.cells(), 1, grid.cells(), kernel(points, 0, grid));
        return blurred(rows, grid.cells(), grid.cells(), 1, kernel(points, 1, grid));
    }

    /** The normal kernel of an axis, at whole cells from its centre on. */
    private static double[] kernel(Rows points, int column, Grid grid) {
        double deviation = points.size() < 2 ? 0 : points.selectColumns(column).columnStds()[0];
        double width = deviation * Math.pow(points.size(), POWER) / (2 * grid.extent()) * grid.cells();
        double[] kernel = new double[1 + (int) (REACH * width)];
        for (int k = 0; k < kernel.length; k++) {
            kernel[k] = k == 0 ? 1 : Math.exp(-0.5 * k * k / (width * width));
        }
        return kernel;
    }

    /** Spreads each cell along as many lines, whose cells are {@code step} apart, and which begin {@code next} apart. */
    private static double[] blurred(double[] cells, int length, int step, int next, double[] kernel) {
        double[] to = new double[cells.length];
        for (int line = 0; line < length; line++) {
            for (int i = 0; i < length; i++) {
                double value = cells[line * next + i * step];
                int reach = value == 0 ? 0 : kernel.length;
                for (int j = Math.max(0, i - reach + 1); j < Math.min(length, i + reach); j++) {
                    to[line * next + j * step] += value * kernel[Math.abs(i - j)];
                }
            }
        }
        return to;
    }

    /** The density above which a share of the mass lies. */
    private static double level(double[] density, double share) {
        double[] sorted = density.clone();
        Arrays.sort(sorted);
        double left = share * Arrays.stream(sorted).sum();
        int i = sorted.length;
        while (i > 0 && left > 0) {
            left -= sorted[--i];
        }
        return i < sorted.length ? sorted[i] : 0;
    }
}
