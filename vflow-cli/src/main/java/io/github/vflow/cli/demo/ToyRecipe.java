package io.github.vflow.cli.demo;

import io.github.vflow.flow.RowSpec;
import io.github.vflow.flow.spec.CouplingKind;
import io.github.vflow.flow.train.TrainingPlan;
import io.github.vflow.nn.layer.Activation;
import io.github.vflow.nn.optim.Schedule;
import java.util.List;

/**
 * The models and the training of the toy demo: those of the paper (Sec. 5), and where the paper is silent those of docs/experiments.md.
 */
final class ToyRecipe {
    /** Rows of a batch. */
    static final int BATCH = 64;
    /** Rows of the test set. */
    static final int TEST = 1_000;
    /** Importance samples of a row. */
    static final int SAMPLES = 100;

    private static final double LEARNING_RATE = 2e-3;
    private static final int EVALUATIONS = 100;

    /** A model and its log-likelihood in the paper. */
    record Entry(String name, RowSpec spec, String paper) {}

    private ToyRecipe() {}

    /** The 3-step Glow, and the VFlow with 8 dimensions more: two steps in p, one in q. */
    static List<Entry> entries() {
        return List.of(
                new Entry("Glow, 3 steps", spec(0, 3), "−3.67 ± 0.03"),
                new Entry("VFlow, 3 steps, 10-D", spec(8, 2), "−3.51 ± 0.01"));
    }

    private static RowSpec spec(int augment, int steps) {
        return RowSpec.of(2, augment, steps)
                .withConditioner(List.of(50, 50), Activation.RELU)
                .withCoupling(CouplingKind.AFFINE_SIGMOID);
    }

    static TrainingPlan plan(long steps, long seed) {
        return TrainingPlan.of(steps, BATCH, LEARNING_RATE, seed)
                .schedule(new Schedule.Linear(LEARNING_RATE, steps))
                .evaluate(Math.max(1, steps / EVALUATIONS), 0);
    }
}
