package io.github.vflow.image.plot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

final class FigureTest {
    private static final int BRIGHT = 0xFCFDBF;
    private static final int DARK = 0x000004;

    /** Where the first panel lies in the picture, in pixels. */
    private static final int LEFT = 44 * Picture.SCALE;

    private static final int TOP = 52 * Picture.SCALE;
    private static final int SIDE = 300 * Picture.SCALE;

    private static int pixel(BufferedImage image, double x, double y) {
        return image.getRGB((int) (LEFT + x * SIDE), (int) (TOP + (1 - y) * SIDE)) & 0xFFFFFF;
    }

    private static DensityPlot checkerboard(int cells) {
        Grid grid = Grid.square(4, cells);
        Rows centres = grid.centres();
        double[] log = IntStream.range(0, grid.size())
                .mapToDouble(i -> ToyDensity.CHECKERBOARD
                        .logDensity(centres.get(i, 0), centres.get(i, 1))
                        .orElseThrow())
                .toArray();
        return new DensityPlot("data", "−3.47 nats", grid, log);
    }

    @Test
    void squaresOfTheCheckerboardAreWhereTheyBelong() {
        BufferedImage image = Figure.of(List.of(checkerboard(64))).render();
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                assertEquals(
                        (i + j) % 2 == 0 ? BRIGHT : DARK,
                        pixel(image, (i + 0.5) / 4, (j + 0.5) / 4),
                        "square " + i + ", " + j);
            }
        }
    }

    @Test
    void theFirstCellIsLowerLeftAndWhatIsNoNumberIsGrey() {
        double[] log = {0, -50, Double.NaN, Double.NEGATIVE_INFINITY};
        DensityPlot plot = new DensityPlot("", "", new Grid(new Range(0, 1), new Range(0, 1), 2, 2), log);
        BufferedImage image = Figure.of(List.of(plot)).withDensityMax(1).render();
        assertEquals(BRIGHT, pixel(image, 0.05, 0.05));
        assertEquals(DARK, pixel(image, 0.95, 0.05));
        assertEquals(0x9A9A9A, pixel(image, 0.05, 0.95));
        assertEquals(DARK, pixel(image, 0.95, 0.95));
    }

    @Test
    void panelsShareOneScaleThatSpikesDoNotSet() {
        double[] log = new double[1000];
        log[0] = 20;
        DensityPlot spiked = new DensityPlot("", "", new Grid(new Range(0, 1), new Range(0, 1), 1000, 1), log);
        assertEquals(1, spiked.high());
        assertEquals(1, Figure.of(List.of(checkerboard(8), spiked)).densityMax());
        assertEquals(1 / 32.0, Figure.of(List.of(checkerboard(8))).densityMax(), 1e-12);
        double[] nothing = {Double.NEGATIVE_INFINITY};
        Figure empty = Figure.of(List.of(new DensityPlot("", "", Grid.square(1, 1), nothing)));
        assertEquals(DARK, pixel(empty.render(), 0.5, 0.5));
    }

    @Test
    void pointsAreDotsAndThoseOutsideAreCounted() {
        Range side = new Range(-1, 1);
        ScatterPlot plot = new ScatterPlot("", "", side, side, Rows.of(new double[][] {{0.5, -0.5}}));
        BufferedImage image = Figure.of(List.of(plot)).render();
        assertNotEquals(0xFFFFFF, pixel(image, 0.75, 0.25));
        assertEquals(0xFFFFFF, pixel(image, 0.25, 0.25));
        ScatterPlot beyond = new ScatterPlot("", "", side, side, Rows.of(new double[][] {{0.5, -0.5}, {0, 2}}));
        BufferedImage noted = Figure.of(List.of(beyond)).render();
        assertTrue(
                IntStream.range(0, 100).anyMatch(i -> pixel(noted, 0.95, 1 - i / 1000.0) != 0xFFFFFF),
                "no note in the corner");
    }

    @Test
    void panelsAreLaidOutInRows() {
        List<Panel> panels = List.of(checkerboard(4), checkerboard(4), checkerboard(4));
        Figure row = Figure.of(panels);
        Figure two = row.withAcross(2);
        assertTrue(row.width() > two.width());
        assertEquals(2 * row.height(), two.height());
        BufferedImage image = two.render();
        assertEquals(two.width() * Picture.SCALE, image.getWidth());
        assertEquals(two.height() * Picture.SCALE, image.getHeight());
    }

    @Test
    void whatIsSavedIsAPng(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("figure.png");
        Figure figure = Figure.of(List.of(checkerboard(16)));
        figure.write(file);
        BufferedImage read = ImageIO.read(file.toFile());
        BufferedImage made = figure.render();
        assertEquals(made.getWidth(), read.getWidth());
        assertEquals(
                Arrays.hashCode(made.getRGB(0, 0, made.getWidth(), made.getHeight(), null, 0, made.getWidth())),
                Arrays.hashCode(read.getRGB(0, 0, read.getWidth(), read.getHeight(), null, 0, read.getWidth())));
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void aGridCoversItsRectangle() {
        Grid grid = new Grid(new Range(0, 2), new Range(10, 11), 2, 4);
        assertEquals(
                Rows.of(new double[][] {{0.5, 10.125}, {1.5, 10.125}}),
                grid.centres().slice(0, 2));
        assertEquals(10.875, grid.centres().get(7, 1));
        double mass =
                Arrays.stream(checkerboard(32).logDensity()).map(Math::exp).sum() * Math.pow(8.0 / 32, 2);
        assertEquals(1, mass, 1e-12);
    }

    @Test
    void saysWhatCannotBeDrawn() {
        assertEquals(
                "DensityPlot: a grid of 2 × 2 needs 4 numbers but got 3; evaluate all of Grid.centres",
                message(() -> new DensityPlot("", "", Grid.square(1, 2), new double[3])));
        Range side = new Range(-1, 1);
        assertEquals(
                "ScatterPlot: points must be [n, 2] but are [1, 3]; choose two columns",
                message(() -> new ScatterPlot("", "", side, side, Rows.of(new double[][] {{1, 2, 3}}))));
        assertEquals(
                "Figure: need a panel, one or more across, and a density above 0 but got 0 panels, 1 across, 1.0;"
                        + " pass something to draw",
                message(() -> Figure.of(List.of())));
        assertEquals(
                "Grid: there must be cells but got 0 × 0; ask for at least one each way",
                message(() -> Grid.square(1, 0)));
        assertEquals(
                "Range: need finite min < max but got [2.0, 2.0]; widen the range", message(() -> new Range(2, 2)));
    }

    private static String message(Executable what) {
        return assertThrows(IllegalArgumentException.class, what).getMessage();
    }
}
