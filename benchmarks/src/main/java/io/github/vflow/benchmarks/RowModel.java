package io.github.vflow.benchmarks;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.flow.train.step.TrainingProgram;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.tensor.run.Engines;
import java.util.List;
import java.util.SplittableRandom;

/** Flows of the sizes that tables need, with the batches that they are timed on. */
public enum RowModel {
    /** 597,960 parameters. */
    WIDE("D = 21, 8 steps, hidden 256,256", 21, 8, 256, CouplingSpec.Kind.AFFINE_SIGMOID, 512),
    /** 269,390 parameters. */
    DEEP("D = 43, 10 steps, hidden 128,128", 43, 10, 128, CouplingSpec.Kind.AFFINE_SIGMOID, 256),
    /** The first model with mixtures of eight logistics. */
    MIXTURE("D = 21, 8 steps, hidden 256,256, mixtures", 21, 8, 256, CouplingSpec.Kind.MIXTURE, 512),
    /** The first model with large batches, for many threads. */
    LARGE_BATCH("D = 21, 8 steps, hidden 256,256", 21, 8, 256, CouplingSpec.Kind.AFFINE_SIGMOID, 4096);

    /** Of parameters and data. */
    public static final long SEED = 1;

    /** Of learning; too small to move the model while it is timed. */
    public static final double RATE = 1e-6;

    /** Of the gradient. */
    public static final double CLIP = 1;

    /** The standard deviation that is added to all parameters, since a new coupling is the identity. */
    private static final double SPREAD = 0.02;

    private final String description;
    private final int features;
    private final int steps;
    private final int hidden;
    private final CouplingSpec.Kind coupling;
    private final int batch;

    RowModel(String description, int features, int steps, int hidden, CouplingSpec.Kind coupling, int batch) {
        this.description = description;
        this.features = features;
        this.steps = steps;
        this.hidden = hidden;
        this.coupling = coupling;
        this.batch = batch;
    }

    /** In words, without the batch. */
    public String description() {
        return description;
    }

    /** Steps of p. */
    public int steps() {
        return steps;
    }

    /** Components of its mixtures; zero for affine couplings. */
    public int components() {
        return CouplingSpec.of(coupling).components();
    }

    /** Rows of a training step. */
    public int batch() {
        return batch;
    }

    /** As {@code vflow train} does: batches in shards, clipped gradients. */
    public TrainingPlan plan(Model model) {
        return TrainingProgram.sharded(TrainingPlan.of(1, batch, RATE, SEED).withClipNorm(CLIP), model);
    }

    /** A model that was initialised on rows, and whose couplings are not the identity. */
    public FlowModel create() {
        RowSpec spec = RowSpec.of(features, 0, steps)
                .withConditioner(List.of(hidden, hidden), Activation.RELU)
                .withCoupling(coupling);
        FlowModel model = Models.of(spec, SEED);
        float[] flat = rows(batch, SEED).toFloats();
        Trainer.initialise(
                model,
                Engines.vector(1),
                BatchSource.of(features, (_, x) -> System.arraycopy(flat, 0, x, 0, x.length)),
                batch,
                SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        float[] values = model.parameters().values();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (SPREAD * random.nextGaussian());
        }
        return model;
    }

    /** Normal rows whose columns are correlated: each is half the column before. */
    public Rows rows(int number, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[number][features];
        for (double[] row : rows) {
            double before = 0;
            for (int j = 0; j < features; j++) {
                row[j] = 0.5 * before + random.nextGaussian();
                before = row[j];
            }
        }
        return Rows.of(rows);
    }
}
