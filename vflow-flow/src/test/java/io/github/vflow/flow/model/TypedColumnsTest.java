package io.github.vflow.flow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.Model;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.evaluation.Evaluator;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.BatchSource;
import io.github.vflow.flow.train.Trainer;
import io.github.vflow.flow.train.plan.TrainingPlan;
import io.github.vflow.nn.optim.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** Categories and whole numbers have probabilities: over all rows they sum to one, and training makes them those of the data. */
final class TypedColumnsTest {
    private static final long SEED = Seeds.of("TypedColumnsTest");
    private static final int STEPS = Boolean.getBoolean("vflow.nightly") ? 5_000 : 2_500;
    private static final double RATE = 5e-3;
    private static final double NATS_OF_ENTROPY = 0.02;

    private static RowSpec categories(int... counts) {
        List<ColumnSpec> columns = new ArrayList<>();
        for (int k : counts) {
            columns.add(ColumnSpec.Category.of(k));
        }
        return SmallModels.spec(counts.length, CouplingSpec.Kind.MIXTURE).withKinds(columns);
    }

    private static Rows all(int... counts) {
        List<double[]> rows = new ArrayList<>(List.of(new double[0]));
        for (int k : counts) {
            List<double[]> longer = new ArrayList<>();
            for (double[] row : rows) {
                for (int c = 0; c < k; c++) {
                    double[] next = Arrays.copyOf(row, row.length + 1);
                    next[row.length] = c;
                    longer.add(next);
                }
            }
            rows = longer;
        }
        return Rows.of(rows.toArray(double[][]::new));
    }

    /** Trained a little on rows of which each is as likely. */
    private static FlowModel model(int... counts) {
        FlowModel model = Models.of(categories(counts), SEED);
        BatchSource batches = BatchSource.of(all(counts), SEED);
        Trainer.initialise(model, SmallModels.VECTOR, batches, 512, SEED);
        new Trainer(model, TrainingPlan.of(1_000, 64, 5e-3, SEED).withClipNorm(5), SmallModels.VECTOR).fit(batches);
        return model;
    }

    private static double mass(Model model, Rows rows) {
        try (Evaluator evaluator = Evaluator.ofMeans(model, SmallModels.VECTOR, 1, SEED)) {
            return Arrays.stream(evaluator.scores(rows)).map(Math::exp).sum();
        }
    }

    @Test
    void theProbabilitiesOfAllRowsSumToOne() {
        assertEquals(1, mass(model(2, 3, 4), all(2, 3, 4)), 1e-6);
        assertEquals(1, mass(model(2, 16), all(2, 16)), 1e-6);
        assertEquals(1, mass(model(2, 9), all(2, 9)), 1e-6);
    }

    /** P(a, b, c) = P(a)·P(b | a)·P(c | b), with rows that do not occur; the entropy is the least mean of −ln P. */
    @Test
    void trainingReachesTheEntropyOfTheData() {
        Random random = new Random(SEED);
        double[][] rows = new double[4_000][];
        for (int i = 0; i < rows.length; i++) {
            int a = random.nextInt(10) < 7 ? 0 : 1;
            int b = random.nextInt(10) < 6 ? a : 2;
            int c = Math.min(5, b + random.nextInt(3));
            rows[i] = new double[] {a, b, c};
        }
        assertReachesEntropy(
                rows, List.of(ColumnSpec.Category.of(2), ColumnSpec.Category.of(3), new ColumnSpec.Whole(2.2, 1.1)));
    }

    /** Of 2 × 3 × 4 categories, of which all rows occur, some more often. */
    @EnabledIfSystemProperty(named = "vflow.nightly", matches = "true")
    @Test
    void trainingReachesTheEntropyOfCategories() {
        Random random = new Random(SEED);
        double[][] rows = new double[4_000][];
        for (int i = 0; i < rows.length; i++) {
            int x = random.nextInt(10) < 6 ? random.nextInt(24) : 3 * random.nextInt(8);
            rows[i] = new double[] {Math.floorDiv(x, 12), Math.floorDiv(x, 4) % 3, x % 4};
        }
        assertReachesEntropy(
                rows, List.of(ColumnSpec.Category.of(2), ColumnSpec.Category.of(3), ColumnSpec.Category.of(4)));
    }

    private static void assertReachesEntropy(double[][] rows, List<ColumnSpec> columns) {
        RowSpec spec = RowSpec.of(columns.size(), 0, 4)
                .withCoupling(CouplingSpec.Kind.MIXTURE)
                .withKinds(columns);
        FlowModel model = Models.of(spec, SEED);
        BatchSource batches = BatchSource.of(Rows.of(rows), SEED);
        Trainer.initialise(model, SmallModels.VECTOR, batches, 512, SEED);
        TrainingPlan plan =
                TrainingPlan.of(STEPS, 256, RATE, SEED).withClipNorm(5).withSchedule(new Schedule.Linear(RATE, STEPS));
        new Trainer(model, plan, SmallModels.VECTOR).fit(batches);
        Map<List<Double>, Long> counts = Arrays.stream(rows)
                .collect(Collectors.groupingBy(
                        row -> Arrays.stream(row).boxed().toList(), LinkedHashMap::new, Collectors.counting()));
        double[] flat = counts.keySet().stream()
                .flatMap(List::stream)
                .mapToDouble(Double::doubleValue)
                .toArray();
        double entropy = 0;
        double reached = 0;
        try (Evaluator evaluator = Evaluator.ofMeans(model, SmallModels.VECTOR, 1_000, SEED)) {
            double[] scores = evaluator.scores(Rows.of(flat, columns.size()));
            int i = 0;
            for (long count : counts.values()) {
                double part = (double) count / rows.length;
                entropy -= part * Math.log(part);
                reached -= part * scores[i++];
            }
        }
        assertEquals(entropy, reached, NATS_OF_ENTROPY, "entropy and mean of −ln P, seed " + SEED);
    }
}
