package io.github.vflow.image.plot;

import io.github.vflow.image.Images;
import io.github.vflow.nn.file.AtomicFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * Images side by side with thin gaps. Pixel value 0 is black and levels − 1 is white.
 *
 * @param images with 1 channel (grey) or 3 (red, green and blue)
 * @param across the number of images in a row
 * @param zoom the side of an image pixel in the picture, before {@link #SCALE}
 */
public record ImageGrid(Images images, int across, int zoom) {
    /** The side of a pixel of the picture before {@link #zoom} in the file. */
    static final int SCALE = 2;

    private static final int GROUND = 0x8C9EB4;
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

    /** The width of the picture, before {@link #SCALE}. */
    int width() {
        return (int) side(Math.min(across, images.size()), images.width(), zoom);
    }

    /** The height of the picture, before {@link #SCALE}. */
    int height() {
        return (int) side(Math.ceilDiv(images.size(), across), images.height(), zoom);
    }

    /** Draws the picture into memory. */
    BufferedImage render() {
        BufferedImage picture = new BufferedImage(SCALE * width(), SCALE * height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, colour(x / SCALE, y / SCALE));
            }
        }
        return picture;
    }

    private int colour(int x, int y) {
        int w = images.width() * zoom + GAP;
        int h = images.height() * zoom + GAP;
        int image = y / h * across + x / w;
        if (x % w < GAP || y % h < GAP || image >= images.size()) {
            return GROUND;
        }
        int column = (x % w - GAP) / zoom;
        int row = (y % h - GAP) / zoom;
        int last = images.channels() - 1;
        return brightness(image, row, column, 0) << 16
                | brightness(image, row, column, last / 2) << 8
                | brightness(image, row, column, last);
    }

    private int brightness(int image, int y, int x, int channel) {
        int top = images.levels() - 1;
        return (images.pixel(image, y, x, channel) * WHITE + top / 2) / top;
    }

    /**
     * Saves the picture as PNG, atomically; see {@link AtomicFile}.
     *
     * @throws IOException if writing fails; the file then stays as it was
     */
    public void write(Path file) throws IOException {
        BufferedImage picture = render();
        AtomicFile.write(file, out -> {
            if (!ImageIO.write(picture, "png", out)) {
                throw new IOException("cannot write " + file + ": this Java has no PNG encoder; use a full JDK 25");
            }
        });
    }
}
