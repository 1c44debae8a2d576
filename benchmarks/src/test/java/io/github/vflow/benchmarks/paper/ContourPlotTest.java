package io.github.vflow.benchmarks.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.image.plot.Figure;
import io.github.vflow.image.plot.Grid;
import io.github.vflow.image.plot.Picture;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ContourPlotTest {
    private static final int WHITE = 0xFFFFFF;
    private static final int BLUE = 0x0072B2;
    private static final int ORANGE = 0xD55E00;
    private static final Grid GRID = Grid.square(4, 80);

    private static final int LEFT = 44 * Picture.SCALE;
    private static final int TOP = 52 * Picture.SCALE;
    private static final int SIDE = 300 * Picture.SCALE;

    /** At least one in a circle of radius 1. */
    private static double[] circle(double x, double y) {
        Rows centres = GRID.centres();
        return IntStream.range(0, GRID.size())
                .mapToDouble(i -> 2 - Math.hypot(centres.get(i, 0) - x, centres.get(i, 1) - y))
                .toArray();
    }

    private static int pixel(BufferedImage image, double x, double y) {
        int column = (int) (LEFT + GRID.x().fraction(x) * SIDE);
        int row = (int) (TOP + (1 - GRID.y().fraction(y)) * SIDE);
        return image.getRGB(column, row) & WHITE;
    }

    /** Whether a pixel of a colour lies about one unit from a point. */
    private static boolean hasOutline(BufferedImage image, int color, double x, double y, double dx, double dy) {
        return IntStream.rangeClosed(-10, 10)
                .mapToDouble(k -> 1 + 0.005 * k)
                .anyMatch(r -> pixel(image, x + r * dx, y + r * dy) == color);
    }

    @Test
    void regionsAreFilledAndOutlinedWhereTheyAre() {
        BufferedImage image = Figure.of(
                        List.of(new ContourPlot("two circles", "", GRID, List.of(circle(-2, 1), circle(2, -1)))))
                .render();
        assertEquals(WHITE, pixel(image, 0, 0));
        assertEquals(WHITE, pixel(image, -2, -1));
        for (int direction = 0; direction < 8; direction++) {
            double dx = Math.cos(direction * Math.PI / 4);
            double dy = Math.sin(direction * Math.PI / 4);
            assertTrue(hasOutline(image, BLUE, -2, 1, dx, dy), "direction " + direction);
            assertTrue(hasOutline(image, ORANGE, 2, -1, dx, dy), "direction " + direction);
            assertEquals(WHITE, pixel(image, -2 + 1.1 * dx, 1 + 1.1 * dy), "direction " + direction);
        }
        int filled = pixel(image, -2, 1);
        assertNotEquals(WHITE, filled);
        assertEquals(filled, pixel(image, -1.3, 1));
        assertEquals(filled, pixel(image, -2, 0.3));
    }

    @Test
    void aRegionThatFillsTheGridHasNoOutline() {
        double[] all = IntStream.range(0, GRID.size()).mapToDouble(_ -> 2).toArray();
        BufferedImage image =
                Figure.of(List.of(new ContourPlot("", "", GRID, List.of(all)))).render();
        assertEquals(pixel(image, 0, 0), pixel(image, 3.8, -3.8));
        assertNotEquals(WHITE, pixel(image, 3.8, -3.8));
    }

    @Test
    void eachCellNeedsANumber() {
        assertEquals(
                "ContourPlot: a grid of 80 × 80 needs 6400 numbers but got 3; evaluate all of Grid.centres",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new ContourPlot("", "", GRID, List.of(new double[3])))
                        .getMessage());
    }
}
