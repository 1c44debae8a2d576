package io.github.vflow.image.plot;

import java.awt.Graphics2D;
import java.awt.Rectangle;

/** One square picture of a {@link Figure}. */
public sealed interface Panel permits DensityPlot, ScatterPlot {
    /** What it shows. */
    String title();

    /** A second line, such as a likelihood; may be empty. */
    String caption();

    /** The horizontal axis. */
    Range x();

    /** The vertical axis. */
    Range y();

    /**
     * Paints what is inside the axes.
     *
     * @param densityMax the density that gets the brightest colour
     */
    void paint(Graphics2D g, Rectangle area, double densityMax);
}
