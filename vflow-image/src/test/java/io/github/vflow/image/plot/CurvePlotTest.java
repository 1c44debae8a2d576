package io.github.vflow.image.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CurvePlotTest {
    private static final int BLUE = 0x0072B2;
    private static final int ORANGE = 0xD55E00;

    /** Below the names, which have the colours of the curves. */
    private static final int CURVES_FROM = 60 * Picture.SCALE;

    private static CurvePlot plot(CurvePlot.Series... series) {
        return new CurvePlot("title", "step", "nats", List.of(series), List.of(new CurvePlot.Reference("bound", -3)));
    }

    private static CurvePlot.Series series(String name, double... y) {
        double[] x = new double[y.length];
        Arrays.setAll(x, i -> i + 1);
        return new CurvePlot.Series(name, x, y);
    }

    /** The mean height of the pixels of a colour, from the top; NaN if there is none. */
    private static double height(BufferedImage image, int color) {
        double sum = 0;
        int count = 0;
        for (int y = CURVES_FROM; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                if ((image.getRGB(x, y) & 0xFFFFFF) == color) {
                    sum += y;
                    count++;
                }
            }
        }
        return count == 0 ? Double.NaN : sum / count;
    }

    @Test
    void aHigherCurveIsHigher() {
        BufferedImage image =
                plot(series("a", -5, -4, -3.9), series("b", -4.5, -3.5, -3.4)).render();
        assertTrue(height(image, ORANGE) < height(image, BLUE));
    }

    @Test
    void aPoorStartDoesNotFlattenTheRest() {
        double[] y = new double[100];
        Arrays.setAll(y, i -> i == 0 ? -1e6 : -3.5 - 0.5 * (i % 2));
        BufferedImage image = plot(series("a", y)).render();
        // From −3.5 to −4 on an axis from −3 to −4: the middle of the curve is well below the middle of the picture.
        assertTrue(height(image, BLUE) > 0.55 * image.getHeight());
    }

    @Test
    void gapsAreLeftOutAndLonePointsAreDots() {
        BufferedImage image = plot(series("a", Double.NaN, -4, Double.NaN), series("b", Double.NaN))
                .render();
        assertTrue(Double.isFinite(height(image, BLUE)));
        assertTrue(Double.isNaN(height(image, ORANGE)));
    }

    @Test
    void errorBarsReachBothWaysAndTheStartStays() {
        double[] x = {1, 51, 101};
        double[] y = {-4, -3.5, -3.4};
        BufferedImage plain =
                plot(new CurvePlot.Series("a", x, y, new double[3])).render();
        BufferedImage barred = plot(new CurvePlot.Series("a", x, y, new double[] {Double.NaN, 0.4, Double.NaN}))
                .render();
        int middle = columnOf(plain, 1);
        assertTrue(extent(barred, columnOf(barred, 1)) > 4 * extent(plain, middle));
        // the first point of a curve without marks leaves the picture
        assertTrue(lowest(plain) < lowest(plot(new CurvePlot.Series("a", x, y)).render()));
    }

    /** The row of the lowest pixel of the first curve. */
    private static int lowest(BufferedImage image) {
        return IntStream.range(CURVES_FROM, image.getHeight())
                .filter(y ->
                        IntStream.range(0, image.getWidth()).anyMatch(x -> (image.getRGB(x, y) & 0xFFFFFF) == BLUE))
                .max()
                .orElseThrow();
    }

    /** The middle one of the columns that have a pixel of the first curve. */
    private static int columnOf(BufferedImage image, int half) {
        int[] columns = IntStream.range(0, image.getWidth())
                .filter(x -> extent(image, x) > 0)
                .toArray();
        return columns[0] + half * (columns[columns.length - 1] - columns[0]) / 2;
    }

    /** From the highest pixel of the first curve in a column to the lowest; zero if there is none. */
    private static int extent(BufferedImage image, int x) {
        int[] rows = IntStream.range(CURVES_FROM, image.getHeight())
                .filter(y -> (image.getRGB(x, y) & 0xFFFFFF) == BLUE)
                .toArray();
        return rows.length == 0 ? 0 : 1 + rows[rows.length - 1] - rows[0];
    }

    @Test
    void flatCurvesAndSinglePointsHaveAxesToo() {
        plot(series("a", -3, -3)).render();
        new CurvePlot("", "", "", List.of(series("a", 0)), List.of()).render();
    }

    @Test
    void marksAreRound() {
        assertArrayEquals(new double[] {-4, -2, 0, 2, 4}, new Range(-4, 4).marks(4), 1e-12);
        assertArrayEquals(new double[] {0, 20000, 40000, 60000, 80000, 100000}, new Range(0, 100000).marks(6), 1e-6);
        assertArrayEquals(new double[] {-3.9, -3.8, -3.7, -3.6, -3.5}, new Range(-3.93, -3.45).marks(6), 1e-12);
        assertEquals("−3.50", Axes.label(-3.5, 0.05));
        assertEquals("20,000", Axes.label(20000, 10000));
        assertEquals("1.50e−09", Axes.label(1.5e-9, 5e-10));
    }

    @Test
    void coloursRiseFromDarkToBright() {
        double before = -1;
        for (int i = 0; i <= 100; i++) {
            int rgb = Magma.rgb(i / 100.0);
            double bright = 0.299 * (rgb >> 16) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF);
            assertTrue(bright > before, "at " + i);
            before = bright;
        }
        assertEquals(0x000004, Magma.rgb(-1));
        assertEquals(0xFCFDBF, Magma.rgb(Double.POSITIVE_INFINITY));
        assertEquals(0x9A9A9A, Magma.rgb(Double.NaN));
    }

    @Test
    void saysWhatCannotBeDrawn() {
        assertEquals(
                "CurvePlot: there must be a series but got none; pass something to draw",
                assertThrows(IllegalArgumentException.class, () -> plot()).getMessage());
        assertEquals(
                "CurvePlot: series \"a\" needs as many x as y, at least one, but got 2 and 1; record both at each step",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new CurvePlot.Series("a", new double[2], new double[1]))
                        .getMessage());
        assertEquals(
                "CurvePlot: series \"a\" needs an error for each of its 2 points, or none, but got 1; use NaN for a point"
                        + " without",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new CurvePlot.Series("a", new double[2], new double[2], new double[1]))
                        .getMessage());
    }
}
