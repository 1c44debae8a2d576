package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.Model;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.image.plot.Grid;
import io.github.vflow.image.plot.ImageGrid;
import io.github.vflow.image.plot.Magma;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The densities of the data, a VFlow of three steps, and a Glow of three and of twenty (VFlow paper, Fig. 2). */
final class Figure2 {
    private static final double VIEW = 4.5;
    private static final int CELLS = 200;
    /** Importance samples of a cell. */
    private static final int SAMPLES = 20;
    /** The colours end at so many times the density of the data: a few spots beyond it must not darken the rest. */
    private static final double BRIGHTEST = 1.5;

    private Figure2() {}

    /** Trains what the models do not have, and draws them side by side. */
    static ImageGrid of(ToyModels models, Setting setting, long seed) throws IOException {
        Grid grid = new Grid(VIEW, CELLS);
        double brightest = BRIGHTEST * Math.exp(ToyTraining.DATA.entropyBound().orElseThrow());
        List<int[]> panels = new ArrayList<>();
        panels.add(Magma.of(truth(grid.centres()), brightest));
        for (ToyRun run : List.of(
                new ToyRun(10, 3, setting, seed), new ToyRun(2, 3, setting, seed), new ToyRun(2, 20, setting, seed))) {
            Model model = models.of(run);
            double logLikelihood = ToyTraining.test(model).logLikelihood().value();
            System.out.println(run.model() + ": " + Seeds.nats(logLikelihood));
            panels.add(Magma.of(ToyTraining.logProb(model, SAMPLES, grid.centres()), brightest));
        }
        return new ImageGrid(grid.images(panels), panels.size(), 1);
    }

    private static double[] truth(Rows at) {
        double[] log = new double[at.size()];
        for (int i = 0; i < log.length; i++) {
            log[i] = ToyTraining.DATA.logDensity(at.get(i, 0), at.get(i, 1)).orElseThrow();
        }
        return log;
    }
}
