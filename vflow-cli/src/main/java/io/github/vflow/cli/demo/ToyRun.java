package io.github.vflow.cli.demo;

import io.github.vflow.cli.console.Text;
import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.io.ModelFile;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Initialisation;
import io.github.vflow.flow.train.Progress;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.image.plot.CurvePlot;
import io.github.vflow.image.plot.DensityPlot;
import io.github.vflow.image.plot.Grid;
import io.github.vflow.tensor.engine.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One trained and tested model of the demo.
 *
 * @param test mean log-likelihood of the test rows, in nats
 */
record ToyRun(ToyRecipe.Entry entry, Model model, List<Progress> history, Mean test) {
    private static final ToyDensity DATA = ToyDensity.CHECKERBOARD;
    /** A seed for test rows that no user gives for training. */
    private static final long TEST_SEED = 0x7E57;
    /** Importance samples of a density in a picture. */
    private static final int PICTURE_SAMPLES = 20;

    static ToyRun of(
            ToyRecipe.Entry entry, Engine engine, int threads, long steps, long seed, Consumer<Progress> onProgress) {
        FlowModel model = Models.of(entry.spec(), seed);
        BatchSource points = BatchSource.of(2, DATA.sampler(seed)::fill);
        Initialisation.run(model, engine, points, ToyRecipe.BATCH, seed);
        List<Progress> history = new ArrayList<>();
        new Trainer(model, ToyRecipe.plan(steps, seed), engine)
                .onProgress(p -> {
                    history.add(p);
                    onProgress.accept(p);
                })
                .fit(points);
        Rows rows = DATA.sample(ToyRecipe.TEST, TEST_SEED);
        double[] logProb = logProb(model, engine, threads, ToyRecipe.SAMPLES, rows);
        return new ToyRun(entry, model, List.copyOf(history), Mean.of(logProb));
    }

    private static double[] logProb(Model model, Engine engine, int threads, int samples, Rows rows) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, engine, samples, TEST_SEED)) {
            return evaluator.threads(threads).scores(rows);
        }
    }

    double seconds() {
        return history.getLast().seconds();
    }

    double microsPerStep() {
        return 1e6 * seconds() / history.getLast().step();
    }

    ModelFile modelFile() {
        return new ModelFile(model, List.of("x1", "x2"), Map.of("data", DATA.label()));
    }

    DensityPlot density(Grid grid, Engine engine, int threads) {
        double[] logProb = logProb(model, engine, threads, PICTURE_SAMPLES, grid.centres());
        return new DensityPlot(entry.name(), Text.nats(test.value()) + " nats", grid, logProb);
    }

    static DensityPlot truth(Grid grid) {
        Rows at = grid.centres();
        double[] log = new double[at.size()];
        for (int i = 0; i < log.length; i++) {
            log[i] = DATA.logDensity(at.get(i, 0), at.get(i, 1)).orElseThrow();
        }
        return new DensityPlot("Data", Text.nats(bound()) + " nats, the bound", grid, log);
    }

    static double bound() {
        return DATA.entropyBound().orElseThrow();
    }

    CurvePlot.Series curve() {
        return new CurvePlot.Series(
                entry.name(),
                history.stream().mapToDouble(Progress::step).toArray(),
                history.stream().mapToDouble(Progress::trainBound).toArray());
    }
}
