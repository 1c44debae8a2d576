package io.github.vflow.benchmarks.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.data.Rows;
import io.github.vflow.image.plot.Grid;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ModesTest {
    private static final int N = 40_000;
    private static final double SHARE_ERROR = 0.02;
    private static final double EXACT = 1e-9;

    @Test
    void eachModeIsASquareOfTheCheckerboard() {
        Rows points = ToyTraining.DATA.sample(N, 3);
        int[] modes = Modes.of(points);
        for (int mode = 0; mode < Modes.COUNT; mode++) {
            Rows of = points.select(Modes.rows(modes, mode));
            assertEquals(1.0 / Modes.COUNT, (double) of.size() / N, SHARE_ERROR);
            for (int j = 0; j < 2; j++) {
                double[] sorted = Arrays.stream(of.copyColumn(j)).sorted().toArray();
                assertTrue(sorted[sorted.length - 1] - sorted[0] <= 2, "mode " + mode);
            }
        }
    }

    @Test
    void theRegionOfAShareHasThatShare() {
        RandomGenerator random = new SplittableRandom(1);
        double[][] rows = new double[N][2];
        for (double[] row : rows) {
            row[0] = 1 + 0.5 * random.nextGaussian();
            row[1] = -1 + random.nextGaussian();
        }
        Rows points = Rows.of(rows);
        Grid grid = new Grid(6, 240);
        for (double share : new double[] {0.2, 0.5, 0.9}) {
            double[] region = KernelDensity.region(points, grid, share);
            long inside = IntStream.range(0, N)
                    .filter(i -> region[cell(grid, points.get(i, 0), points.get(i, 1))] >= 1)
                    .count();
            assertEquals(share, (double) inside / N, SHARE_ERROR);
            // the normal density is highest in the middle
            assertTrue(region[cell(grid, 1, -1)] > 1);
        }
    }

    private static int cell(Grid grid, double x, double y) {
        return grid.cell(y) * grid.cells() + grid.cell(x);
    }

    @Test
    void nothingInsideIsNoRegion() {
        Rows far = Rows.of(new double[][] {{9, 9}, {9, 8}});
        assertTrue(Arrays.stream(KernelDensity.region(far, new Grid(1, 8), 0.5)).allMatch(v -> v == 0));
    }

    @Test
    void theFirstAxisTellsModesApart() {
        RandomGenerator random = new SplittableRandom(2);
        int[] modes = IntStream.range(0, 800).map(i -> i % Modes.COUNT).toArray();
        double[][] rows = new double[modes.length][3];
        for (int i = 0; i < rows.length; i++) {
            // modes differ along (0, 3, 4)/5
            rows[i][0] = random.nextGaussian();
            rows[i][1] = 0.6 * modes[i] + 0.01 * random.nextGaussian();
            rows[i][2] = 0.8 * modes[i] + 0.01 * random.nextGaussian();
        }
        Rows points = Rows.of(rows);
        Rows turned = Principal.byModes(points, modes);
        double[] means = turned.columnMeans();
        for (int i = 0; i < rows.length; i++) {
            assertEquals(Math.abs(modes[i] - 3.5), Math.abs(turned.get(i, 0) - means[0]), 0.1);
            assertEquals(length(points, i), length(turned, i), EXACT);
        }
    }

    private static double length(Rows points, int row) {
        return Math.sqrt(Arrays.stream(points.copyRow(row)).map(v -> v * v).sum());
    }
}
