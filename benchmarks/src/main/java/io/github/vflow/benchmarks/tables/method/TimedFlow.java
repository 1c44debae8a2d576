package io.github.vflow.benchmarks.tables.method;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import io.github.vflow.table.fit.Watch;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;

/**
 * A flow of this library that trains for a number of seconds of processor time, so that architectures can be compared at equal cost. The learning
 * rate falls to zero over these seconds, and the best parameters are kept. A first short training measures the time of a step.
 *
 * @param architecture for a number of columns
 * @param seconds of training
 */
record TimedFlow(IntFunction<RowSpec> architecture, double seconds) implements Detector {
    private static final int WARM = 100;
    private static final int MEASURED = 300;

    @Override
    public Learned fit(double[][] rows, long seed) {
        Recipe recipe = Recipe.standard()
                .withNoise(0.0)
                .withPatience(0)
                .withSeed(seed)
                .withArchitecture(architecture.apply(rows[0].length));
        long steps = Math.max(1, Math.round(seconds / secondsOfStep(Table.of(rows), recipe)));
        return new FlowDetector(_ -> recipe.withSteps(steps)).fit(rows, seed);
    }

    /** With evaluations as in a training of many steps. */
    private static double secondsOfStep(Table table, Recipe recipe) {
        double[] at = new double[2];
        TableModel.fit(table, recipe, (step, _) -> {
            if (step == WARM) {
                at[0] = processorSeconds();
            }
            at[1] = processorSeconds();
            return step == WARM + MEASURED ? Watch.Answer.STOP : Watch.Answer.GO_ON;
        });
        return (at[1] - at[0]) / MEASURED;
    }

    private static double processorSeconds() {
        return 1e-9 * ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }
}
