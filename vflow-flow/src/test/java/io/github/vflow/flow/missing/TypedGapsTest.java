package io.github.vflow.flow.missing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.evaluation.ImportanceEstimate;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.tensor.engine.Engine;
import io.github.vflow.tensor.run.Engines;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Missing cells of columns of every kind. */
final class TypedGapsTest {
    private static final long SEED = Seeds.of("TypedGapsTest");
    private static final Engine ENGINE = Engines.vector(1);
    private static final int D = 7;

    private static Rows rows() {
        SplittableRandom random = new SplittableRandom(SEED);
        double[][] rows = new double[400][];
        Arrays.setAll(rows, _ -> new double[] {
            random.nextDouble(1, 9),
            random.nextDouble(1, 9),
            random.nextGaussian(),
            random.nextGaussian() / random.nextDouble(),
            random.nextGaussian() / random.nextDouble(),
            random.nextInt(6),
            random.nextInt(3)
        });
        return Rows.of(rows);
    }

    private static FlowModel model(Rows rows) {
        ColumnSpec bounded = new ColumnSpec.Bounded(0, 10);
        ColumnSpec heavy = new ColumnSpec.HeavyTailed(0, 1);
        RowSpec spec = RowSpec.of(D, 0, 2)
                .withKinds(List.of(
                        bounded,
                        bounded,
                        new ColumnSpec.Real(),
                        heavy,
                        heavy,
                        new ColumnSpec.Whole(3, 2),
                        ColumnSpec.Category.of(3)))
                .standardized(rows)
                .withFill(RowSpec.Fill.standard());
        FlowModel model = Models.of(spec, SEED);
        FillTraining.run(model, ENGINE, 1_000, 256, 5e-3, SEED);
        return model;
    }

    /** Whatever a missing cell would have added to the bound is taken back: without a known cell nothing is left. */
    @Test
    void nothingKnownHasProbabilityOne() {
        double[] row = new double[D];
        Arrays.fill(row, Double.NaN);
        try (Evaluator e = Evaluator.ofScores(model(rows()), ENGINE, 2_000, SEED)) {
            ImportanceEstimate estimate = e.estimate(row);
            assertEquals(0, estimate.logProb(), 5 * estimate.standardError() + 0.02, estimate.toString());
        }
    }

    /** The program that draws no label, and only the numbers that rows miss, gives them the estimates of the one that draws any cell. */
    @Test
    void programsForFewerGapsHaveTheSameEstimates() {
        Rows rows = rows();
        FlowModel model = model(rows);
        for (int j = 0; j < D - 2; j++) {
            double[] row = rows.copyRow(j);
            row[j] = Double.NaN;
            row[D - 2] = Double.NaN;
            FlowModel few = model.forMissing(Set.of(), Set.of(j, D - 2)).orElseThrow();
            try (Evaluator any = Evaluator.ofScores(model.forMissing().orElseThrow(), ENGINE, 20, SEED);
                    Evaluator some = Evaluator.ofScores(few, ENGINE, 20, SEED)) {
                assertEquals(any.estimate(row), some.estimate(row), Arrays.toString(row));
            }
        }
    }
}
