package io.github.vflow.image;

import io.github.vflow.flow.data.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A set of images of equal size, [n, h, w, c] row-major, with integer values 0 ≤ v &lt; levels. A set is never empty. Immutable.
 */
public final class Images {
    /** The largest number of levels: the values of a byte. */
    public static final int MAX_LEVELS = 256;

    /** The longest array that every JVM can allocate. */
    private static final long MAX_VALUES = Integer.MAX_VALUE - 8;

    private final byte[] pixels;
    private final int height;
    private final int width;
    private final int channels;
    private final int levels;
    private final @Nullable List<Integer> labels;

    /** Keeps the array without a copy. */
    private Images(byte[] pixels, int height, int width, int channels, int levels, @Nullable List<Integer> labels) {
        this.pixels = pixels;
        this.height = height;
        this.width = width;
        this.channels = channels;
        this.levels = levels;
        this.labels = labels;
    }

    /**
     * Handwritten digits that come with this library, in the order of their source: 1,797 grey images of 8 × 8 pixels, 17 levels, labelled
     * 0 … 9 (E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998).
     */
    public static Images digits() {
        return Digits.load();
    }

    /**
     * Makes a set of images from their values, without labels.
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
     * Rounds real numbers to the nearest pixel values; clamps values outside of 0 … levels − 1.
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

    /** The number of images n. */
    public int size() {
        return pixels.length / dimensions();
    }

    /** The height h in pixels. */
    public int height() {
        return height;
    }

    /** The width w in pixels. */
    public int width() {
        return width;
    }

    /** The number of channels c: 1 for grey, 3 for red, green and blue. */
    public int channels() {
        return channels;
    }

    /** The number of values that a pixel may take. */
    public int levels() {
        return levels;
    }

    /** The number of values of one image: h · w · c. */
    public int dimensions() {
        return height * width * channels;
    }

    /** The class of each image, an integer from 0; empty if the images have no labels. */
    public Optional<List<Integer>> labels() {
        return Optional.ofNullable(labels);
    }

    /**
     * Returns these images with labels: the class of each image.
     *
     * @throws IllegalArgumentException if the number of labels is not the number of images, or a label is negative
     */
    public Images withLabels(int... classes) {
        if (classes.length != size()) {
            throw new IllegalArgumentException("Images.withLabels: there must be a label for each of " + size()
                    + " images but got " + classes.length + "; pass the labels of these images");
        }
        for (int i = 0; i < classes.length; i++) {
            if (classes[i] < 0) {
                throw new IllegalArgumentException("Images.withLabels: a label must be 0 or more but label " + i
                        + " is " + classes[i] + " (counted from 0); number the classes from 0");
            }
        }
        return new Images(
                pixels,
                height,
                width,
                channels,
                levels,
                Arrays.stream(classes).boxed().toList());
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

    /**
     * The images as rows of numbers 0 … levels − 1: [n, h · w · c]. Needs four bytes for each value, and twice that while the rows are
     * made.
     */
    public Rows rows() {
        float[] flat = new float[pixels.length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = pixels[i] & 0xFF;
        }
        return Rows.of(flat, dimensions());
    }

    /**
     * The images as rows that end with their labels: [n, h · w · c + 1].
     *
     * @param classes the number of classes; every label must be less
     * @throws IllegalArgumentException if there are no labels, or a label is not below classes
     */
    public Rows rows(int classes) {
        if (labels == null) {
            throw new IllegalArgumentException("Images.rows: the images need labels from 0 to " + (classes - 1)
                    + " but have none; give labelled images, or use a model that is not class-conditional");
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
     * Returns the images [from, to) as a set of their own.
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
     * Returns the images with some indices, in the order of the indices.
     *
     * @throws IllegalArgumentException if there is no index
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
        List<Integer> all = labels;
        return new Images(
                to,
                height,
                width,
                channels,
                levels,
                all == null ? null : Arrays.stream(images).mapToObj(all::get).toList());
    }

    /**
     * Two parts of a set of images.
     *
     * @param train the training part
     * @param validation the validation part
     */
    public record Split(Images train, Images validation) {}

    /**
     * Splits the images at random, in the order that {@link Rows#split} uses for rows. The parts depend only on the images, the fraction
     * and the seed.
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
     * Pads the images with zeros to a new size and centres them. An odd margin puts the larger part at the bottom and at the right.
     *
     * @throws IllegalArgumentException if a new side is shorter than the old one
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
     * Halves height and width: each new pixel is the mean of 2 × 2 pixels, rounded half up.
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
