package io.github.vflow.image.plot;

import io.github.vflow.nn.file.AtomicFile;
import java.awt.AWTError;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A picture that can be saved as PNG. Drawing needs fonts, but neither a screen nor a window system. */
public sealed interface Picture permits CurvePlot, Figure, ImageGrid {
    /** Pixels of the file for each unit of length; 2 keeps text sharp on fine screens. */
    int SCALE = 2;

    /** The width in units of length, before {@link #SCALE}. */
    int width();

    /** The height in units of length, before {@link #SCALE}. */
    int height();

    /** Paints the picture on a white ground. */
    void paint(Graphics2D g);

    /** Draws the picture into memory. */
    default BufferedImage render() {
        BufferedImage image = new BufferedImage(SCALE * width(), SCALE * height(), BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
            g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, image.getWidth(), image.getHeight());
            g.scale(SCALE, SCALE);
            paint(g);
        } finally {
            g.dispose();
        }
        return image;
    }

    /**
     * Saves the picture as PNG, atomically; see {@link AtomicFile}.
     *
     * @throws IOException if drawing or writing fails; the file then stays as it was
     */
    default void write(Path file) throws IOException {
        BufferedImage image = draw(file);
        AtomicFile.write(file, out -> {
            if (!ImageIO.write(image, "png", out)) {
                throw new IOException("cannot write " + file + ": this Java has no PNG encoder; use a full JDK 25");
            }
        });
    }

    private BufferedImage draw(Path file) throws IOException {
        try {
            return render();
        } catch (AWTError e) {
            throw new IOException(
                    "cannot draw " + file + ": " + e.getMessage()
                            + " Add -Djava.awt.headless=true to the java command, or unset DISPLAY",
                    e);
        }
    }
}
