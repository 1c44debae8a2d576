package io.github.vflow.image.plot;

import io.github.vflow.image.Images;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;

/**
 * Images side by side with thin gaps. Pixel value 0 is black and levels − 1 is white.
 *
 * @param images with 1 channel (grey) or 3 (red, green and blue)
 * @param across the number of images in a row
 * @param zoom the side of an image pixel in the picture, before {@link Picture#SCALE}
 */
public record ImageGrid(Images images, int across, int zoom) implements Picture {
    private static final Color GROUND = new Color(0x8C, 0x9E, 0xB4);
    private static final int GAP = 1;
    private static final int WHITE = 255;
    private static final int MAX_SIDE = 16_000;

    /** Checks the channels and the size of the picture. */
    public ImageGrid {
        if (images.channels() != 1 && images.channels() != 3) {
            throw new IllegalArgumentException("ImageGrid: images must have 1 or 3 channels but have "
                    + images.channels() + "; draw one channel at a time");
        }
        if (across < 1 || zoom < 1) {
            throw new IllegalArgumentException("ImageGrid: need one or more images across and a zoom of 1 or more"
                    + " but got " + across + " and " + zoom + "; pass larger numbers");
        }
        long width = side(Math.min(across, images.size()), images.width(), zoom);
        long height = side(Math.ceilDiv(images.size(), across), images.height(), zoom);
        if (width > MAX_SIDE || height > MAX_SIDE) {
            throw new IllegalArgumentException("ImageGrid: no side may be longer than " + MAX_SIDE + " but got " + width
                    + " × " + height + " for " + images.size() + " images, " + across + " across, zoomed " + zoom
                    + " times; draw fewer or smaller ones");
        }
    }

    /** A grid that is about square, of images that are about as large as a thumb. */
    public static ImageGrid of(Images images) {
        int across = (int) Math.ceil(Math.sqrt(images.size()));
        return new ImageGrid(images, across, thumb(images.height(), images.width()));
    }

    /** The largest number of images of a size that {@link #of} can draw. */
    public static int most(int height, int width) {
        int across = (MAX_SIDE - GAP) / (Math.max(height, width) * thumb(height, width) + GAP);
        return across * across;
    }

    private static int thumb(int height, int width) {
        return Math.max(1, 32 / Math.max(height, width));
    }

    private static long side(int count, int length, int zoom) {
        return GAP + (long) count * ((long) length * zoom + GAP);
    }

    @Override
    public int width() {
        return (int) side(Math.min(across, images.size()), images.width(), zoom);
    }

    @Override
    public int height() {
        return (int) side(Math.ceilDiv(images.size(), across), images.height(), zoom);
    }

    @Override
    public void paint(Graphics2D g) {
        g.setColor(GROUND);
        g.fillRect(0, 0, width(), height());
        int w = images.width() * zoom;
        int h = images.height() * zoom;
        for (int i = 0; i < images.size(); i++) {
            g.drawImage(bitmap(i), GAP + i % across * (w + GAP), GAP + i / across * (h + GAP), w, h, null);
        }
    }

    private BufferedImage bitmap(int image) {
        BufferedImage to = new BufferedImage(images.width(), images.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < images.height(); y++) {
            for (int x = 0; x < images.width(); x++) {
                int last = images.channels() - 1;
                to.setRGB(
                        x,
                        y,
                        brightness(image, y, x, 0) << 16
                                | brightness(image, y, x, last / 2) << 8
                                | brightness(image, y, x, last));
            }
        }
        return to;
    }

    private int brightness(int image, int y, int x, int channel) {
        int top = images.levels() - 1;
        return (images.pixel(image, y, x, channel) * WHITE + top / 2) / top;
    }
}
