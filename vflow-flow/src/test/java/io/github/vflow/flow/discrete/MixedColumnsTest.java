package io.github.vflow.flow.discrete;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.Sampler;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.missing.Imputation;
import io.github.vflow.flow.missing.fill.FillTraining;
import io.github.vflow.flow.missing.fill.Imputer;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.testkit.Approx;
import io.github.vflow.flow.testkit.Eval;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Discrete columns among real ones: the flow is conditioned on them, and labels sum to one whatever else is known. */
final class MixedColumnsTest {
    private static final long SEED = Seeds.of("MixedColumnsTest");
    private static final double ROUNDING = 1e-6;
    private static final int GRID = 1_000;
    /** So many samples that the mass of rows with a missing cell is within the tolerance. */
    private static final int MANY = 1_500;

    private static final double FAR = 12;

    private static final List<ColumnSpec> KINDS =
            List.of(new ColumnSpec.Real(), ColumnSpec.Category.of(3), new ColumnSpec.Real(), ColumnSpec.Category.of(2));

    private static final FlowModel MODEL = model();

    private static FlowModel model() {
        RowSpec plain = DiscreteModels.spec(KINDS, new double[][] {{0, 0, 0, 0}, {0, 1, 0, 1}, {0, 2, 0, 0}});
        RowSpec spec = plain.withSteps(plain.steps().withWhitening(true).withRegression(true));
        FlowModel model = Models.of(spec, SEED);
        SplittableRandom random = new SplittableRandom(SEED);
        Eval.randomise(model.parameters(), 0.2, random);
        FillTraining.run(model, SmallModels.VECTOR, 300, SEED);
        return model;
    }

    private static Evaluator evaluator() {
        return Evaluator.ofScores(MODEL, SmallModels.VECTOR, 100, SEED);
    }

    private static double p(Evaluator e, double... row) {
        return Math.exp(e.score(row));
    }

    /** The bound of the discrete features alone is ln P of both labels, whatever the numbers are. */
    @Test
    void theBoundOfDiscreteTrainingIsTheProbabilityOfTheLabels() {
        double nan = Double.NaN;
        double[][] rows = {{0.3, 2, -1, 1}, {-2, 0, 0.1, 0}};
        try (Evaluator alone =
                        Evaluator.ofMeans(MODEL.forDiscreteTraining().orElseThrow(), SmallModels.VECTOR, 1, SEED);
                Evaluator e = evaluator()) {
            for (double[] row : rows) {
                assertEquals(e.score(nan, row[1], nan, row[3]), alone.score(row), ROUNDING);
            }
        }
        assertTrue(Models.of(RowSpec.of(2, 0, 1), SEED).forDiscreteTraining().isEmpty());
    }

    /** With everything else known, with gaps, and alone. */
    @Test
    void labelsSumToOneWhateverElseIsKnown() {
        double nan = Double.NaN;
        double[][] others = {
            {0.3, nan, -1, 1}, {0.3, nan, nan, 1}, {nan, nan, -1, nan}, {0.3, nan, -1, nan}, {nan, nan, nan, 0}
        };
        try (Evaluator e = evaluator()) {
            for (double[] row : others) {
                double[] labelled = row.clone();
                double sum = 0;
                for (int label = 0; label < 3; label++) {
                    labelled[1] = label;
                    sum += p(e, labelled);
                }
                assertEquals(1, sum / p(e, row), ROUNDING, Arrays.toString(row));
            }
            assertEquals(1, p(e, nan, 0, nan, nan) + p(e, nan, 1, nan, nan) + p(e, nan, 2, nan, nan), ROUNDING);
            assertEquals(0.0, e.score(nan, nan, nan, nan));
        }
    }

    /** Mass over the first real column, with the second missing, given the labels: p(label), as the chain has it. */
    @Test
    void theMassOnAGridIsTheProbabilityOfTheLabels() {
        double[] flat = new double[4 * GRID];
        for (int i = 0; i < GRID; i++) {
            flat[4 * i] = FAR * (2 * (i + 0.5) / GRID - 1);
            flat[4 * i + 1] = 2;
            flat[4 * i + 2] = Double.NaN;
            flat[4 * i + 3] = 1;
        }
        try (Evaluator e = Evaluator.ofScores(MODEL, SmallModels.VECTOR, MANY, SEED)) {
            double mass = Arrays.stream(e.scores(Rows.withGaps(flat, 4)))
                            .map(Math::exp)
                            .sum()
                    * 2
                    * FAR
                    / GRID;
            assertEquals(1, mass / p(e, Double.NaN, 2, Double.NaN, 1), Approx.MASS);
        }
    }

    /** Complete rows on a grid: p(labels, x, y) summed over x and y is P(labels). */
    @Test
    void theMassOfCompleteRowsIsTheProbabilityOfTheLabels() {
        int n = 600;
        double[] flat = new double[4 * n * n];
        for (int i = 0; i < n * n; i++) {
            int column = i % n;
            int row = i / n;
            flat[4 * i] = FAR * (2 * (column + 0.5) / n - 1);
            flat[4 * i + 1] = 1;
            flat[4 * i + 2] = FAR * (2 * (row + 0.5) / n - 1);
        }
        double cell = 2 * FAR / n;
        try (Evaluator e = evaluator()) {
            double mass =
                    Arrays.stream(e.scores(Rows.of(flat, 4))).map(Math::exp).sum() * cell * cell;
            assertEquals(1, mass / p(e, Double.NaN, 1, Double.NaN, 0), Approx.MASS);
        }
    }

    /** Labels of samples, and labels that are imputed from a real column, have the probabilities of the model. */
    @Test
    void drawsHaveTheProbabilitiesOfTheModel() {
        int n = 20_000;
        Rows drawn = Sampler.draw(MODEL, SmallModels.VECTOR, n, 1, SEED);
        double nan = Double.NaN;
        try (Evaluator e = evaluator();
                Imputer imputer = new Imputer(MODEL, SmallModels.VECTOR)) {
            for (int label = 0; label < 3; label++) {
                int k = label;
                double share =
                        IntStream.range(0, n).filter(i -> drawn.get(i, 1) == k).count() / (double) n;
                double p = p(e, nan, label, nan, nan);
                assertEquals(p, share, Approx.STANDARD_ERRORS * Math.sqrt(p * (1 - p) / n));
            }
            Imputation imputed = imputer.impute(new double[] {0.4, nan, -0.5, 0}, 1_000, SEED);
            double p = p(e, 0.4, 1, -0.5, 0) / p(e, 0.4, nan, -0.5, 0);
            assertEquals(p, imputed.probability(1, 1), 2e-3);
            Imputation both = imputer.impute(new double[] {0.4, nan, nan, 0}, 4_000, SEED);
            double marginal = p(e, 0.4, 1, nan, 0) / p(e, 0.4, nan, nan, 0);
            assertEquals(marginal, both.probability(1, 1), 0.03);
            assertTrue(both.effectiveSampleSize() > 500, "effective " + both.effectiveSampleSize());
            assertEquals(0.4, both.values()[17][0]);
        }
    }

    /** A discrete column is one of a row's columns like any other: the model says how many numbers its noise has. */
    @Test
    void theFlowIsOfTheRealColumns() {
        assertEquals(2, MODEL.latent());
        assertEquals(0, ((Model) MODEL).noise(), "exact");
    }
}
