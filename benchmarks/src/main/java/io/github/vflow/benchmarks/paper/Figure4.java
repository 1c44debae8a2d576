package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.image.plot.Grid;
import io.github.vflow.image.plot.ImageGrid;
import java.util.Arrays;
import java.util.List;

/**
 * What two steps learn: the region of highest density of each mode, with half of its mass, in the spaces of a flow (VFlow paper, Fig. 4). The
 * paper draws isosurfaces of the three dimensions of a VFlow; here are their projections on planes.
 */
final class Figure4 {
    private static final int SAMPLES = 200_000;
    private static final double SHARE = 0.5;
    private static final int CELLS = 200;
    private static final double DATA_VIEW = 4.5;
    private static final double BASE_VIEW = 3;
    private static final double MARGIN = 1.05;
    private static final int ACROSS = 3;
    private static final int WHITE = 0xFFFFFF;

    /** Colours that colour-blind readers can distinguish, by Okabe and Ito, then a violet and a grey. */
    private static final int[] COLOURS = {0x0072B2, 0xD55E00, 0x009E73, 0xCC79A7, 0xE69F00, 0x56B4E9, 0x5B2C83, 0x7F7F7F
    };

    private Figure4() {}

    /** The 2-step Glow: x, h₁, ε. */
    static ImageGrid glow(FlowModel model) {
        List<Rows> spaces = FlowPath.of(model, SAMPLES, 1).spaces();
        int[] modes = Modes.of(spaces.getFirst());
        Grid data = new Grid(DATA_VIEW, CELLS);
        return picture(List.of(
                panel(spaces.get(0), modes, data),
                panel(spaces.get(1), modes, around(spaces.get(1))),
                panel(spaces.get(2), modes, new Grid(BASE_VIEW, CELLS))));
    }

    /**
     * The 2-step VFlow on three dimensions. Above: x; x₁ across and z up; x₂ across and z up. Below: ε, turned so that its first axis tells modes
     * apart best, with this axis up from two sides, and from the end of this axis.
     */
    static ImageGrid vflow(FlowModel model) {
        FlowPath path = FlowPath.of(model, SAMPLES, 1);
        Rows xz = path.spaces().getFirst();
        int[] modes = Modes.of(xz);
        Rows e = Principal.byModes(path.spaces().getLast(), modes);
        Grid base = new Grid(BASE_VIEW, CELLS);
        return picture(List.of(
                panel(xz.selectColumns(0, 1), modes, new Grid(DATA_VIEW, CELLS)),
                panel(xz.selectColumns(0, 2), modes, around(xz.selectColumns(0, 2))),
                panel(xz.selectColumns(1, 2), modes, around(xz.selectColumns(1, 2))),
                panel(e.selectColumns(1, 0), modes, base),
                panel(e.selectColumns(2, 0), modes, base),
                panel(e.selectColumns(1, 2), modes, base)));
    }

    private static ImageGrid picture(List<int[]> panels) {
        return new ImageGrid(new Grid(1, CELLS).images(panels), ACROSS, 1);
    }

    /** Each cell has the colour of the mode in whose region it is deepest; white is in none. */
    private static int[] panel(Rows points, int[] modes, Grid grid) {
        int[] colours = new int[grid.size()];
        double[] deepest = new double[grid.size()];
        Arrays.fill(colours, WHITE);
        for (int mode = 0; mode < Modes.COUNT; mode++) {
            double[] region = KernelDensity.region(points.select(Modes.rows(modes, mode)), grid, SHARE);
            for (int i = 0; i < region.length; i++) {
                if (region[i] >= 1 && region[i] > deepest[i]) {
                    deepest[i] = region[i];
                    colours[i] = COLOURS[mode % COLOURS.length];
                }
            }
        }
        return colours;
    }

    /** A square around almost all points. */
    private static Grid around(Rows points) {
        double extent = 0;
        for (int j = 0; j < points.features(); j++) {
            double[] sizes =
                    Arrays.stream(points.copyColumn(j)).map(Math::abs).sorted().toArray();
            extent = Math.max(extent, sizes[(int) (0.99 * (sizes.length - 1))]);
        }
        return new Grid(MARGIN * extent, CELLS);
    }
}
