package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.Mean;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Optional;

/** Trains and tests models on the checkerboard, each on the thread that calls. */
final class ToyTraining {
    static final ToyDensity DATA = ToyDensity.CHECKERBOARD;
    /** Rows of the test set, ten times as many as in the paper, and the same for all models. */
    static final int TEST_ROWS = 10_000;
    /** Importance samples of a test row (VFlow paper, Eq. 5), as in the paper. */
    static final int SAMPLES = 100;

    /** A seed for test rows that no training has. */
    private static final long TEST_SEED = 0x7E57;

    private ToyTraining() {}

    /**
     * A trained model.
     *
     * @throws ArithmeticException if training diverges
     */
    static FlowModel train(ToyRun run) {
        Engine engine = Engines.vector(1);
        FlowModel model = Models.of(run.spec(), run.seed());
        BatchSource points = BatchSource.of(ToyRun.FEATURES, DATA.sampler(run.seed()));
        Trainer.initialise(model, engine, points, run.setting().batch(), run.seed());
        new Trainer(model, run.setting().plan(run.seed()), engine).fit(points);
        return model;
    }

    /** Trains and tests. Divergence is a result too. */
    static ToyResult result(ToyRun run) {
        long start = System.nanoTime();
        try {
            Model model = train(run);
            long trained = System.nanoTime();
            ToyResult.Test test = test(model);
            long end = System.nanoTime();
            return new ToyResult(run, Optional.of(test), (trained - start) * 1e-9, (end - trained) * 1e-9, "");
        } catch (ArithmeticException e) {
            String why = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            return new ToyResult(run, Optional.empty(), (System.nanoTime() - start) * 1e-9, 0, why);
        }
    }

    /**
     * Tests a model.
     *
     * @throws ArithmeticException if a parameter is not finite
     */
    static ToyResult.Test test(Model model) {
        Rows rows = DATA.sample(TEST_ROWS, TEST_SEED);
        return new ToyResult.Test(
                model.parameters().size(), Mean.of(logProb(model, SAMPLES, rows)), Mean.of(logProb(model, 1, rows)));
    }

    /** ln p of rows by importance samples, in nats. */
    static double[] logProb(Model model, int samples, Rows rows) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, Engines.vector(1), samples, TEST_SEED)) {
            return evaluator.scores(rows);
        }
    }
}
