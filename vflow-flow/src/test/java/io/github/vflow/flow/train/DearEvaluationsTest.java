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

    /** Two batches of 16 rows are 32 passes, and a row with a gap takes 33. */
    @Test
    void dearOnesAreRare() {
        assertEquals(20, made(of(0, 20)).size());
        assertEquals(
                IntStream.range(0, 10).map(k -> 2 * k + 1).boxed().toList(), made(of(1, 20)), "33 passes are above 32");
        assertEquals(List.of(2, 5, 8, 11, 14, 17), made(of(2, 20)));
        assertEquals(List.of(4, 9, 14, 19), made(of(30, 20)), "one of five is made, however dear");
        assertEquals(
                20,
                made(DearEvaluations.of(model(), rows(1, true), PLAN.withEvaluation(3, 20)))
                        .size(),
                "33 passes are below 48");
    }

    /** At least four are in vain before training ends. */
    @Test
    void patienceHasDearOnes() {
        assertEquals(2, of(30, 8).oneOf());
        assertEquals(1, of(30, 7).oneOf());
        assertEquals(1, of(30, 1).oneOf());
        assertEquals(5, of(30, 0).oneOf(), "no patience");
    }

    private static DearEvaluations of(int gaps, int patience) {
        double[] all = new double[2 * Math.max(1, gaps)];
        for (int i = 0; i < gaps; i++) {
            all[2 * i] = Double.NaN;
        }
        return DearEvaluations.of(model(), Rows.withGaps(all, 2), PLAN.withEvaluation(2, patience));
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
