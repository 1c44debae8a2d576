package io.github.vflow.image.plot;

import java.awt.Graphics2D;
import java.awt.Rectangle;

/** One square picture of a {@link Figure}. */
public interface Panel {
    /** The first line above the panel. */
    String title();

    /** The second line, such as a likelihood; may be empty. */
    String caption();

    /** The interval of the horizontal axis. */
    Range x();

    /** The interval of the vertical axis. */
    Range y();

    /**
     * Paints the area inside the axes.
     *
     * @param densityMax the density that gets the brightest colour
     */
    void paint(Graphics2D g, Rectangle area, double densityMax);
}
