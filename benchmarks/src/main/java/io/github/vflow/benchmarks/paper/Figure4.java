package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.image.plot.Figure;
import io.github.vflow.image.plot.Grid;
import io.github.vflow.image.plot.Panel;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

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

    private Figure4() {}

    /** The 2-step Glow: x, h₁, ε. */
    static Figure glow(FlowModel model, ToyResult result) {
        FlowPath path = FlowPath.of(model, SAMPLES, 1);
        int[] modes = Modes.of(path.spaces().getFirst());
        return figure(
                panel("Glow, 2 steps: x", caption(result), path.spaces().get(0), modes, Grid.square(DATA_VIEW, CELLS)),
                panel(
                        "h₁",
                        "",
                        path.spaces().get(1),
                        modes,
                        around(path.spaces().get(1))),
                panel("ε", "", path.spaces().get(2), modes, Grid.square(BASE_VIEW, CELLS)));
    }

    /** The 2-step VFlow on three dimensions: x, and z and ε from two sides. */
    static Figure vflow(FlowModel model, ToyResult result) {
        FlowPath path = FlowPath.of(model, SAMPLES, 1);
        Rows xz = path.spaces().getFirst();
        int[] modes = Modes.of(xz);
        Rows e = Principal.byModes(path.spaces().getLast(), modes);
        Grid base = Grid.square(BASE_VIEW, CELLS);
        return figure(
                panel(
                        "VFlow, 3-D, 2 steps: x",
                        caption(result),
                        xz.selectColumns(0, 1),
                        modes,
                        Grid.square(DATA_VIEW, CELLS)),
                panel("x₁ across, z up", "", xz.selectColumns(0, 2), modes, around(xz.selectColumns(0, 2))),
                panel("x₂ across, z up", "", xz.selectColumns(1, 2), modes, around(xz.selectColumns(1, 2))),
                panel(
                        "ε, first axis up",
                        "turned: the first axis tells modes apart best",
                        e.selectColumns(1, 0),
                        modes,
                        base),
                panel("ε, first axis up, from another side", "", e.selectColumns(2, 0), modes, base),
                panel("ε, from the end of the first axis", "", e.selectColumns(1, 2), modes, base));
    }

    private static String caption(ToyResult result) {
        return Seeds.nats(result.logLikelihood()) + ", seed " + result.run().seed();
    }

    private static Figure figure(Panel... panels) {
        return Figure.of(List.of(panels)).withAcross(3);
    }

    private static Panel panel(String title, String caption, Rows points, int[] modes, Grid grid) {
        List<double[]> regions = IntStream.range(0, Modes.COUNT)
                .mapToObj(mode -> KernelDensity.region(points.select(Modes.rows(modes, mode)), grid, SHARE))
                .toList();
        return new ContourPlot(title, caption, grid, regions);
    }

    /** A square around almost all points. */
    private static Grid around(Rows points) {
        double extent = 0;
        for (int j = 0; j < points.features(); j++) {
            double[] sizes =
                    Arrays.stream(points.copyColumn(j)).map(Math::abs).sorted().toArray();
            extent = Math.max(extent, sizes[(int) (0.99 * (sizes.length - 1))]);
        }
        return Grid.square(MARGIN * extent, CELLS);
    }
}
