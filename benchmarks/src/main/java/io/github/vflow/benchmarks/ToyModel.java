package io.github.vflow.benchmarks;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.toy.ToyDensity;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.tensor.run.Engines;

/** The models of the paper's toy experiment (VFlow paper, Sec. 5). */
public enum ToyModel {
    /** The 3-step VFlow on 10 dimensions: two steps in p, one in q. */
    VFLOW_3(8, 2),
    /** The 3-step Glow. */
    GLOW_3(0, 3),
    /** The 20-step Glow. */
    GLOW_20(0, 20);

    /** Of parameters, data and noise. */
    public static final long SEED = 1;
    /** Rows of a training step. */
    public static final int BATCH = 64;

    private final int augment;
    private final int steps;

    ToyModel(int augment, int steps) {
        this.augment = augment;
        this.steps = steps;
    }

    /** Steps of p. */
    public int steps() {
        return steps;
    }

    /** A new one, initialised on a batch of the checkerboard. */
    public FlowModel create() {
        FlowModel model = Models.of(RowSpec.of(2, augment, steps), SEED);
        Trainer.initialise(
                model, Engines.vector(1), BatchSource.of(2, ToyDensity.CHECKERBOARD.sampler(SEED)), BATCH, SEED);
        return model;
    }
}
