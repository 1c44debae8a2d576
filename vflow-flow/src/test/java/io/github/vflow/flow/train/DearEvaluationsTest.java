package io.github.vflow.flow.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.vflow.flow.FlowModel;
import io.github.vflow.flow.architecture.Models;
import io.github.vflow.flow.data.Rows;
import io.github.vflow.flow.spec.RowSpec;
import io.github.vflow.flow.spec.column.ColumnSpec;
import io.github.vflow.flow.spec.step.CouplingSpec;
import io.github.vflow.flow.testkit.Seeds;
import io.github.vflow.flow.testkit.SmallModels;
import io.github.vflow.flow.train.plan.TrainingPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Where missing labels are summed over many completions, some evaluations in vain are left out. */
final class DearEvaluationsTest {
    private static final long SEED = Seeds.of("DearEvaluationsTest");
    private static final TrainingPlan PLAN =
            TrainingPlan.of(1_000, 16, 1e-9, SEED).withEvaluation(2, 20);

    private static FlowModel model() {
        RowSpec spec = SmallModels.spec(2, CouplingSpec.Kind.AFFINE_TANH)
                .withKinds(List.of(ColumnSpec.Category.of(33), new ColumnSpec.Real()))
                .withFill(RowSpec.Fill.standard());
        return Models.of(spec, SEED);
    }

    private static Rows rows(int n, boolean areGaps) {
        SplittableRandom random = new SplittableRandom(SEED);
        double[] all = new double[2 * n];
        for (int i = 0; i < n; i++) {
            all[2 * i] = areGaps && i == 0 ? Double.NaN : random.nextInt(33);
            all[2 * i + 1] = random.nextGaussian();
        }
        return Rows.withGaps(all, 2);
    }

    private static List<Integer> made(DearEvaluations of) {
        return IntStream.range(0, 20)
                .filter(stale -> !of.restsAfter(stale))
                .boxed()
                .toList();
    }

    /** One row of 33 completions takes more passes than two batches of 16 rows. */
    @Test
    void onlyDearOnesRest() {
        assertEquals(List.of(0, 1, 2, 3, 4, 8, 12, 16), made(DearEvaluations.of(model(), rows(1, true), PLAN)));
        assertEquals(20, made(DearEvaluations.of(model(), rows(1, false), PLAN)).size());
        assertEquals(
                20,
                made(DearEvaluations.of(model(), rows(1, true), PLAN.withEvaluation(3, 20)))
                        .size());
    }

    /** Rows without gaps take one pass each, however many they are. */
    @Test
    void evaluationsWithoutGapsAreMade() {
        assertEquals(
                20, made(DearEvaluations.of(model(), rows(1_000, false), PLAN)).size());
    }

    /** A run from the state of an evaluation that was left out reports as the whole one. */
    @Test
    void aRunGoesOnFromAnEvaluationThatWasLeftOut() {
        List<Trainer.Progress> whole = new ArrayList<>();
        List<TrainingState> states = new ArrayList<>();
        trainer(whole).onState(states::add).fit(BatchSource.of(rows(100, true), SEED));
        TrainingState from =
                states.stream().filter(s -> s.stale() == 7).findFirst().orElseThrow();
        List<Trainer.Progress> rest = new ArrayList<>();
        trainer(rest).fit(BatchSource.of(rows(100, true), SEED), from);
        assertFalse(rest.isEmpty());
        assertEquals(
                whole.stream()
                        .filter(p -> p.step() > from.step())
                        .map(Trainer.Progress::withoutTime)
                        .toList(),
                rest.stream().map(Trainer.Progress::withoutTime).toList());
    }

    private static Trainer trainer(List<Trainer.Progress> seen) {
        FlowModel model = model();
        return new Trainer(model.forTraining().forMissing().orElseThrow(), PLAN, SmallModels.VECTOR)
                .validation(rows(1, true))
                .evaluating(model)
                .onProgress(seen::add);
    }

    /** A training that hardly moves ends as early as one that evaluates all, with fewer reports. */
    @Test
    void aTrainingInVainEndsAsEarly() {
        List<Trainer.Progress> seen = new ArrayList<>();
        TrainingState end = trainer(seen).fit(BatchSource.of(rows(100, true), SEED));
        assertEquals(20, end.stale());
        assertTrue(seen.size() < end.step() / 2, seen.size() + " evaluations in " + end.step() + " steps");
        assertFalse(seen.stream().anyMatch(p -> Double.isNaN(p.validationBound())));
    }
}
