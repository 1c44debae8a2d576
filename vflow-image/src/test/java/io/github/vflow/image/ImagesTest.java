package io.github.vflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.flow.data.Rows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

final class ImagesTest {
    /** Values 0, 1, 2, … [n, h, w, c], in 256 levels. */
    private static Images numbered(int n, int h, int w, int c) {
        byte[] pixels = new byte[n * h * w * c];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        return Images.of(pixels, h, w, c, 256);
    }

    private static Images random(long seed, int n, int h, int w, int c) {
        byte[] pixels = new byte[n * h * w * c];
        new Random(seed).nextBytes(pixels);
        return Images.of(pixels, h, w, c, 256);
    }

    private static String message(Executable what) {
        return assertThrows(IllegalArgumentException.class, what).getMessage();
    }

    private static void assertOutOfBounds(Executable what) {
        assertThrows(IndexOutOfBoundsException.class, what);
    }

    @Test
    void channelsAreLastAndBytesUnsigned() {
        Images images = numbered(11, 2, 4, 3);
        assertEquals(11, images.size());
        assertEquals(2, images.height());
        assertEquals(4, images.width());
        assertEquals(3, images.channels());
        assertEquals(256, images.levels());
        assertEquals(24, images.dimensions());
        assertEquals(((10 * 2 + 0) * 4 + 3) * 3 + 2, images.pixel(10, 0, 3, 2));
        assertEquals(251, images.pixel(10, 0, 3, 2));
        assertEquals("Images [11, 2, 4, 3] of 256 levels", images.toString());
    }

    @Test
    void copiesGoInAndOut() {
        byte[] pixels = {1, 2, 3, 4};
        Images images = Images.of(pixels, 1, 2, 1, 17);
        pixels[0] = 9;
        images.toBytes()[1] = 9;
        assertArrayEquals(new byte[] {1, 2, 3, 4}, images.toBytes());
        float[] into = new float[4];
        images.copyImage(1, into, 1);
        assertArrayEquals(new float[] {0, 3, 4, 0}, into);
        assertEquals(Rows.of(new float[] {1, 2, 3, 4}, 2), images.rows());
        int[] classes = {1, 0};
        Images labelled = images.withLabels(classes);
        classes[0] = 5;
        assertEquals(Optional.of(List.of(1, 0)), labelled.labels());
    }

    @Test
    void rowsOfBytesAreUnsigned() {
        assertEquals(
                Rows.of(new float[] {255, 128}, 2),
                Images.of(new byte[] {-1, -128}, 1, 2, 1, 256).rows());
    }

    @Test
    void equalityIsOfShapeLevelsValuesAndLabels() {
        Images images = numbered(2, 2, 2, 1);
        assertEquals(images, numbered(2, 2, 2, 1));
        assertEquals(images.hashCode(), numbered(2, 2, 2, 1).hashCode());
        assertNotEquals(images, numbered(2, 4, 1, 1));
        assertNotEquals(images, numbered(2, 1, 2, 2));
        assertNotEquals(images, numbered(1, 2, 2, 1));
        assertNotEquals(images, Images.of(images.toBytes(), 2, 2, 1, 17));
        assertNotEquals(images, images.withLabels(0, 1));
        assertEquals(images.withLabels(0, 1), images.withLabels(0, 1));
        assertEquals(images.withLabels(0, 1).hashCode(), images.withLabels(0, 1).hashCode());
        assertNotEquals(images.withLabels(0, 1), images.withLabels(1, 1));
        assertEquals(
                "Images [2, 2, 2, 1] of 256 levels, labelled",
                images.withLabels(0, 1).toString());
    }

    @Test
    void labelsFollowTheirImages() {
        Images images = numbered(4, 1, 2, 1).withLabels(7, 8, 9, 7);
        assertEquals(Optional.of(List.of(8, 9)), images.slice(1, 3).labels());
        Images some = images.select(3, 0, 3);
        assertEquals(Optional.of(List.of(7, 7, 7)), some.labels());
        assertArrayEquals(new byte[] {6, 7, 0, 1, 6, 7}, some.toBytes());
        assertEquals(images.labels(), images.padded(2, 2).labels());
        assertEquals(images.labels(), images.padded(2, 2).halved().labels());
        assertEquals(Optional.empty(), numbered(4, 1, 2, 1).slice(0, 1).labels());
    }

    @Property(tries = 300)
    void aSplitIsThatOfTheRows(@ForAll long seed, @ForAll @IntRange(min = 2, max = 40) int n) {
        Images images =
                random(seed, n, 3, 2, 1).withLabels(IntStream.range(0, n).toArray());
        Images.Split split = images.split(0.5, seed);
        Rows.Split rows = images.rows().split(0.5, seed);
        assertEquals(rows.train(), split.train().rows());
        assertEquals(rows.validation(), split.validation().rows());
        int[] order = Stream.concat(
                        split.train().labels().orElseThrow().stream(),
                        split.validation().labels().orElseThrow().stream())
                .mapToInt(Integer::intValue)
                .toArray();
        assertEquals(images.select(order).slice(0, split.train().size()), split.train());
        assertArrayEquals(
                IntStream.range(0, n).toArray(), Arrays.stream(order).sorted().toArray());
    }

    @Property(tries = 300)
    void paddingMovesPixelsAndAddsZeros(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 4) int h,
            @ForAll @IntRange(min = 1, max = 4) int w,
            @ForAll @IntRange(min = 1, max = 3) int c,
            @ForAll @IntRange(min = 0, max = 5) int down,
            @ForAll @IntRange(min = 0, max = 5) int right) {
        Images images = random(seed, 3, h, w, c);
        Images padded = images.padded(h + down, w + right);
        long sum = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < h * w * c; j++) {
                int y = j / (w * c);
                int x = j / c % w;
                assertEquals(images.pixel(i, y, x, j % c), padded.pixel(i, y + down / 2, x + right / 2, j % c));
                sum += images.pixel(i, y, x, j % c);
            }
        }
        assertEquals(sum, sum(padded));
    }

    private static long sum(Images images) {
        long sum = 0;
        for (byte b : images.toBytes()) {
            sum += b & 0xFF;
        }
        return sum;
    }

    @Property(tries = 300)
    void halvingTakesMeansOfFour(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 3) int h,
            @ForAll @IntRange(min = 1, max = 3) int w,
            @ForAll @IntRange(min = 1, max = 3) int c) {
        Images images = random(seed, 2, 2 * h, 2 * w, c);
        Images halved = images.halved();
        for (int i = 0; i < 2 * h * w * c; i++) {
            int image = i / (h * w * c);
            int y = i / (w * c) % h;
            int x = i / c % w;
            double mean = (images.pixel(image, 2 * y, 2 * x, i % c)
                            + images.pixel(image, 2 * y, 2 * x + 1, i % c)
                            + images.pixel(image, 2 * y + 1, 2 * x, i % c)
                            + images.pixel(image, 2 * y + 1, 2 * x + 1, i % c))
                    / 4.0;
            assertEquals(Math.floor(mean + 0.5), halved.pixel(image, y, x, i % c));
        }
    }

    @Test
    void nearestRoundsAndStaysInRange() {
        float[] values = {-0.4f, 0.6f, 2.5f, 16.4f, 99, -7, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY};
        assertEquals(
                Images.of(new byte[] {0, 1, 3, 16, 16, 0, 0, 16}, 2, 2, 1, 17), Images.nearest(values, 2, 2, 1, 17));
        assertEquals(
                "Images.nearest: every value must be a number but value 1 of image 1 is NaN (both counted from 0);"
                        + " leave that image out",
                message(() -> Images.nearest(new float[] {0, 0, 0, Float.NaN}, 1, 2, 1, 17)));
    }

    @Test
    void saysWhatIsWrongWithPixels() {
        assertEquals(
                "Images.of: every value must be below 17 levels but value 1 of image 1 is 200 (both counted from 0);"
                        + " pass more levels",
                message(() -> Images.of(new byte[] {0, 16, 0, (byte) 200}, 1, 2, 1, 17)));
        assertEquals(
                "Images: the number of values must be a positive multiple of height · width · channels"
                        + " but got 5 values for 2 × 1 × 1; pass whole images",
                message(() -> Images.of(new byte[5], 2, 1, 1, 256)));
        for (int[] shape : new int[][] {{0, 1, 1}, {1, -1, 1}, {1, 1, 0}, {1 << 30, 1 << 30, 16}, {1, 4, 2}}) {
            String given = shape[0] + " × " + shape[1] + " × " + shape[2];
            assertEquals(
                    "Images: the number of values must be a positive multiple of height · width · channels"
                            + " but got 4 values for " + given + "; pass whole images",
                    message(() -> Images.of(new byte[4], shape[0], shape[1], shape[2], 256)));
        }
        assertEquals(
                "Images: the number of values must be a positive multiple of height · width · channels"
                        + " but got 0 values for 1 × 1 × 1; pass whole images",
                message(() -> Images.of(new byte[0], 1, 1, 1, 256)));
        assertEquals(
                "Images: there must be 2 to 256 levels but got 257; pass 256 for bytes",
                message(() -> Images.of(new byte[1], 1, 1, 1, 257)));
        assertEquals(
                "Images: there must be 2 to 256 levels but got 1; pass 256 for bytes",
                message(() -> Images.of(new byte[1], 1, 1, 1, 1)));
    }

    @Test
    void saysWhatIsWrongWithLabels() {
        Images images = numbered(4, 2, 2, 1);
        assertEquals(
                "Images.withLabels: there must be a label for each of 4 images but got 3;"
                        + " pass the labels of these images",
                message(() -> images.withLabels(1, 2, 3)));
        assertEquals(
                "Images.withLabels: a label must be 0 or more but label 1 is -1 (counted from 0);"
                        + " number the classes from 0",
                message(() -> images.withLabels(1, -1, 3, 4)));
    }

    @Test
    void saysWhatIsWrongWithARequest() {
        Images images = numbered(4, 2, 3, 1);
        assertEquals(
                "Images.slice: need 0 ≤ from < to ≤ 4 but got [2, 5); a set of images is never empty",
                message(() -> images.slice(2, 5)));
        assertEquals(
                "Images.select: there must be an image but got none of 4; select some", message(() -> images.select()));
        assertEquals(
                "Images.split: both parts must have an image but a fraction of 0.99 of 4 images is 4;"
                        + " choose another fraction or pass more images",
                message(() -> images.split(0.99, 1)));
        assertEquals(
                "Images.padded: the new size must hold images of 2 × 3 but is 4 × 2;"
                        + " pass sides that are at least as long",
                message(() -> images.padded(4, 2)));
        assertEquals(
                "Images.halved: both sides must be even but are 2 × 3; pad to even sides first",
                message(images::halved));
        assertEquals(
                "Images: a set has at most 2147483639 values but 4 images of 4611686014132420609 pixels and 1 channels"
                        + " have more; use fewer or smaller ones",
                message(() -> images.padded(Integer.MAX_VALUE, Integer.MAX_VALUE)));
    }

    @Test
    void indicesAreChecked() {
        Images images = numbered(4, 2, 3, 1);
        assertOutOfBounds(() -> images.pixel(4, 0, 0, 0));
        assertOutOfBounds(() -> images.pixel(0, 2, 0, 0));
        assertOutOfBounds(() -> images.pixel(0, 0, 3, 0));
        assertOutOfBounds(() -> images.pixel(0, 0, 0, 1));
        assertOutOfBounds(() -> images.pixel(-1, 0, 0, 0));
        assertOutOfBounds(() -> images.select(4));
        assertOutOfBounds(() -> images.copyImage(4, new float[6], 0));
        assertOutOfBounds(() -> images.copyImage(0, new float[6], 1));
    }
}
