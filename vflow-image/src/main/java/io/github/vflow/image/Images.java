package io.github.vflow.image;

import io.github.vflow.flow.data.Rows;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Images of one size in memory, never empty: [n, h, w, c], row-major, each value an integer 0 ≤ v &lt; levels. Immutable.
 */
public final class Images {
    /** The most levels: what a byte holds. */
    public static final int MAX_LEVELS = 256;

    /** The longest array that every JVM has. */
    private static final long MAX_VALUES = Integer.MAX_VALUE - 8;

    private final byte[] pixels;
    private final int height;
    private final int width;
    private final int channels;
    private final int levels;
    private final @Nullable Labels labels;

    /** The array is kept, not copied. */
    private Images(byte[] pixels, int height, int width, int channels, int levels, @Nullable Labels labels) {
        this.pixels = pixels;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.levels = levels;
        this.labels = labels;
    }

    /**
     * Images one after another, without labels.
     *
     * @param pixels [n · h · w · c], unsigned, copied
     * @param levels the number of values that a pixel may take, 2 … 256
     * @throws IllegalArgumentException if the length is no positive multiple of h · w · c, or a value is not below levels
     */
    public static Images of(byte[] pixels, int height, int width, int channels, int levels) {
        requireShape(pixels.length, height, width, channels, levels);
        for (int i = 0; levels < MAX_LEVELS && i < pixels.length; i++) {
            if ((pixels[i] & 0xFF) >= levels) {
                throw new IllegalArgumentException("Images.of: every value must be below " + levels
                        + " levels but value " + i % (height * width * channels) + " of image "
                        + i / (height * width * channels) + " is " + (pixels[i] & 0xFF)
                        + " (both counted from 0); pass more levels");
            }
        }
        return new Images(pixels.clone(), height, width, channels, levels, null);
    }

    /**
     * The nearest images to real numbers, such as samples: rounded, and what is out of range brought to its edge.
     *
     * @param values [n · h · w · c] on the scale 0 … levels − 1
     * @throws IllegalArgumentException as {@link #of}, or if a value is not a number
     */
    public static Images nearest(float[] values, int height, int width, int channels, int levels) {
        requireShape(values.length, height, width, channels, levels);
        byte[] pixels = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            if (Float.isNaN(values[i])) {
                throw new IllegalArgumentException("Images.nearest: every value must be a number but value "
                        + i % (height * width * channels) + " of image " + i / (height * width * channels)
                        + " is NaN (both counted from 0); leave that image out");
            }
            pixels[i] = (byte) Math.clamp(Math.round(values[i]), 0, levels - 1);
        }
        return new Images(pixels, height, width, channels, levels, null);
    }

    private static void requireShape(int length, int height, int width, int channels, int levels) {
        if (levels < 2 || levels > MAX_LEVELS) {
            throw new IllegalArgumentException(
                    "Images: there must be 2 to " + MAX_LEVELS + " levels but got " + levels + "; pass 256 for bytes");
        }
        // A product of two ints fits into a long; one of three may not.
        long area = (long) height * width;
        if (height < 1
                || width < 1
                || channels < 1
                || length == 0
                || area > length
                || length % (area * channels) != 0) {
            throw new IllegalArgumentException("Images: the number of values must be a positive multiple of"
                    + " height · width · channels but got " + length + " values for " + height + " × " + width + " × "
                    + channels + "; pass whole images");
        }
    }

    private static byte[] allocate(int n, long area, int channels) {
        if (area > MAX_VALUES / n / channels) {
            throw new IllegalArgumentException(
                    "Images: a set has at most " + MAX_VALUES + " values but " + n + " images of " + area
                            + " pixels and " + channels + " channels have more; use fewer or smaller ones");
        }
        return new byte[Math.toIntExact(n * area * channels)];
    }

    /** n. */
    public int size() {
        return pixels.length / dimensions();
    }

    /** h. */
    public int height() {
        return height;
    }

    /** w. */
    public int width() {
        return width;
    }

    /** c: 1 for grey, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** The number of values that a pixel may take. */
    public int levels() {
        return levels;
    }

    /** The values of one image: h · w · c. */
    public int dimensions() {
        return height * width * channels;
    }

    /** The class of each image, if they are known. */
    public Optional<Labels> labels() {
        return Optional.ofNullable(labels);
    }

    /**
     * The same images with the class of each.
     *
     * @throws IllegalArgumentException if there is not one for each image, or one is negative
     */
    public Images withLabels(int... classes) {
        if (classes.length != size()) {
            throw new IllegalArgumentException("Images.withLabels: there must be a label for each of " + size()
                    + " images but got " + classes.length + "; pass the labels of these images");
        }
        return new Images(pixels, height, width, channels, levels, Labels.of(classes));
    }

    /** One value. */
    public int pixel(int image, int y, int x, int channel) {
        Objects.checkIndex(image, size());
        Objects.checkIndex(y, height);
        Objects.checkIndex(x, width);
        Objects.checkIndex(channel, channels);
        return pixels[((image * height + y) * width + x) * channels + channel] & 0xFF;
    }

    /**
     * Copies one image into part of an array, as numbers 0 … levels − 1.
     *
     * @param into elements [at, at + h · w · c) are modified
     */
    public void copyImage(int image, float[] into, int at) {
        int d = dimensions();
        Objects.checkIndex(image, size());
        Objects.checkFromIndexSize(at, d, into.length);
        for (int i = 0; i < d; i++) {
            into[at + i] = pixels[image * d + i] & 0xFF;
        }
    }

    /** A copy of all values, image after image: [n · h · w · c], unsigned. */
    public byte[] toBytes() {
        return pixels.clone();
    }

    /** The images as rows of numbers 0 … levels − 1: [n, h · w · c]. Takes four bytes for each value, twice for a moment. */
    public Rows rows() {
        float[] flat = new float[pixels.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = pixels[i] & 0xFF;
        }
        return Rows.of(flat, dimensions());
    }

    /**
     * The images as rows, each with its label as one number more: [n, h · w · c + 1].
     *
     * @param classes labels must be less
     * @throws IllegalArgumentException if there are no labels, or one is not below classes
     */
    public Rows rows(int classes) {
        if (labels == null) {
            throw new IllegalArgumentException("Images.rows: the images need labels from 0 to " + (classes - 1)
                    + " but have none; give labelled images, or use a model that is not told of classes");
        }
        int d = dimensions();
        float[] flat = new float[Math.multiplyExact(size(), d + 1)];
        for (int i = 0; i < size(); i++) {
            int label = labels.get(i);
            if (label >= classes) {
                throw new IllegalArgumentException(
                        "Images.rows: labels must be below " + classes + " but that of image " + i + " is " + label
                                + " (counted from 0); give images of the classes that the model knows");
            }
            copyImage(i, flat, i * (d + 1));
            flat[i * (d + 1) + d] = label;
        }
        return Rows.of(flat, d + 1);
    }

    /**
     * Images [from, to).
     *
     * @throws IllegalArgumentException if the range is empty or reaches beyond the images
     */
    public Images slice(int from, int to) {
        if (from < 0 || from >= to || to > size()) {
            throw new IllegalArgumentException("Images.slice: need 0 ≤ from < to ≤ " + size() + " but got [" + from
                    + ", " + to + "); a set of images is never empty");
        }
        return select(IntStream.range(from, to).toArray());
    }

    /**
     * Some images in the given order, as a set of their own.
     *
     * @throws IllegalArgumentException if there is none
     */
    public Images select(int... images) {
        if (images.length == 0) {
            throw new IllegalArgumentException(
                    "Images.select: there must be an image but got none of " + size() + "; select some");
        }
        int d = dimensions();
        byte[] to = allocate(images.length, (long) height * width, channels);
        for (int i = 0; i < images.length; i++) {
            System.arraycopy(pixels, Objects.checkIndex(images[i], size()) * d, to, i * d, d);
        }
        return new Images(to, height, width, channels, levels, labels == null ? null : labels.select(images));
    }

    /**
     * Two parts of a set of images.
     *
     * @param train to learn from
     * @param validation to judge by
     */
    public record Split(Images train, Images validation) {}

    /**
     * Parts the images at random, as {@link Rows#split} parts rows: the parts depend on the images, the fraction and the
     * seed alone.
     *
     * @param fraction of the images that go into the training part
     * @throws IllegalArgumentException if a part would be empty
     */
    public Split split(double fraction, long seed) {
        long train = Math.round(fraction * size());
        if (train < 1 || train >= size()) {
            throw new IllegalArgumentException("Images.split: both parts must have an image but a fraction of "
                    + fraction + " of " + size() + " images is " + train
                    + "; choose another fraction or pass more images");
        }
        int[] order = Rows.shuffled(size(), seed);
        return new Split(
                select(Arrays.copyOf(order, (int) train)),
                select(Arrays.copyOfRange(order, (int) train, order.length)));
    }

    /**
     * The images in the middle of larger ones that are 0 elsewhere. Where the margin is odd, bottom and right get the
     * larger part.
     *
     * @throws IllegalArgumentException if a side would be shorter
     */
    public Images padded(int newHeight, int newWidth) {
        if (newHeight < height || newWidth < width) {
            throw new IllegalArgumentException("Images.padded: the new size must hold images of " + height + " × "
                    + width + " but is " + newHeight + " × " + newWidth + "; pass sides that are at least as long");
        }
        int top = (newHeight - height) / 2;
        int left = (newWidth - width) / 2;
        int line = width * channels;
        byte[] to = allocate(size(), (long) newHeight * newWidth, channels);
        for (int row = 0; row < size() * height; row++) {
            int toRow = row / height * newHeight + top + row % height;
            System.arraycopy(pixels, row * line, to, (toRow * newWidth + left) * channels, line);
        }
        return new Images(to, newHeight, newWidth, channels, levels, labels);
    }

    /**
     * The images at half the size: means over 2 × 2 pixels, rounded to the nearest integer, halves up.
     *
     * @throws IllegalArgumentException if a side is odd
     */
    public Images halved() {
        if (height % 2 != 0 || width % 2 != 0) {
            throw new IllegalArgumentException("Images.halved: both sides must be even but are " + height + " × "
                    + width + "; pad to even sides first");
        }
        byte[] to = new byte[pixels.length / 4];
        int line = width * channels;
        for (int i = 0; i < to.length; i++) {
            int corner = i / (line / 2) * 2 * line + i % (line / 2) / channels * 2 * channels + i % channels;
            int sum = (pixels[corner] & 0xFF)
                    + (pixels[corner + channels] & 0xFF)
                    + (pixels[corner + line] & 0xFF)
                    + (pixels[corner + line + channels] & 0xFF);
            to[i] = (byte) ((sum + 2) / 4);
        }
        return new Images(to, height / 2, width / 2, channels, levels, labels);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Images m
                && height == m.height
                && width == m.width
                && channels == m.channels
                && levels == m.levels
                && Arrays.equals(pixels, m.pixels)
                && Objects.equals(labels, m.labels);
    }

    @Override
    public int hashCode() {
        return Objects.hash(height, width, channels, levels, labels) * 31 + Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Images [" + size() + ", " + height + ", " + width + ", " + channels + "] of " + levels + " levels"
                + (labels == null ? "" : ", labelled");
    }
}
