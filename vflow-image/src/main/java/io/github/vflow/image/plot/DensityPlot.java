package io.github.vflow.image.plot;

import io.github.vflow.flow.data.column.Sorted;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/**
 * A density on the plane as an image: dark colours are 0, bright colours are high.
 *
 * @param title the first line above the panel
 * @param caption the second line; may be empty
 * @param grid the cells
 * @param logDensity ln p in nats at each centre of {@link Grid#centres}; not modified
 */
@SuppressWarnings("ArrayRecordComponent") // a picture is drawn, not compared
public record DensityPlot(String title, String caption, Grid grid, double[] logDensity) implements Panel {
    /** The quantile of the cells that sets the scale: a few spikes do not dim the rest. */
    private static final double BRIGHTEST = 0.99;

    /** Checks that each cell has a number. */
    public DensityPlot {
        if (logDensity.length != grid.size()) {
            throw new IllegalArgumentException(
                    "DensityPlot: a grid of " + grid.columns() + " × " + grid.rows() + " needs " + grid.size()
                            + " numbers but got " + logDensity.length + "; evaluate all of Grid.centres");
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

    /** The 99 % quantile of the density over the cells; 0 if the density is 0 everywhere. */
    double high() {
        Sorted density = Sorted.of(Arrays.stream(logDensity)
                .map(Math::exp)
                .filter(Double::isFinite)
                .toArray());
        return density.size() == 0 ? 0 : density.lower(BRIGHTEST);
    }

    @Override
    public void paint(Graphics2D g, Rectangle area, double densityMax) {
        BufferedImage cells = new BufferedImage(grid.columns(), grid.rows(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < logDensity.length; i++) {
            int row = grid.rows() - 1 - i / grid.columns();
            cells.setRGB(i % grid.columns(), row, Magma.rgb(Math.exp(logDensity[i]) / densityMax));
        }
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(cells, area.x, area.y, area.width, area.height, null);
    }
}
