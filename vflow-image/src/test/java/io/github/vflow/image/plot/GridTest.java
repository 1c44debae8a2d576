package io.github.vflow.image.plot;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.vflow.image.Images;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GridTest {
    @Test
    void cellsHaveTheirCentresInside() {
        Grid grid = new Grid(4, 8);
        for (int i = 0; i < grid.size(); i++) {
            assertEquals(i % 8, grid.cell(grid.centres().get(i, 0)));
            assertEquals(i / 8, grid.cell(grid.centres().get(i, 1)));
        }
        assertEquals(-3.5, grid.centres().get(0, 0));
        assertEquals(2.5, grid.centres().get(8 * 6, 1));
        assertEquals(0, grid.cell(-4));
        assertEquals(7, grid.cell(4));
        assertEquals(-1, grid.cell(4.1));
        assertEquals(-1, grid.cell(Double.NaN));
    }

    @Test
    void imagesHaveTheirBottomBelow() {
        Images images = new Grid(1, 2).images(List.of(new int[] {0x010203, 1, 2, 3}, new int[] {4, 5, 6, 0xFF8000}));
        assertEquals(2, images.size());
        assertArrayEquals(
                new byte[] {0, 0, 2, 0, 0, 3, 1, 2, 3, 0, 0, 1, 0, 0, 6, (byte) 255, (byte) 128, 0, 0, 0, 4, 0, 0, 5},
                images.toBytes());
    }

    @Test
    void coloursFollowTheDensity() {
        double[] log = {Double.NEGATIVE_INFINITY, Math.log(0.5), Math.log(2), 9, Double.NaN};
        assertArrayEquals(new int[] {0x000004, 0x641A80, 0xFCFDBF, 0xFCFDBF, 0x9A9A9A}, Magma.of(log, 0.5 / 0.3));
    }

    @Test
    void refusesAnEmptySquare() {
        assertEquals(
                "Grid: need an extent above 0 and a cell but got 0.0 and 1; ask for at least one cell", message(0, 1));
        assertEquals(
                "Grid: need an extent above 0 and a cell but got 1.0 and 0; ask for at least one cell", message(1, 0));
        assertEquals(
                "Grid: need an extent above 0 and a cell but got NaN and 1; ask for at least one cell",
                message(Double.NaN, 1));
    }

    private static String message(double extent, int cells) {
        return assertThrows(IllegalArgumentException.class, () -> new Grid(extent, cells))
                .getMessage();
    }
}
