package io.github.vflow.tensor.lower.convolution;

import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;

/**
 * Images [h, w, c] cut into strips of whole rows of 2×2 tiles. Chunks are several strips, with about as many tiles as asked for:
 * several small images, or a part of a large one.
 *
 * @param images how many
 * @param rows of tiles in a strip
 * @param together strips of a chunk
 */
record ImageStrips(int images, int h, int w, int c, int rows, int together) {
    static ImageStrips of(Shape x, int tiles) {
        int columns = x.dim(2) / 2;
        int all = x.dim(1) / 2;
        int rows = Math.clamp(tiles / columns, 1, all);
        while (all % rows != 0) {
            rows--;
        }
        int strips = x.dim(0) * all / rows;
        return new ImageStrips(
                x.dim(0), x.dim(1), x.dim(2), x.dim(3), rows, Math.clamp(tiles / (rows * columns), 1, strips));
    }

    int columns() {
        return w / 2;
    }

    /** Tiles of a strip. */
    int tiles() {
        return rows * columns();
    }

    /** Strips of an image. */
    private int perImage() {
        return h / 2 / rows;
    }

    int count() {
        return images * perImage();
    }

    int chunks() {
        return (count() + together - 1) / together;
    }

    /** Strips of a chunk; the last may have fewer. */
    int in(int chunk) {
        return Math.min(together, count() - chunk * together);
    }

    /** The image of a strip. */
    int image(int strip) {
        return strip / perImage();
    }

    /** The first row of pixels of a strip in its image. */
    int rowOfImage(int strip) {
        return strip % perImage() * 2 * rows;
    }

    /** The first row of pixels of a strip, counted over all images. */
    int row(int strip) {
        return strip * 2 * rows;
    }

    /** Floats of a row with one pixel of padding on both sides. */
    int paddedRow() {
        return (w + 2) * c;
    }

    /** Floats of a strip with one pixel of padding around it. */
    int padded() {
        return (2 * rows + 2) * paddedRow();
    }

    /** Clears memory for copies of strips; copies do not write the padding left and right. */
    void clear(float[] m, int into) {
        Arrays.fill(m, into, into + padded(), 0f);
    }

    /** Copies a strip with the rows above and below it in the image, or zeros outside the image. */
    void copy(float[] m, int x, int strip, int into) {
        int row = w * c;
        int image = x + image(strip) * h * row;
        int from = rowOfImage(strip) - 1;
        int to = into + c;
        for (int i = from; i < from + 2 * rows + 2; i++) {
            if (i < 0 || i == h) {
                Arrays.fill(m, to, to + row, 0f);
            } else {
                System.arraycopy(m, image + i * row, m, to, row);
            }
            to += paddedRow();
        }
    }
}
