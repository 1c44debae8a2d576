package io.github.vflow.benchmarks.service;

import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.table.TableModel;
import io.github.vflow.table.data.Table;
import io.github.vflow.table.fit.Recipe;
import java.util.SplittableRandom;

/** Models of five columns, as a service has them. They are hardly trained: a score takes the same time. */
public enum ServiceModel {
    /** An exact flow of four mixture couplings: the architecture of {@code Recipe.standard()}. */
    FLOW(0, 1),
    /** A VFlow with eight augmented dimensions and 16 importance samples. */
    VFLOW(8, 16);

    private static final int COLUMNS = 5;
    private static final int STEPS = 4;
    private static final int TRAINING_STEPS = 100;
    private static final int TRAINING_ROWS = 2_000;

    private final int augment;
    private final int samples;

    ServiceModel(int augment, int samples) {
        this.augment = augment;
        this.samples = samples;
    }

    /** Importance samples of a score. */
    public int samples() {
        return samples;
    }

    /** The same model in every run. */
    public TableModel fit() {
        RowSpec spec = RowSpec.of(COLUMNS, augment, STEPS);
        Recipe recipe = Recipe.standard()
                .withArchitecture(augment == 0 ? spec.withCoupling(CouplingSpec.Kind.MIXTURE) : spec)
                .withSteps(TRAINING_STEPS)
                .withSamples(samples);
        return TableModel.fit(Table.of(rows(TRAINING_ROWS, 1)), recipe);
    }

    /** Rows whose columns depend on each other. */
    public static double[][] rows(int n, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[][] rows = new double[n][COLUMNS];
        for (double[] row : rows) {
            double common = random.nextGaussian();
            for (int j = 0; j < COLUMNS; j++) {
                row[j] = 10 * j + common * j + random.nextGaussian();
            }
        }
        return rows;
    }
}
