package io.github.vflow.flow.train;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.defaults.TrainingDefaults;
import io.github.vflow.flow.surjection.Lift;
import io.github.vflow.flow.train.defensive.DefensiveInitialisation;
import io.github.vflow.flow.train.defensive.SharedFits;
import io.github.vflow.flow.train.tree.TreeStart;
import io.github.vflow.nn.Parameters;
import io.github.vflow.nn.init.data.DataInit;
import io.github.vflow.tensor.Trace;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.engine.Executable;
import io.github.vflow.tensor.random.Purpose;
import io.github.vflow.tensor.shape.Shape;
import java.util.Arrays;

/** Data-dependent initialisation of a whole model; see {@link DataInit}. */
final class Initialisation {
    private Initialisation() {}

    /** As {@link Trainer#initialRows}. */
    static int rows(int available, int batch) {
        return Math.max(
                batch, Math.clamp(available, TrainingDefaults.FEWEST_INITIAL_ROWS, TrainingDefaults.MOST_INITIAL_ROWS));
    }

    /** As {@link Trainer#initialise}. */
    static void run(
            FlowModel model,
            Engine engine,
            BatchSource source,
            BatchSource chain,
            int batchSize,
            long seed,
            SharedFits fits) {
        if (batchSize < 2) {
            throw new IllegalArgumentException(
                    "Trainer.initialise: batchSize must be at least 2 but is " + batchSize + "; one row has no spread");
        }
        startChain(model, chain, batchSize);
        try (Batch batch = Batch.ofStart(model, source, batchSize, engine, seed)) {
            batch.fillFirst();
            run(model, engine, batch, batchSize, distinct(source, batchSize), seed, fits);
        }
    }

    /** The number of rows before the first one comes again. */
    private static int distinct(BatchSource source, int batchSize) {
        return source.rows() == 0 ? batchSize : Math.min(batchSize, source.rows());
    }

    /** Starts the chain of the discrete features by the rows of the first batch, each once, with their gaps. */
    private static void startChain(FlowModel model, BatchSource source, int batchSize) {
        if (model.discrete().isEmpty()) {
            return;
        }
        int width = source.width();
        double[] flat = new double[Math.multiplyExact(batchSize, width)];
        source.fill(0, flat);
        double[][] rows = new double[distinct(source, batchSize)][];
        Arrays.setAll(rows, i -> Arrays.copyOfRange(flat, i * width, (i + 1) * width));
        TreeStart.run(model.discrete().orElseThrow(), model.spec().orElseThrow().kinds(), model.parameters(), rows);
    }

    private static void run(
            FlowModel model, Engine engine, Batch batch, int batchSize, int distinct, long seed, SharedFits fits) {
        model.whitening().ifPresent(w -> {
            Lifted rows = Lifted.of(model, engine, batch, batchSize).first(distinct, batchSize);
            DefensiveInitialisation.run(
                    model,
                    w,
                    rows.columns,
                    rows.codes,
                    fits,
                    () -> Purpose.CLUSTERS.stream(seed).generator(0));
        });
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

    /**
     * Rows that were lifted.
     *
     * @param columns v [n·L]
     * @param codes the row vectors of their condition, one after another; none without one
     */
    private record Lifted(float[] columns, float[] codes) {
        private static final String COLUMNS = "columns";
        private static final String CODES = "codes";

        /** The first of some rows: others that come again would judge what they were fitted to. */
        Lifted first(int n, int rows) {
            return new Lifted(
                    Arrays.copyOf(columns, columns.length / rows * n), Arrays.copyOf(codes, codes.length / rows * n));
        }

        static Lifted of(FlowModel model, Engine engine, Batch batch, int rows) {
            Trace t = new Trace();
            model.parameters().flat(t);
            Lift lift = model.lift(t.batch(Model.X, Shape.of(rows, model.inputWidth())));
            t.output(COLUMNS, lift.columns());
            lift.condition().row().ifPresent(c -> t.output(CODES, c));
            try (Executable program = engine.compile(t.program())) {
                program.set(Parameters.INPUT, model.parameters().values());
                program.set(Model.X, batch.x);
                if (t.program().inputs().containsKey(Model.NOISE)) {
                    program.set(Model.NOISE, batch.noise);
                }
                program.run();
                float[] columns = new float[lift.columns().shape().size()];
                program.get(COLUMNS, columns);
                float[] codes = new float
                        [lift.condition().row().map(c -> c.shape().size()).orElse(0)];
                if (codes.length > 0) {
                    program.get(CODES, codes);
                }
                return new Lifted(columns, codes);
            }
        }
    }
}
