package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.train.defensive.DefensiveInitialisation;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.flow.train.tree.TreeStart;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.data.DataInit;
import io.github.vflow.tensor.Tensor;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;

/** Data-dependent initialisation of a whole model; see {@link DataInit}. */
final class Initialisation {
    private static final String LIFTED = "lifted";

    private Initialisation() {}

    /** As {@link Trainer#initialRows}. */
    static int rows(int available, int batch) {
        return Math.max(
                batch, Math.clamp(available, TrainingDefaults.FEWEST_INITIAL_ROWS, TrainingDefaults.MOST_INITIAL_ROWS));
    }

    /** As {@link Trainer#initialise}. */
    static void run(FlowModel model, Engine engine, BatchSource source, int batchSize, long seed, SharedFits fits) {
        if (batchSize < 2) {
            throw new IllegalArgumentException(
                    "Trainer.initialise: batchSize must be at least 2 but is " + batchSize + "; one row has no spread");
        }
        startChain(model, source, batchSize);
        try (Batch batch = Batch.ofStart(model, source, batchSize, engine, seed)) {
            batch.fillFirst();
            run(model, engine, batch, batchSize, seed, fits);
        }
    }

    /** Starts the chain of the discrete features by the rows of the first batch, each once, with their gaps. */
    private static void startChain(FlowModel model, BatchSource source, int batchSize) {
        if (model.discrete().isEmpty()) {
            return;
        }
        int width = source.width();
        double[] flat = new double[Math.multiplyExact(batchSize, width)];
        source.fill(0, flat);
        int n = source.rows() == 0 ? batchSize : Math.min(batchSize, source.rows());
        double[][] rows = new double[n][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        TreeStart.run(model.discrete().orElseThrow(), model.spec().orElseThrow().kinds(), model.parameters(), rows);
    }

    private static void run(FlowModel model, Engine engine, Batch batch, int batchSize, long seed, SharedFits fits) {
        model.whitening()
                .ifPresent(w -> DefensiveInitialisation.run(
                        model,
                        w,
                        lifted(model, engine, batch, batchSize),
                        fits,
                        Purpose.CLUSTERS.stream(seed).generator(0)));
        DataInit.run(
                model.parameters(),
                engine,
                trace -> trace.output(
                        "bound", model.bound(trace.batch(Model.X, Shape.of(batchSize, model.inputWidth())))),
                inputs -> {
                    inputs.set(Model.X, batch.x);
                    if (model.noise() > 0) {
                        inputs.set(Model.NOISE, batch.noise);
                    }
                });
    }

    private static float[] lifted(FlowModel model, Engine engine, Batch batch, int rows) {
        Trace t = new Trace();
        model.parameters().flat(t);
        Tensor x = t.batch(Model.X, Shape.of(rows, model.inputWidth()));
        Tensor v = model.lift(x).columns();
        t.output(LIFTED, v);
        try (Executable program = engine.compile(t.program())) {
            program.set(Parameters.INPUT, model.parameters().values());
            program.set(Model.X, batch.x);
            if (t.program().inputs().containsKey(Model.NOISE)) {
                program.set(Model.NOISE, batch.noise);
            }
            program.run();
            float[] all = new float[v.shape().size()];
            program.get(LIFTED, all);
            return all;
        }
    }
}
