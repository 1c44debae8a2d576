package io.github.vflow.image.plot;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.image.Images;
import java.util.List;

/**
 * The square [−extent, extent]² of the plane in equal cells.
 *
 * @param extent half of a side
 * @param cells along a side
 */
public record Grid(double extent, int cells) {
    private static final int CHANNELS = 3;

    /** Checks that there is a cell. */
    public Grid {
        if (cells < 1 || !(extent > 0) || Double.isInfinite(extent)) {
            throw new IllegalArgumentException("Grid: need an extent above 0 and a cell but got " + extent + " and "
                    + cells + "; ask for at least one cell");
        }
    }

    /** The number of cells. */
    public int size() {
        return Math.multiplyExact(cells, cells);
    }

    /** The cell of a number along a side, or −1 outside. */
    public int cell(double x) {
        return Math.abs(x) <= extent ? Math.min(cells - 1, (int) ((x + extent) / (2 * extent) * cells)) : -1;
    }

    /** The centres of the cells [cells², 2], row by row from the bottom. */
    public Rows centres() {
        float[] points = new float[2 * size()];
        for (int i = 0; i < size(); i++) {
            points[2 * i] = centre(i % cells);
            points[2 * i + 1] = centre(i / cells);
        }
        return Rows.of(points, 2);
    }

    private float centre(int cell) {
        return (float) (((cell + 0.5) / cells * 2 - 1) * extent);
    }

    /**
     * An image for each list of colours.
     *
     * @param colours 0xRRGGBB of each centre of {@link #centres}
     */
    public Images images(List<int[]> colours) {
        byte[] pixels = new byte[Math.multiplyExact(CHANNELS * size(), colours.size())];
        for (int k = 0; k < colours.size(); k++) {
            for (int i = 0; i < size(); i++) {
                int top = cells - 1 - i / cells;
                int at = CHANNELS * (k * size() + top * cells + i % cells);
                int rgb = colours.get(k)[i];
                pixels[at] = (byte) (rgb >> 16);
                pixels[at + 1] = (byte) (rgb >> 8);
                pixels[at + 2] = (byte) rgb;
            }
        }
        return Images.of(pixels, cells, cells, CHANNELS, Images.MAX_LEVELS);
    }
}
