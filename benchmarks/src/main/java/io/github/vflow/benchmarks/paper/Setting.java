package io.github.vflow.benchmarks.paper;

import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import java.util.Locale;

/**
 * How models are trained: Adam, with a learning rate that falls linearly to zero.
 *
 * @param batch rows of an iteration
 * @param rate the learning rate of the first iteration
 * @param iterations in all
 */
record Setting(int batch, double rate, long iterations) {
    /** As the paper says; the rate, of which it says nothing, is that of docs/lab/paper.md#experiments-on-the-toy-model. */
    static final Setting PUBLISHED = new Setting(64, 2e-3, 100_000);

    /** Sixteen times the rows: 64 for each GPU of the paper's Section 6. A quarter of the iterations see four times the points. */
    static final Setting LARGE_BATCH = new Setting(1_024, 3e-3, 25_000);

    Setting withRate(double other) {
        return new Setting(batch, other, iterations);
    }

    Setting withIterations(long other) {
        return new Setting(batch, rate, other);
    }

    TrainingPlan plan(long seed) {
        return TrainingPlan.of(iterations, batch, rate, seed)
                .withSchedule(new Schedule.Linear(rate, iterations))
                .withShards(1);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "batch %,d, learning rate %s, %,d iterations", batch, rate, iterations);
    }
}
